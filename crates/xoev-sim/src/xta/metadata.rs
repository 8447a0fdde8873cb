//! Whether metadata have the structure of their schema.

use super::node::Node;
use super::request::{META, WSA};

/// An element in its place: namespace, name, whether it is needed, whether it may be repeated.
type Place = (&'static str, &'static str, bool, bool);

/// The elements of a sequence.
fn sequence(node: &Node, places: &[Place]) -> Result<(), String> {
    let mut rest = node.children.iter().peekable();
    for (namespace, name, needed, repeated) in places {
        let mut count = 0;
        while rest
            .next_if(|c| c.name == *name && c.namespace == *namespace)
            .is_some()
        {
            count += 1;
        }
        if *needed && count == 0 || !*repeated && count > 1 {
            return Err(format!("{} has {count} {name}", node.name));
        }
    }
    match rest.next() {
        Some(other) => Err(format!("{} in {} is out of place", other.name, node.name)),
        None => Ok(()),
    }
}

const fn one(name: &'static str) -> Place {
    (META, name, true, false)
}

const fn optional(name: &'static str) -> Place {
    (META, name, false, false)
}

fn child<'a>(node: &'a Node, name: &str) -> Result<&'a Node, String> {
    node.child(META, name)
        .ok_or_else(|| format!("{} lacks {name}", node.name))
}

/// A party: one identifier with its type.
pub(super) fn check_party(party: &Node) -> Result<(), String> {
    sequence(
        party,
        &[one("Identifier"), (META, "SecurityToken", false, true)],
    )?;
    let identifier = child(party, "Identifier")?;
    if identifier.attribute("type").is_empty() || identifier.text.trim().is_empty() {
        return Err(format!("{} has no identifier with a type", party.name));
    }
    Ok(())
}

fn check_code(code: &Node) -> Result<(), String> {
    sequence(
        code,
        &[("", "code", true, false), ("", "name", false, false)],
    )?;
    for attribute in ["listURI", "listVersionID"] {
        if code.attribute(attribute).is_empty() {
            return Err(format!("{} has no {attribute}", code.name));
        }
    }
    Ok(())
}

/// `MessageMetaData` as a whole.
pub(super) fn check(metadata: &Node) -> Result<(), String> {
    sequence(
        metadata,
        &[
            one("DeliveryAttributes"),
            one("Originators"),
            one("Destinations"),
            one("MsgIdentification"),
            one("Qualifier"),
            optional("MessageProperties"),
            optional("MsgSize"),
        ],
    )?;
    sequence(
        child(metadata, "DeliveryAttributes")?,
        &[
            optional("Origin"),
            optional("InitialSend"),
            optional("NotBefore"),
            optional("ObsoleteAfter"),
            optional("Delivery"),
            optional("InitialFetch"),
            optional("Reception"),
            optional("ServiceQuality"),
            optional("ReceiptRequests"),
        ],
    )?;
    let originators = child(metadata, "Originators")?;
    sequence(
        originators,
        &[one("Author"), optional("Sender"), optional("ReplyTo")],
    )?;
    for party in &originators.children {
        check_party(party)?;
    }
    let destinations = child(metadata, "Destinations")?;
    sequence(
        destinations,
        &[one("Reader"), optional("OtherDestinations")],
    )?;
    check_party(child(destinations, "Reader")?)?;
    let identification = child(metadata, "MsgIdentification")?;
    sequence(
        identification,
        &[
            (WSA, "MessageID", true, false),
            (META, "In-Reply-To", false, true),
            optional("ProcessRef"),
        ],
    )?;
    let qualifier = child(metadata, "Qualifier")?;
    sequence(
        qualifier,
        &[
            optional("Subject"),
            one("Service"),
            one("BusinessScenario"),
            one("MessageType"),
        ],
    )?;
    let scenario = child(qualifier, "BusinessScenario")?;
    match scenario.children.as_slice() {
        [defined] if defined.name == "Defined" => check_code(defined)?,
        [other] if other.name == "Undefined" => {}
        _ => return Err("BusinessScenario is neither defined nor undefined".to_owned()),
    }
    let kind = child(qualifier, "MessageType")?;
    check_code(kind)?;
    if kind.attribute("payloadSchema").is_empty() {
        return Err("MessageType has no payloadSchema".to_owned());
    }
    Ok(())
}
