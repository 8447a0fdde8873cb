//! Containers and packets: 000020, 000040, 010002, 010207.

use crate::book::{Binding, Book, Check, On, in_family};
use crate::enclosed::{self, ZipFault};
use crate::engine::{At, Context, Leaf, Node};
use crate::finding::Says;
use crate::names::xa;
use crate::rule;
use crate::rule::{Kind::Hard, Kind::Soft, Messages, RuleInfo};
use crate::xauslaender::types::is_below_one;
use crate::xinneres::original;

/// Rules about enclosed messages and packets of documents.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// 50 MB; the standard does not say which, so the larger one.
const MOST_BYTES: u64 = 50 << 20;

const PACKETS: Messages = Messages::Numbers(&["000040", "010207"]);

const RULES: &[RuleInfo] = &[
    rule(
        "XA-000020-VERSCHACHTELT",
        Hard,
        "XAusländer, 000020",
        Messages::Numbers(&["000020"]),
        "Eine Sendungswiederholung darf keine Sendungswiederholung enthalten.",
        "A repeated sending must not contain a repeated sending.",
    ),
    rule(
        "XA-000020-NACHRICHTENTYP",
        Hard,
        "XAusländer, 000020, nachrichtentyp",
        Messages::Numbers(&["000020"]),
        "Der angegebene Nachrichtentyp muss der Typ der beigefügten Nachricht sein.",
        "The message type that is given has to be that of the enclosed message.",
    ),
    rule(
        "XA-BEIGEFUEGTE-VERSION",
        Hard,
        "XAusländer, 000020; 010002",
        Messages::Numbers(&["000020", "010002"]),
        "Die beigefügte Nachricht muss in derselben gültigen Version vorliegen wie diese.",
        "The enclosed message has to be of the same valid version as this one.",
    ),
    rule(
        "XA-010002-NACHRICHTENID",
        Soft,
        "XAusländer, ABHABH.Administration.Container, nachrichtenID",
        Messages::WithType(&["ABHABH.Administration.Container"]),
        "Die Bezeichnung der Nachricht sollte mit dem Kopf der beigefügten Nachricht übereinstimmen.",
        "The identification should agree with the head of the enclosed message.",
    ),
    rule(
        "XA-PAKET-NUMMER",
        Hard,
        "XAusländer, 000040 und 010207, paketnummer",
        PACKETS,
        "Pakete werden ab 1 nummeriert.",
        "Packets are numbered from 1 on.",
    ),
    rule(
        "XA-PAKET-GROESSE",
        Hard,
        "XAusländer, 000040 und 010207",
        PACKETS,
        "Eine Nachricht von mehr als 50 MB ist auf mehrere Pakete aufzuteilen.",
        "A message of more than 50 MB has to be split into packets.",
    ),
    rule(
        "XA-010501-GROESSE",
        Hard,
        "XAusländer, 010501, begruendendeDokumente",
        Messages::Numbers(&["010501"]),
        "Der Dokumentcontainer darf höchstens 50 MB groß sein.",
        "The container of documents must have at most 50 MB.",
    ),
    rule(
        "XA-DOKUMENTCONTAINER",
        Hard,
        "XAusländer, 000040, 010207 und 010501, dokumentcontainer",
        Messages::Numbers(&["000040", "010207", "010501"]),
        "Dokumente gehören in ein Zip-Archiv ohne Ordner, ungepackt oder mit DEFLATE, benannt nach UUID und Format.",
        "Documents go into a zip archive without folders, stored or deflated, named by UUID and format.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &[
            "XA-000020-VERSCHACHTELT",
            "XA-000020-NACHRICHTENTYP",
            "XA-BEIGEFUEGTE-VERSION",
            "XOEV-NACHRICHT-LEER",
            "XOEV-NACHRICHT-XML",
        ],
        on: On::Message(&["000020"]),
        check: Check::Tree(repeated),
    },
    Binding {
        rules: &[
            "XA-010002-NACHRICHTENID",
            "XA-BEIGEFUEGTE-VERSION",
            "XOEV-NACHRICHT-LEER",
            "XOEV-NACHRICHT-XML",
        ],
        on: On::Types(&[xa("ABHABH.Administration.Container")]),
        check: Check::Tree(container),
    },
    Binding {
        rules: &["XA-PAKET-NUMMER"],
        on: On::RootChildren(&["000040", "010207"], &["paketnummer"]),
        check: Check::Leaf(number),
    },
    Binding {
        rules: &["XA-PAKET-GROESSE", "XA-DOKUMENTCONTAINER"],
        on: On::Message(&["000040", "010207"]),
        check: Check::Tree(packet),
    },
    Binding {
        rules: &["XA-010501-GROESSE", "XA-DOKUMENTCONTAINER"],
        on: On::Message(&["010501"]),
        check: Check::Tree(reasons),
    },
];

