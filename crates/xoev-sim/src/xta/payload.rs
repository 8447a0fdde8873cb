//! Messages themselves: validated, and answered.

use std::sync::OnceLock;

use xoev::Language;
use xoev_validator::{Settings as ValidatorSettings, Validator};

use super::node::Node;
use super::request::{File, META, WSA};

/// The text by which every scanner shows that it works, in two halves so that this file is not it.
const TEST_VIRUS: [&str; 2] = ["EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE"];

/// Whether a file has the text that scanners must find.
pub(super) fn has_test_virus(bytes: &[u8]) -> bool {
    let text = TEST_VIRUS.concat();
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

/// Whether a message is valid; else what is wrong first.
pub(super) fn check(message: &[u8]) -> Result<(), String> {
    static VALIDATOR: OnceLock<Result<Validator, String>> = OnceLock::new();
    let validator = VALIDATOR
        .get_or_init(|| match xoev_bundled::schemas() {
            Ok(set) => Ok(Validator::lazy(set)),
            Err(error) => Err(error.to_string()),
        })
        .as_ref()?;
    let report = validator
        .validate(message, &ValidatorSettings::default())
        .map_err(|e| e.to_string())?;
    if report.is_valid() {
        return Ok(());
    }
    let first = report.findings.first();
    Err(first.map_or_else(
        || "unbekanntes Element".to_owned(),
        |finding| finding.text(Language::German),
    ))
}

/// A message as the file of a container.
pub(super) fn message_file(bytes: Vec<u8>) -> File {
    File {
        content_type: "application/xml".to_owned(),
        name: String::new(),
        bytes,
    }
}

/// The metadata of an answer: author and reader changed, its own id and kind.
pub(super) fn reply(metadata: &Node, id: &str, answer: &[u8]) -> Node {
    let mut reply = metadata.clone();
    let identifier = |path: [&str; 2]| {
        let group = metadata.child(META, path[0])?;
        group
            .child(META, path[1])?
            .child(META, "Identifier")
            .cloned()
    };
    let author = identifier(["Originators", "Author"]);
    let reader = identifier(["Destinations", "Reader"]);
    let leaf = |namespace: &str, name: &str, text: String| Node {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        text,
        ..Node::default()
    };
    let ids = vec![
        leaf(
            WSA,
            "MessageID",
            format!("urn:de:xta:messageid:sim:{}", uuid::Uuid::new_v4()),
        ),
        leaf(META, "In-Reply-To", id.to_owned()),
    ];
    let root = Node::read(answer).unwrap_or_default();
    set(&mut reply, &["Originators", "Author"], |n| {
        n.children = reader.into_iter().collect()
    });
    set(&mut reply, &["Destinations", "Reader"], |n| {
        n.children = author.into_iter().collect()
    });
    set(&mut reply, &["MsgIdentification"], |n| n.children = ids);
    set(&mut reply, &["Qualifier", "MessageType"], |n| {
        for (name, value) in &mut n.attributes {
            if name == "payloadSchema" {
                value.clone_from(&root.namespace);
            }
        }
        n.children = vec![leaf("", "code", root.name)];
    });
    reply.children.retain(|c| c.name != "MsgSize");
    reply
}

fn set(node: &mut Node, path: &[&str], change: impl FnOnce(&mut Node)) {
    match path.split_first() {
        None => change(node),
        Some((first, rest)) => {
            if let Some(child) = node.children.iter_mut().find(|c| c.name == *first) {
                set(child, rest, change);
            }
        }
    }
}
