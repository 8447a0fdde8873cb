//! Records as JSON: groups by name, entries as objects of fields named as in the record (090004).

use azr::Gruppe;
use azr::darstellung::{Angabe, Darsteller, Eintrag, Feld, Feldart, Inhalt, Stand};
use serde_json::{Map, Value};
use xoev::{Path, Step, Teildatum};

use crate::datensatz::Datensatz;
use crate::error::LeseFehler;

/// The key that says whether an entry is current.
pub(crate) const STAND: &str = "stand";
/// The values of that key.
pub(crate) const STAENDE: [(&str, Stand); 2] = [
    ("aktuell", Stand::Aktuell),
    ("historisch", Stand::Historisch),
];

/// Whether the register keeps current and historic entries of a group apart.
pub(crate) fn has_stand(group: &Gruppe) -> bool {
    group.auskunft.len() > 1
}

fn wrong(pfad: &str, erwartet: &'static str) -> LeseFehler {
    LeseFehler::FalscheArt {
        pfad: pfad.to_owned(),
        erwartet,
    }
}

fn unknown(pfad: &str, key: &str) -> LeseFehler {
    LeseFehler::UnbekanntesFeld {
        pfad: format!("{pfad}/{key}"),
    }
}

pub(crate) fn read(darsteller: &Darsteller, bytes: &[u8]) -> Result<Datensatz, LeseFehler> {
    let value: Value = serde_json::from_slice(bytes)?;
    let Value::Object(root) = value else {
        return Err(wrong("/", "an object"));
    };
    let mut record = Datensatz::default();
    for (key, value) in &root {
        let path = format!("/{key}");
        match (key.as_str(), value) {
            ("$schema", Value::String(_)) => {}
            ("azrNummer", Value::String(text)) => record.azr_nummer = Some(text.clone()),
            ("aktenfuehrendeBehoerde", Value::String(text)) if is_authority(text) => {
                record.aktenfuehrende_behoerde = Some(text.clone());
            }
            ("gruppen", Value::Object(groups)) => {
                for (name, entries) in groups {
                    group(darsteller, name, entries, &mut record.eintraege)?;
                }
            }
            ("gruppen", _) => return Err(wrong(&path, "an object")),
            ("aktenfuehrendeBehoerde", _) => return Err(wrong(&path, "six digits, a text")),
            ("$schema" | "azrNummer", _) => return Err(wrong(&path, "a text")),
            _ => return Err(unknown("", key)),
        }
    }
    Ok(record)
}

fn group(
    darsteller: &Darsteller,
    name: &str,
    value: &Value,
    entries: &mut Vec<Eintrag>,
) -> Result<(), LeseFehler> {
    let path = format!("/gruppen/{name}");
    let group = Gruppe::named(name).filter(|group| group.is_recorded());
    let group = group.ok_or_else(|| unknown("/gruppen", name))?;
    let Value::Array(list) = value else {
        return Err(wrong(&path, "a list"));
    };
    let fields = darsteller.felder(group);
    for (at, value) in list.iter().enumerate() {
        let path = format!("{path}/{at}");
        let Value::Object(object) = value else {
            return Err(wrong(&path, "an object"));
        };
        entries.push(entry(darsteller, group, &fields, object, &path)?);
    }
    Ok(())
}

