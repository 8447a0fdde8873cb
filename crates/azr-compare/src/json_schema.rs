//! The JSON Schema of local records, made from the schema of the record (090004).

use azr::Gruppe;
use azr::darstellung::{Darsteller, Feld, Feldart};
use serde_json::{Map, Value, json};

use crate::json::{STAENDE, STAND, has_stand};

/// The JSON Schema of the form in which local records are read
/// ([`Datensatz::aus_json`](crate::Datensatz::aus_json)). The repository holds it as
/// `docs/azr-datensatz.schema.json`.
pub fn json_schema(darsteller: &Darsteller) -> Value {
    let mut groups = Map::new();
    for group in Gruppe::all().iter().filter(|group| group.is_recorded()) {
        groups.insert(group.name.to_owned(), of_group(darsteller, group));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Datensatz einer Ausländerbehörde zum Abgleich mit dem AZR",
        "description": "Gruppen nach ihrem Namen, darin Einträge mit den Feldern der \
                        Gesamtauskunft 090004 (XAusländer 26.11). Was fehlt, wird als nicht \
                        vorhanden verglichen.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "$schema": { "type": "string" },
            "azrNummer": { "type": "string" },
            "aktenfuehrendeBehoerde": { "$ref": "#/$defs/behoerde" },
            "gruppen": {
                "type": "object",
                "additionalProperties": false,
                "properties": groups,
            },
        },
        "$defs": {
            "behoerde": {
                "description": "Behördenkennzeichen des AZR",
                "type": "string",
                "pattern": "^[0-9]{6}$",
            },
            "datum": {
                "type": "string",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
            "teildatum": {
                "description": "1990-02-21; 1990-02-00, 1990-00-00 und 0000-00-00, wenn Tag, \
                                Monat und Tag oder alles unbekannt ist",
                "type": "string",
                "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
            },
            "name": {
                "description": "Name; null, wenn nicht vorhanden",
                "type": ["string", "null"],
            },
            "referenz": {
                "description": "Referenz-ID des AZR",
                "type": "string",
            },
            "text": { "type": ["string", "number"] },
            "wahrheit": { "type": "boolean" },
        },
    })
}

fn of_group(darsteller: &Darsteller, group: &Gruppe) -> Value {
    let mut entry = object(&darsteller.felder(group));
    if has_stand(group)
        && let Some(Value::Object(properties)) = entry.get_mut("properties")
    {
        let values: Vec<&str> = STAENDE.iter().map(|(name, _)| *name).collect();
        properties.insert(STAND.to_owned(), json!({ "enum": values }));
    }
    json!({ "title": group.titel, "type": "array", "items": entry })
}

fn object(fields: &[Feld]) -> Value {
    let fields = fields.iter().filter(|f| f.art != Feldart::Binaer);
    let properties: Map<String, Value> = fields
        .map(|field| {
            let one = one(&field.art);
            let mut value = match field.mehrfach {
                true => json!({ "type": "array", "items": one }),
                false => one,
            };
            if let Value::Object(value) = &mut value {
                value.insert("title".into(), Value::String(field.titel().to_owned()));
            }
            (field.name.clone(), value)
        })
        .collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn one(art: &Feldart) -> Value {
    let name = match art {
        Feldart::Code(code) => {
            let list = code.liste.as_deref().unwrap_or("frei");
            let description = format!("Schlüssel der Liste {list}");
            return json!({ "type": "string", "description": description });
        }
        Feldart::Gruppe(fields) => return object(fields),
        Feldart::Datum { teilweise: false } => "datum",
        Feldart::Datum { teilweise: true } => "teildatum",
        Feldart::Behoerde => "behoerde",
        Feldart::Referenz => "referenz",
        Feldart::Name => "name",
        Feldart::Wahrheit => "wahrheit",
        _ => "text",
    };
    json!({ "$ref": format!("#/$defs/{name}") })
}