fn repeated(context: &mut Context<'_>, root: Node<'_>) {
    let Some(message) = root.at(["nachricht"]) else {
        return;
    };
    original(context, message);
    let inner = enclosed::message(message.text());
    let number = inner.as_ref().map_or("", |inner| &inner.number);
    if let Some(code) = root.at(["nachrichtentyp", "code"]) {
        if code.text() == "000020" || number == "000020" {
            let expected = Says::new("die ursprüngliche Nachricht", "the original message");
            let rule = "XA-000020-VERSCHACHTELT";
            context.find(rule, code.into(), expected, "000020");
        } else if !number.is_empty() && code.text() != number {
            let found = code.text();
            let expected = Says::value(number);
            context.find("XA-000020-NACHRICHTENTYP", code.into(), expected, found);
        }
    }
    version(context, message);
}

/// The enclosed message is of the same release of XAusländer.
fn version(context: &mut Context<'_>, message: Node<'_>) {
    let Some(inner) = enclosed::message(message.text()) else {
        return;
    };
    let own = context.head().namespace.clone();
    // Messages of XInneres have versions of their own.
    if inner.namespace != own && in_family(&inner.namespace, xa("").family) {
        let expected = Says::value(own);
        let rule = "XA-BEIGEFUEGTE-VERSION";
        context.find(rule, message.into(), expected, &inner.namespace);
    }
}

fn container(context: &mut Context<'_>, container: Node<'_>) {
    let Some(enclosing) = container.at(["urspruenglicheNachricht"]) else {
        return;
    };
    let Some(message) = enclosing.at(["nachricht"]) else {
        return;
    };
    original(context, message);
    version(context, message);
    let Some(inner) = enclosed::message(message.text()) else {
        return;
    };
    let number = enclosing.at(["nachrichtenID", "nachrichtentyp", "code"]);
    let uuid = enclosing.at(["nachrichtenID", "nachrichtUUID"]);
    let rule = "XA-010002-NACHRICHTENID";
    if let Some(node) = number
        && node.text() != inner.number
    {
        let expected = Says::value(&*inner.number);
        context.find(rule, node.into(), expected, node.text());
    }
    if let (Some(node), Some(uuid)) = (uuid, inner.uuid)
        && !node.text().eq_ignore_ascii_case(&uuid)
    {
        context.find(rule, node.into(), Says::value(uuid), node.text());
    }
}

fn number(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    if is_below_one(leaf.value()) {
        let expected = Says::new("mindestens 1", "at least 1");
        context.find("XA-PAKET-NUMMER", At::Here, expected, leaf.value());
    }
}

fn packet(context: &mut Context<'_>, root: Node<'_>) {
    let Some(content) = root.at(["dokumentcontainer"]) else {
        return;
    };
    // What is enclosed alone is larger than the message may be.
    if content.chars() > MOST_BYTES {
        let found = format!("{} MB", content.chars() >> 20);
        context.find("XA-PAKET-GROESSE", content.into(), most(), &found);
    }
    // Only the first packet begins like an archive.
    if root.text_at(["paketnummer"]) == "1" {
        archive(context, content);
    }
}

fn reasons(context: &mut Context<'_>, root: Node<'_>) {
    let Some(content) = root.at(["begruendendeDokumente", "dokumentcontainer"]) else {
        return;
    };
    let bytes = enclosed::least_bytes(content.raw_text(), content.chars());
    if bytes > MOST_BYTES {
        let found = format!("{} MB", bytes >> 20);
        context.find("XA-010501-GROESSE", content.into(), most(), &found);
    }
    archive(context, content);
}

fn most() -> Says {
    Says::new("höchstens 50 MB", "at most 50 MB")
}

fn archive(context: &mut Context<'_>, content: Node<'_>) {
    let Some(fault) = enclosed::zip_fault(content.text()) else {
        return;
    };
    let (expected, found) = match fault {
        ZipFault::NoZip => (Says::new("ein Zip-Archiv", "a zip archive"), String::new()),
        ZipFault::Method(method) => (
            Says::new("ungepackt oder DEFLATE", "stored or deflated"),
            format!("Zip {method}"),
        ),
        ZipFault::Folder(name) => (Says::new("keine Ordner", "no folders"), name),
        ZipFault::Name(name) => (
            Says::new(
                "Dokument-UUID, Punkt, Format",
                "UUID of document, dot, format",
            ),
            name,
        ),
    };
    context.find("XA-DOKUMENTCONTAINER", content.into(), expected, &found);
}