fn entry(
    darsteller: &Darsteller,
    group: &'static Gruppe,
    fields: &[Feld],
    object: &Map<String, Value>,
    path: &str,
) -> Result<Eintrag, LeseFehler> {
    let mut object = object.clone();
    let stand = match object.remove(STAND) {
        Some(Value::String(text)) if has_stand(group) => {
            let known = STAENDE.iter().find(|(name, _)| *name == text);
            let expected = || wrong(&format!("{path}/{STAND}"), "“aktuell” or “historisch”");
            known.ok_or_else(expected)?.1
        }
        Some(_) if has_stand(group) => return Err(wrong(&format!("{path}/{STAND}"), "a text")),
        Some(_) => return Err(unknown(path, STAND)),
        None => Stand::Offen,
    };
    let mut content = read_fields(darsteller, fields, &object, path)?;
    let at = content
        .iter()
        .position(|field| Some(field.name.as_str()) == group.referenz);
    let referenz = at.and_then(|at| match content.remove(at).inhalt {
        Inhalt::Referenz(id) => Some(id),
        _ => None,
    });
    let step = |part: &str| Step {
        name: part.to_owned(),
        index: None,
    };
    let steps = path.split('/').filter(|part| !part.is_empty());
    Ok(Eintrag {
        gruppe: group,
        element: group.name.to_owned(),
        stand,
        pfad: steps.map(step).collect::<Path>(),
        zeilennummer: 0,
        aenderungsart: None,
        referenz,
        angaben: content,
    })
}

fn read_fields(
    darsteller: &Darsteller,
    fields: &[Feld],
    object: &Map<String, Value>,
    path: &str,
) -> Result<Vec<Angabe>, LeseFehler> {
    let known = |key: &String| fields.iter().any(|f| f.name == **key);
    if let Some(key) = object.keys().find(|key| !known(key)) {
        return Err(unknown(path, key));
    }
    let mut found = Vec::with_capacity(object.len());
    for field in fields {
        let Some(value) = object.get(&field.name) else {
            continue;
        };
        let path = format!("{path}/{}", field.name);
        match (field.mehrfach, value) {
            (true, Value::Array(list)) => {
                for (at, value) in list.iter().enumerate() {
                    let inhalt = content(darsteller, &field.art, value, &format!("{path}/{at}"))?;
                    found.push(Angabe::new(&field.name, inhalt));
                }
            }
            (true, _) => return Err(wrong(&path, "a list")),
            (false, value) => {
                let inhalt = content(darsteller, &field.art, value, &path)?;
                found.push(Angabe::new(&field.name, inhalt));
            }
        }
    }
    Ok(found)
}

fn content(
    darsteller: &Darsteller,
    art: &Feldart,
    value: &Value,
    path: &str,
) -> Result<Inhalt, LeseFehler> {
    Ok(match (art, value) {
        (Feldart::Code(field), Value::String(key)) => Inhalt::Code(darsteller.code(field, key)),
        (Feldart::Code(_), _) => return Err(wrong(path, "the key of a code, a text")),
        (Feldart::Datum { teilweise }, Value::String(text)) => {
            let date = date(text).filter(|date| *teilweise || date.tag().is_some());
            Inhalt::Datum(date.ok_or_else(|| wrong(path, "a date such as “1990-02-21”"))?)
        }
        (Feldart::Datum { .. }, _) => return Err(wrong(path, "a date, a text")),
        (Feldart::Behoerde, Value::String(digits)) if is_authority(digits) => Inhalt::Behoerde {
            kennzeichen: digits.clone(),
            name: None,
        },
        (Feldart::Behoerde, _) => return Err(wrong(path, "six digits, a text")),
        (Feldart::Referenz, Value::String(id)) => Inhalt::Referenz(id.clone()),
        (Feldart::Referenz, _) => return Err(wrong(path, "a reference id, a text")),
        (Feldart::Name, Value::String(name)) => Inhalt::Name(Some(name.clone())),
        (Feldart::Name, Value::Null) => Inhalt::Name(None),
        (Feldart::Name, _) => return Err(wrong(path, "a name, or null for none")),
        (Feldart::Wahrheit, Value::Bool(value)) => Inhalt::Wahrheit(*value),
        (Feldart::Wahrheit, _) => return Err(wrong(path, "true or false")),
        (Feldart::Gruppe(fields), Value::Object(object)) => {
            Inhalt::Gruppe(read_fields(darsteller, fields, object, path)?)
        }
        (Feldart::Gruppe(_), _) => return Err(wrong(path, "an object")),
        (Feldart::Text, Value::String(text)) => Inhalt::Text(text.clone()),
        (Feldart::Text, Value::Number(number)) => Inhalt::Text(number.to_string()),
        _ => return Err(wrong(path, "a text")),
    })
}

