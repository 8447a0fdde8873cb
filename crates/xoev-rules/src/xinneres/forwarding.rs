//! Forwarding (0030) and what is said to the author of what was forwarded (0031, 0032).

use crate::enclosed;
use crate::engine::{Context, Node};
use crate::finding::Says;
use crate::general::moment;
use crate::xinneres::rejection;

/// A forwarding: who forwarded, in which order, and what.
pub(crate) fn forwarded(context: &mut Context<'_>, root: Node<'_>) {
    stations(context, root);
    let Some(message) = root.at(["weitergeleiteteNachricht"]) else {
        return;
    };
    original(context, message);
    let Some(code) = root.at(["weitergeleiteteNachrichtTyp", "code"]) else {
        return;
    };
    let inner = enclosed::message(message.text());
    let number = inner.as_ref().map_or("", |inner| &inner.number);
    if code.text() == "0030" || number == "0030" {
        let expected = Says::new("die ursprüngliche Nachricht", "the original message");
        context.find("XI-0030-VERSCHACHTELT", code.into(), expected, "0030");
    } else if !number.is_empty() && number != code.text() {
        let expected = Says::value(number);
        let found = code.text();
        context.find("XI-0030-NACHRICHTENTYP", code.into(), expected, found);
    }
}

/// An enclosed original: it is there, and XML.
pub(crate) fn original(context: &mut Context<'_>, message: Node<'_>) {
    rejection::filled(context, message);
    let text = message.text();
    if !enclosed::decode(text).is_empty() && !enclosed::is_xml(text) {
        let expected = Says::new("ein XML-Dokument", "an XML document");
        context.find("XOEV-NACHRICHT-XML", message.into(), expected, "");
    }
}

fn stations(context: &mut Context<'_>, root: Node<'_>) {
    let author = context.head().author.clone();
    let created = context.head().created.clone();
    let mut keys = root.all("weiterleitendeStelle");
    if !author.is_empty() && !keys.any(|s| s.text_at(["stelle", "kennung"]) == author) {
        let expected = Says::new(
            format!("eine weiterleitendeStelle {author}"),
            format!("a weiterleitendeStelle {author}"),
        );
        context.find("XI-0030-ERSTELLER", root.into(), expected, "");
    }
    let times = root.all("weiterleitendeStelle");
    let times = times.filter_map(|s| s.at(["zeitpunkt"]));
    let mut last = None;
    for node in times {
        let Some(at) = moment(node.text()) else {
            // One that can't be read, or compared, leaves the order open.
            return;
        };
        let Some((before, _)) = last else {
            last = Some((at, node));
            continue;
        };
        match at.apart(before) {
            None => return,
            Some(apart) if apart < 0 => {
                let expected = Says::new("ein späterer Zeitpunkt", "a later time");
                context.find("XI-0030-REIHENFOLGE", node.into(), expected, node.text());
            }
            Some(_) => last = Some((at, node)),
        }
    }
    // Programs differ in how exactly they write the same moment.
    if let (Some((last, node)), Some(at)) = (last, moment(&created))
        && last.apart(at).is_some_and(|apart| apart.abs() >= 1000)
    {
        let expected = Says::value(created);
        context.find("XI-0030-ZEITPUNKT", node.into(), expected, node.text());
    }
}

/// What is said about the event of the original message.
pub(crate) fn event(context: &mut Context<'_>, root: Node<'_>) {
    let (message, event) = if root.has("weitergeleiteteNachricht") {
        ("weitergeleiteteNachricht", "weitergeleitetesEreignis")
    } else {
        (
            "zustaendigkeit.ungeklaert.nachricht",
            "zustaendigkeit.ungeklaert.ereignis",
        )
    };
    let Some(kind) = root.at([message, "nachrichtentyp"]) else {
        return;
    };
    // Other standards have messages with the same numbers.
    let list = kind.attribute("listURI").unwrap_or_default();
    if !list.contains("xauslaender") {
        return;
    }
    let number = kind.text_at(["code"]);
    let uses = |name| context.rules().message_uses(number, name);
    // Of messages that the schema set does not have, nothing is known.
    let (Some(may), must) = (
        uses("Identifikation.Ereignis"),
        uses("Nachricht.G2G.XA.MBABH") == Some(true)
            || uses("Nachricht.G2G.XA.ABHMB") == Some(true),
    ) else {
        return;
    };
    match root.at([event]) {
        Some(node) if !may => {
            let expected = Says::new(
                format!("kein Ereignis, denn {number} hat keines"),
                format!("no event, since {number} has none"),
            );
            context.find("XI-0031-EREIGNIS", node.into(), expected, "");
        }
        None if must => {
            context.find("XI-0031-EREIGNIS", root.into(), Says::value(event), "");
        }
        _ => {}
    }
}

/// The author does not know who is responsible, and has not forwarded.
pub(crate) fn unsettled(context: &mut Context<'_>, root: Node<'_>) {
    let author = context.head().author.clone();
    let keys = root.all("weiterleitendeStelle");
    let mut keys = keys.filter_map(|s| s.at(["stelle", "kennung"]));
    if let Some(own) = keys.find(|key| !author.is_empty() && key.text() == author) {
        let expected = Says::new("eine andere Behörde", "another authority");
        context.find("XI-0032-ERSTELLER", own.into(), expected, &author);
    }
}
