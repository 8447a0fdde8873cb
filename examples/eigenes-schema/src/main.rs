//! Reads and writes messages of a schema of one's own.
//!
//! `build.rs` generates the types from the folder `schema`; this file takes them in and uses them.

use std::error::Error;

use xoev::{MessageIo as _, MessageType, ReadError, builtin};

use self::schema::fb::{
    Aktenzeichen, CodeFundart, Farbe, Farben, Fundmeldung1001, Fundmeldung1001Fundort, Gegenstand,
};

/// The generated code.
#[allow(clippy::all, dead_code, missing_docs, unreachable_pub, unused_imports)]
mod schema {
    include!(concat!(env!("OUT_DIR"), "/fundbuero/mod.rs"));
}

/// A message as it might come in.
const RECEIVED: &str = include_str!("../fundmeldung.xml");

fn main() -> Result<(), Box<dyn Error>> {
    let mut message = Fundmeldung1001::from_slice(RECEIVED.as_bytes())?;
    println!("{}", summary(&message));

    message.gegenstand.push(Gegenstand {
        bezeichnung: builtin::XsString::new("Luftpumpe")?,
        farben: Some(Farben::new(vec![Farbe::SCHWARZ.into()])?),
        wert: None,
    });
    println!("{}", String::from_utf8(message.to_vec_indented()?)?);

    let broken = RECEIVED.replace("blau bunt", "blau lila");
    match Fundmeldung1001::from_slice(broken.as_bytes()) {
        Err(ReadError::Invalid(violation)) => println!("{violation}"),
        other => println!("{other:?}"),
    }

    let own = own_message()?;
    println!("{}", String::from_utf8(own.to_vec()?)?);
    Ok(())
}

/// What the message says, in one line.
fn summary(message: &Fundmeldung1001) -> String {
    let title = MessageType::of::<Fundmeldung1001>().title;
    let art = message.art.label().unwrap_or("?");
    let place = match &message.fundort {
        Fundmeldung1001Fundort::Anschrift(a) => {
            format!("{}, {} {}", a.strasse, a.postleitzahl, a.ort)
        }
        Fundmeldung1001Fundort::Linie(line) => format!("Linie {line}"),
        Fundmeldung1001Fundort::Unbekannt(_) => "unbekannt".to_owned(),
    };
    format!(
        "{title} {}: {art}, {} Stück, {place}",
        message.aktenzeichen,
        message.gegenstand.len()
    )
}

/// A message made here.
fn own_message() -> Result<Fundmeldung1001, xoev::Fault> {
    Ok(Fundmeldung1001 {
        aktenzeichen: Aktenzeichen::new("MUS-2026-418")?,
        art: CodeFundart::from(CodeFundart::C_01),
        fundort: Fundmeldung1001Fundort::Linie(builtin::Token::new("U7")?),
        gegenstand: vec![Gegenstand {
            bezeichnung: builtin::XsString::new("Schlüsselbund")?,
            farben: None,
            wert: None,
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use xoev::Rule;

    fn rule(from: &str, to: &str) -> Rule {
        let broken = RECEIVED.replace(from, to);
        let error = Fundmeldung1001::from_slice(broken.as_bytes()).expect_err(to);
        error.violation().expect("a rule is broken").rule
    }

    #[test]
    fn the_message_is_read_and_comes_back_the_same() {
        let message = Fundmeldung1001::from_slice(RECEIVED.as_bytes()).expect("valid");
        assert_eq!(
            summary(&message),
            "Fundmeldung MUS-2026-417: Fahrrad, 1 Stück, Lindenallee 14, 00100 Musterstadt"
        );
        let written = message.to_vec().expect("valid");
        assert_eq!(
            Fundmeldung1001::from_slice(&written).expect("own output"),
            message
        );
    }

    #[test]
    fn an_own_message_is_written_and_read() {
        let message = own_message().expect("values are valid");
        let written = message.to_vec().expect("valid");
        assert_eq!(
            Fundmeldung1001::from_slice(&written).expect("own output"),
            message
        );
    }

    #[test]
    fn rules_of_the_own_schema_are_kept() {
        assert_eq!(rule("MUS-2026-417", "mus/417"), Rule::Pattern);
        assert_eq!(rule("blau bunt", "blau lila"), Rule::Enumeration);
        assert_eq!(rule("120.00", "-1"), Rule::MinInclusive);
        assert_eq!(rule("120.00", "1.005"), Rule::FractionDigits);
        assert_eq!(rule(">02<", ">99<"), Rule::Enumeration);
        assert_eq!(
            rule("version=\"1.3\"", "version=\"1.2\""),
            Rule::AttributeFixed
        );
        assert_eq!(rule("00100", "100"), Rule::Pattern);
    }

    #[test]
    fn dispatch_finds_the_message_by_its_root_element() {
        let any = schema::nachrichten::Nachricht::from_slice(RECEIVED.as_bytes()).expect("valid");
        assert_eq!(any.message_type().number, "1001");
    }
}
