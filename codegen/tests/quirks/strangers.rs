//! libxml2 (`xmllint`) and Xerces-J (through `Judge.java`) as judges of the same instances.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Case;

/// Where the validators are known to be wrong, with the clause that decides.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "libxml2",
        "abstract-types/valid-gmbh.xml",
        "XML Schema 2, 4.3.6: white space of xs:QName is collapsed, also in xsi:type",
    ),
    (
        "libxml2",
        "element-values/",
        "XML Schema 1, cvc-elt 5.2.2.2.2: fixed values are compared as values, so 2.5 is 2.50",
    ),
    (
        "libxml2",
        "not-checked/invalid-idref.xml",
        "XML Schema 1, cvc-id.1: an xs:IDREF without an xs:ID is invalid",
    ),
    (
        "libxml2",
        "substitution/invalid-u.xml",
        "XML Schema 1, cvc-complex-type 2.4: a required element that is abstract is missing",
    ),
    (
        "libxml2",
        "substitution/invalid-x.xml",
        "XML Schema 1, cvc-complex-type 2.4: one of two alternatives must be there",
    ),
];

/// What other validators say against the name of a file, known errors of theirs left out.
pub(crate) fn disagreements(cases: &[Case]) -> Vec<String> {
    let mut list = Vec::new();
    for (judge, verdicts) in [("libxml2", libxml2(cases)), ("Xerces", xerces(cases))] {
        let Some(verdicts) = verdicts else {
            eprintln!(
                "SKIPPED: {judge} is not at hand, so that it did not judge {} files",
                cases.len()
            );
            continue;
        };
        assert_eq!(
            verdicts.len(),
            cases.len(),
            "{judge} did not judge all files"
        );
        for (case, (valid, complaint)) in cases.iter().zip(verdicts) {
            let name = case.name();
            let known = KNOWN
                .iter()
                .any(|(who, what, _)| *who == judge && name.starts_with(what));
            if valid != case.valid && !known {
                let verdict = if valid { "valid" } else { "invalid" };
                list.push(format!("{name}: {judge}: {verdict}: {complaint}"));
            }
        }
    }
    list
}

type Verdicts = Option<Vec<(bool, String)>>;

fn libxml2(cases: &[Case]) -> Verdicts {
    Command::new("xmllint").arg("--version").output().ok()?;
    let judge = |case: &Case| {
        let mut command = Command::new("xmllint");
        command
            .args(["--nonet", "--noout", "--schema"])
            .arg(&case.schema)
            .arg(&case.file);
        let catalog = case.schema.with_file_name("catalog.xml");
        if catalog.exists() {
            command.env("XML_CATALOG_FILES", catalog);
        }
        let output = command.output().expect("xmllint runs");
        let complaint = String::from_utf8_lossy(&output.stderr);
        let complaint = complaint.lines().next().unwrap_or_default().to_owned();
        match output.status.code() {
            Some(0) => (true, complaint),
            Some(3) => (false, complaint),
            code => panic!("{}: xmllint ended with {code:?}: {complaint}", case.name()),
        }
    };
    Some(cases.iter().map(judge).collect())
}

/// Where Debian's package `libxerces2-java` puts what is needed.
const JARS: &[&str] = &["xercesImpl.jar", "xml-resolver.jar"];

fn class_path() -> Option<String> {
    if let Ok(path) = std::env::var("XERCES_CLASSPATH") {
        return Some(path);
    }
    let jars: Vec<PathBuf> = JARS
        .iter()
        .map(|jar| Path::new("/usr/share/java").join(jar))
        .collect();
    jars.iter().all(|jar| jar.exists()).then(|| {
        jars.iter()
            .map(|jar| jar.display().to_string())
            .collect::<Vec<_>>()
            .join(":")
    })
}

fn xerces(cases: &[Case]) -> Verdicts {
    let class_path = class_path()?;
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quirks/Judge.java");
    let mut child = Command::new("java")
        .arg("-cp")
        .arg(class_path)
        .arg(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut request = String::new();
    for case in cases {
        writeln!(
            request,
            "{}\t{}",
            case.schema.display(),
            case.file.display()
        )
        .expect("text");
    }
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || stdin.write_all(request.as_bytes()));
    let output = child.wait_with_output().expect("java ends");
    writer
        .join()
        .expect("a thread")
        .expect("requests are taken");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let verdict = |line: &str| {
        let (verdict, complaint) = line.split_once('\t').unwrap_or((line, ""));
        (verdict == "valid", complaint.to_owned())
    };
    Some(text.lines().map(verdict).collect())
}