fn is_authority(digits: &str) -> bool {
    digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// `1990-02-21`; `1990-02-00`, `1990-00-00`, `0000-00-00`, or the same without what is unknown.
pub(crate) fn date(text: &str) -> Option<Teildatum> {
    let known = match text {
        "0000-00-00" => "",
        _ => text.strip_suffix("-00").unwrap_or(text),
    };
    let known = known.strip_suffix("-00").unwrap_or(known);
    if known.is_empty() && text != "0000-00-00" {
        return None;
    }
    Teildatum::from_iso(known).ok()
}

/// The same with `00` for what is unknown.
fn date_text(date: &Teildatum) -> String {
    match (date, date.iso()) {
        (Teildatum::Monat(_), Some(text)) => format!("{text}-00"),
        (Teildatum::Jahr(_), Some(text)) => format!("{text}-00-00"),
        (_, Some(text)) => text,
        (_, None) => "0000-00-00".to_owned(),
    }
}

pub(crate) fn write(darsteller: &Darsteller, record: &Datensatz) -> Value {
    let mut groups = Map::new();
    for group in Gruppe::all() {
        let of_group = record.eintraege.iter().filter(|e| e.gruppe == group);
        let mut of_group = of_group.peekable();
        if of_group.peek().is_some() {
            let fields = darsteller.felder(group);
            let list = of_group.map(|entry| write_entry(&fields, entry)).collect();
            groups.insert(group.name.to_owned(), Value::Array(list));
        }
    }
    let mut root = Map::new();
    let text = |text: &String| Value::String(text.clone());
    root.extend(
        record
            .azr_nummer
            .as_ref()
            .map(|t| ("azrNummer".into(), text(t))),
    );
    let keeper = record.aktenfuehrende_behoerde.as_ref();
    root.extend(keeper.map(|t| ("aktenfuehrendeBehoerde".into(), text(t))));
    root.insert("gruppen".into(), Value::Object(groups));
    Value::Object(root)
}

fn write_entry(fields: &[Feld], entry: &Eintrag) -> Value {
    let mut object = write_fields(fields, &entry.angaben);
    if let Some((name, _)) = STAENDE.iter().find(|(_, stand)| *stand == entry.stand) {
        object.insert(STAND.into(), Value::String((*name).to_owned()));
    }
    if let (Some(name), Some(id)) = (entry.gruppe.referenz, &entry.referenz) {
        object.insert(name.to_owned(), Value::String(id.clone()));
    }
    Value::Object(object)
}

fn write_fields(fields: &[Feld], content: &[Angabe]) -> Map<String, Value> {
    let mut object = Map::new();
    for field in fields {
        let of_name = content.iter().filter(|angabe| angabe.name == field.name);
        let mut values = of_name.filter_map(|angabe| write_content(&field.art, &angabe.inhalt));
        if field.mehrfach {
            let values: Vec<Value> = values.collect();
            if !values.is_empty() {
                object.insert(field.name.clone(), Value::Array(values));
            }
        } else if let Some(value) = values.next() {
            object.insert(field.name.clone(), value);
        }
    }
    object
}

fn write_content(art: &Feldart, inhalt: &Inhalt) -> Option<Value> {
    Some(match inhalt {
        Inhalt::Code(code) => Value::String(code.schluessel.clone()),
        Inhalt::Datum(date) => Value::String(date_text(date)),
        Inhalt::Behoerde { kennzeichen, .. } => Value::String(kennzeichen.clone()),
        Inhalt::Referenz(text) | Inhalt::Text(text) => Value::String(text.clone()),
        Inhalt::Name(Some(name)) => Value::String(name.clone()),
        Inhalt::Name(None) => Value::Null,
        Inhalt::Wahrheit(value) => Value::Bool(*value),
        Inhalt::Gruppe(content) => match art {
            Feldart::Gruppe(fields) => Value::Object(write_fields(fields, content)),
            _ => return None,
        },
        _ => return None,
    })
}
