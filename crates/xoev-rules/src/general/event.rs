//! Identifications of events.

use crate::engine::{Context, Node};
use crate::finding::Says;
use crate::general::head::exact;
use crate::general::moment;

/// Most characters of a sign.
const LONGEST: u64 = 100;

/// Most characters of a sign that are neither letters of ASCII nor digits.
const MOST_SPECIAL: usize = 8;

/// Names of the elements in which an author identifies an event of its own. In others it stands as
/// it was taken from another message.
const OWN: &[&str] = &[
    "identifikation.ereignis",
    "identifikation.quittungsrelevanterSachverhalt",
];

/// Time and sign of an event.
pub(crate) fn event(context: &mut Context<'_>, event: Node<'_>) {
    // In a rejection, the event of a single case has the same name and is a copy all the same.
    let own = OWN.contains(&event.name()) && context.head().number != "0010";
    let time = event.at(["ereignis.zeitpunkt"]);
    let at = time.and_then(|time| moment(time.text()));
    if let (Some(time), Some(at)) = (time, at) {
        if !at.is_exact() {
            let rule = if own {
                "XOEV-EREIGNIS-ZEITPUNKT"
            } else {
                "XOEV-EREIGNIS-KOPIE"
            };
            context.find(rule, time.into(), exact(), time.text());
        }
        order(context, event, time);
    }
    let Some(sign) = event.at(["ereignis.zeichen"]) else {
        return;
    };
    let text = sign.raw_text();
    let special = text.chars().filter(|c| !c.is_ascii_alphanumeric()).count();
    if sign.chars() > LONGEST {
        let expected = Says::new("höchstens 100 Zeichen", "at most 100 characters");
        context.find_as_schema("XOEV-EREIGNIS-ZEICHEN", sign.into(), expected, text);
    } else if special > MOST_SPECIAL {
        let expected = Says::new(
            "höchstens acht Sonderzeichen",
            "at most eight special characters",
        );
        context.find("XOEV-EREIGNIS-ZEICHEN", sign.into(), expected, text);
    }
    if text.is_empty() {
        return;
    }
    // Without a time that can be compared, nothing is known: as if it were the same.
    let value = at.filter(|at| at.zone).map_or(i64::MIN, |at| at.millis);
    let Some(before) = context.remember("ereignis.zeichen", "ereignis.zeichen", text, value) else {
        return;
    };
    let other = before != value && before != i64::MIN && value != i64::MIN;
    let rule = if other {
        "XOEV-EREIGNIS-EINDEUTIG"
    } else {
        "XOEV-EREIGNIS-DOPPELT"
    };
    let expected = Says::new("ein anderes Zeichen", "another sign");
    context.find(rule, sign.into(), expected, text);
}

/// The time of an event against that of the creation of the message.
fn order(context: &mut Context<'_>, event: Node<'_>, time: Node<'_>) {
    let head = context.head();
    let (at, created) = (moment(time.text()), moment(&head.created));
    let (Some(at), Some(created)) = (at, created) else {
        return;
    };
    let Some(apart) = at.apart(created) else {
        return;
    };
    let expected = head.created.clone();
    // Programs differ in how exactly they write the same moment.
    let second = 1000;
    let number = head.number.clone();
    if number == "010206" && event.name() == "identifikation.quittungsrelevanterSachverhalt" {
        if apart.abs() >= second {
            let expected = Says::value(expected);
            context.find("XA-010206-EREIGNIS", time.into(), expected, time.text());
        }
    } else if apart >= second
        && event.name() == "identifikation.ereignis"
        && context
            .rules()
            .message_uses(&number, "Nachricht.G2G.XA.MBABH")
            == Some(true)
    {
        let expected = Says::new(
            format!("nicht nach {expected}"),
            format!("not after {expected}"),
        );
        let rule = "XA-EREIGNIS-NACH-ERSTELLUNG";
        context.find(rule, time.into(), expected, time.text());
    }
}
