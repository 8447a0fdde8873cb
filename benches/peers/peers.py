"""Peers in Python, as `cargo xtask compare` measures them: lxml, xmlschema, and xsdata on classes that
it generated.

Arguments: the peer, the list of messages (faulty ones with an exclamation mark before them), the schema,
and for xsdata the folder of the classes. benches/src/rounds.rs says what is asked and answered.
"""

import importlib
import json
import pkgutil
import sys
import time


def lxml(schema, _):
    """A tree, then validated by libxml2 through lxml."""
    from lxml import etree

    validator = etree.XMLSchema(etree.parse(schema))
    parser = etree.XMLParser(no_network=True, huge_tree=True)
    versions = ".".join(map(str, etree.LXML_VERSION[:3])), ".".join(map(str, etree.LIBXML_VERSION))
    return "lxml {} on libxml2 {}".format(*versions), lambda message: validator.assertValid(
        etree.fromstring(message, parser)
    )


def xmlschema(schema, _):
    """A validator written in Python."""
    import xmlschema as package

    validator = package.XMLSchema(schema)
    return f"xmlschema {package.__version__}", lambda message: validator.validate(message.decode())


def xsdata(_, classes):
    """Objects of generated classes; facets are not checked."""
    import xsdata as package
    from xsdata.formats.dataclass.context import XmlContext
    from xsdata.formats.dataclass.parsers import XmlParser

    sys.path.insert(0, classes)
    top = importlib.import_module("nachrichten")
    for module in pkgutil.walk_packages(top.__path__, "nachrichten."):
        importlib.import_module(module.name)
    parser = XmlParser(context=XmlContext())
    return f"xsdata {package.__version__}", parser.from_bytes


def main():
    peer, listed, schema, classes = (sys.argv[1:] + [""])[:4]
    version, judge = {"lxml": lxml, "xmlschema": xmlschema, "xsdata": xsdata}[peer](schema, classes)

    def complaint(message):
        try:
            judge(message)
            return None
        except Exception as error:  # each peer has its own
            return error

    messages, refused = [], 0
    with open(listed, encoding="utf-8") as lines:
        for line in lines.read().splitlines():
            with open(line.removeprefix("!"), "rb") as file:
                message = file.read()
            if line.startswith("!"):
                refused += complaint(message) is not None
            else:
                messages.append(message)
    print(json.dumps({"ready": version, "refused": refused}), flush=True)
    length, silent = sum(map(len, messages)), True
    for line in sys.stdin:
        least, passes, valid = float(line), 0, 0
        begin, processor = time.perf_counter(), time.process_time()
        while passes == 0 or time.perf_counter() - begin < least:
            for message in messages:
                found = complaint(message)
                valid += found is None
                if found is not None and silent:
                    print(found, file=sys.stderr, flush=True)
                    silent = False
            passes += 1
        answer = {"bytes": passes * length, "seconds": time.process_time() - processor}
        print(json.dumps(answer | {"messages": passes * len(messages), "valid": valid}), flush=True)


main()
