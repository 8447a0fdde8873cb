//! Answers of the functions, out of the file.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use xoev_directory::dvdv::Fingerprint;
use xoev_directory::{Element, ElementKind, OfferedService, Organisation, german_day};

use super::serve::{Answer, problem};
use super::{Missing, State};

/// The answer of a function to a question that was checked.
pub(super) fn answer(state: &State, function: &str, asked: &Value) -> Answer {
    if let Some(name) = function.strip_prefix("batch/") {
        let questions = asked.as_array().map(Vec::as_slice).unwrap_or_default();
        let answers = questions.iter().map(|question| {
            let answer = one(state, name, question);
            answer
                .body
                .filter(|_| answer.status == StatusCode::OK)
                .unwrap_or(Value::Null)
        });
        return Answer::of(answers.collect());
    }
    one(state, function, asked)
}

fn one(state: &State, function: &str, asked: &Value) -> Answer {
    let text = |name: &str| asked.get(name).and_then(Value::as_str).unwrap_or_default();
    let directory = &state.settings.directory;
    let all = directory.organisations();
    let odd = state.settings.odd_shapes;
    match function {
        "findservicedescription" => service(
            state,
            text("organizationKey"),
            text("serviceSpecificationUri"),
        ),
        "findauthoritydescription" => {
            let (category, key) = (text("category"), text("organizationKey"));
            let known = directory.organisation(key);
            match known.filter(|o| o.category.as_deref() == Some(category)) {
                Some(organisation) => Answer::of(description(organisation, odd)),
                None => missing(state, format!("5009: {category} {key}")),
            }
        }
        "findauthoritydescriptions" => {
            let known = directory.organisation(text("organizationKey"));
            let known: Vec<Value> = known.iter().map(|o| description(o, odd)).collect();
            Answer::of(match <[Value; 1]>::try_from(known) {
                // One without its list, as real servers send it.
                Ok([one]) if odd => one,
                Ok([one]) => json!([one]),
                Err(_) => json!([]),
            })
        }
        "findcategories" => {
            let known = directory.organisation(text("organizationKey"));
            let known = known.filter(|o| has(o, text("fingerPrint")));
            Answer::of(json!(known.and_then(|o| o.category.as_ref()).as_slice()))
        }
        "findCertificateByFingerprint" => {
            let print = text("fingerPrint").to_ascii_lowercase();
            let known = all.iter().flat_map(|o| &o.fingerprints);
            match known.clone().find(|known| known.as_str() == print) {
                Some(known) => Answer::of(client_certificate(known)),
                None => Answer::empty(StatusCode::NOT_FOUND),
            }
        }
        "findOrganizationsByServiceElement" => {
            let found = all.iter().filter(|o| matches(o, asked));
            Answer::of(found.map(|o| organisation(o, odd)).collect())
        }
        "findServiceSpecificationUrisByCategory" => {
            let of = |o: &&Organisation| o.category.as_deref() == Some(text("category"));
            let uris = all
                .iter()
                .filter(of)
                .flat_map(|o| &o.services)
                .map(|s| s.uri.as_str());
            let uris: std::collections::BTreeSet<&str> = uris.collect();
            let show = |uri: &str| {
                // Described are objects, sent are texts.
                if odd {
                    json!(uri)
                } else {
                    json!({ "serviceSpecificationUri": uri })
                }
            };
            Answer::of(uris.into_iter().map(show).collect())
        }
        "verifycategory" => {
            let of = |o: &Organisation| o.category.as_deref() == Some(text("category"));
            let known = all.iter().any(|o| of(o) && has(o, text("fingerPrint")));
            Answer::of(json!({ "verifyCategory": known }))
        }
        "categories" => Answer::of(categories(all)),
        "intermediaries" => Answer::of(intermediaries(all)),
        "version" if odd => Answer::of(json!("2.15.0")),
        "version" => Answer::of(json!({
            "version": "2.15.0",
            "buildnumber": "1",
            "schemaversion": "1",
        })),
        // Reading let no other one pass.
        _ => Answer::empty(StatusCode::NOT_FOUND),
    }
}

fn missing(state: &State, detail: String) -> Answer {
    match state.settings.missing {
        Missing::NoContent => Answer::empty(StatusCode::NO_CONTENT),
        Missing::Problem => {
            let status = StatusCode::NOT_FOUND;
            Answer {
                body: Some(problem(status, "ENTITY_NOT_FOUND", &detail)),
                ..Answer::empty(status)
            }
        }
    }
}

fn service(state: &State, key: &str, uri: &str) -> Answer {
    let known = state.settings.directory.organisation(key);
    let today = german_day((state.settings.clock)());
    let mut expired = false;
    for offered in known
        .iter()
        .flat_map(|o| &o.services)
        .filter(|s| s.uri == uri)
    {
        let begun = offered.from.is_none_or(|from| from <= today);
        if begun && offered.until.is_none_or(|until| today <= until) {
            let name = known.map(|o| o.name.as_str()).unwrap_or_default();
            return Answer::of(whole_service(offered, name, state.settings.odd_shapes));
        }
        expired = true;
    }
    if expired {
        let warning = BASE64_STANDARD.encode("Es gibt einen ungültigen passenden Dienst");
        return Answer {
            warning: Some(format!("=?UTF-8?B?{warning}?=")),
            ..Answer::empty(StatusCode::NO_CONTENT)
        };
    }
    missing(
        state,
        format!("5005: Kein Dienst zum Organisationsschlüssel '{key}' und URI {uri}."),
    )
}

fn description(known: &Organisation, odd: bool) -> Value {
    let representatives = if odd { Value::Null } else { json!([]) };
    json!({ "organization": organisation(known, odd), "representatives": representatives })
}

fn organisation(known: &Organisation, odd: bool) -> Value {
    let certificates: Vec<Value> = known.fingerprints.iter().map(client_certificate).collect();
    let keys: Vec<&str> = known.keys.iter().map(AsRef::as_ref).collect();
    let services: Vec<Value> = known.services.iter().map(|s| outline(s, odd)).collect();
    json!({
        "id": if odd { Value::Null } else { json!(1) },
        "nameDe": known.name,
        "category": known.category,
        "organizationKeys": keys,
        "clientCertificates": certificates,
        "services": services,
    })
}

fn outline(offered: &OfferedService, odd: bool) -> Value {
    json!({
        "id": if odd { Value::Null } else { json!(1) },
        "nameDe": offered.uri.rsplit('/').next(),
        "validFrom": offered.from.map(|day| moment(begin(day))),
        "validTo": offered.until.and_then(|day| day.succ_opt())
            .map(|next| moment(begin(next) - TimeDelta::seconds(1))),
        "serviceSpecificationType": if odd { Value::Null } else { json!("WSDL_OSCI") },
        "serviceSpecificationUri": offered.uri,
    })
}

fn whole_service(offered: &OfferedService, name: &str, odd: bool) -> Value {
    let mut service = outline(offered, odd);
    let elements: Vec<Value> = offered.elements.iter().map(element).collect();
    service["organizationNameDe"] = json!(name);
    service["serviceSpecificationDocument"] = Value::Null;
    service["serviceElements"] = match <[Value; 1]>::try_from(elements) {
        Ok([one]) if odd => one,
        Ok([one]) => json!([one]),
        Err(elements) if odd && elements.is_empty() => Value::Null,
        Err(elements) => Value::Array(elements),
    };
    service
}

fn element(element: &Element) -> Value {
    let (general, custom) = match &element.kind {
        ElementKind::Other(name) => (Value::Null, json!(name)),
        kind => (json!(kind.name()), Value::Null),
    };
    let mut value = json!({
        "serviceElementName": element.name,
        "serviceElementType": general,
        "customServiceElementType": custom,
        "serviceElementText": Value::Null,
        "serviceElementUri": Value::Null,
        "cipherCertificate": Value::Null,
        "signatureCertificate": Value::Null,
        "required": true,
    });
    match &element.kind {
        ElementKind::CipherCertificate => value["cipherCertificate"] = certificate(&element.value),
        ElementKind::SignatureCertificate => {
            value["signatureCertificate"] = certificate(&element.value);
        }
        ElementKind::Text => value["serviceElementText"] = json!(element.value),
        _ => value["serviceElementUri"] = json!(element.value),
    }
    value
}

/// A certificate as PEM.
fn certificate(pem: &str) -> Value {
    json!({ "content": content(pem), "fingerprint": made_up(pem), "revocationDate": Value::Null })
}

/// What stands between the lines of a PEM.
fn content(pem: &str) -> String {
    pem.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("-----"))
        .collect()
}

/// The fingerprint that this server makes of a certificate.
fn made_up(pem: &str) -> String {
    let digest = Sha256::digest(content(pem));
    digest.iter().take(20).map(|b| format!("{b:02x}")).collect()
}

fn client_certificate(print: &Fingerprint) -> Value {
    let content = BASE64_STANDARD.encode(print.as_str());
    json!({ "content": content, "fingerprint": print.as_str(), "nameSubject": "Simulator" })
}

fn has(known: &Organisation, print: &str) -> bool {
    let print = print.to_ascii_lowercase();
    known
        .fingerprints
        .iter()
        .any(|known| known.as_str() == print)
}

/// Whether an organisation has a service with such an element.
fn matches(known: &Organisation, asked: &Value) -> bool {
    let text = |name: &str| asked.get(name).and_then(Value::as_str).unwrap_or_default();
    let kind = match asked.get("customServiceElementType") {
        Some(Value::String(custom)) => custom.as_str(),
        _ => text("serviceElementType"),
    };
    let value = text("parameterValue");
    let property = |e: &Element| match text("parameterType") {
        "URI" => e.value == value,
        _ => made_up(&e.value) == value.to_ascii_lowercase(),
    };
    let mut elements = known.services.iter().flat_map(|s| &s.elements);
    elements.any(|e| e.kind.name() == kind && property(e))
}

fn categories(all: &[Organisation]) -> Value {
    let mut known = std::collections::BTreeMap::new();
    for organisation in all {
        if let (Some(name), Some(key)) = (&organisation.category, organisation.keys.first()) {
            known.entry(name.as_str()).or_insert(key.prefix());
        }
    }
    let known = known.into_iter();
    let children: Vec<Value> = known
        .map(|(name, prefix)| json!({ "name": name, "prefix": prefix }))
        .collect();
    json!([{ "name": "Simulator", "children": children }])
}

fn intermediaries(all: &[Organisation]) -> Value {
    let of = |o: &Organisation, e: &Element| json!({ "id": 1, "orgaProvName": o.name, "selName": e.name, "uri": e.value });
    let mut found = Vec::new();
    for organisation in all {
        let elements = organisation.services.iter().flat_map(|s| &s.elements);
        let intermediaries = elements.filter(|e| e.kind == ElementKind::OsciIntermediary);
        for value in intermediaries.map(|e| of(organisation, e)) {
            if !found.contains(&value) {
                found.push(value);
            }
        }
    }
    Value::Array(found)
}

/// Midnight in Germany, one or two hours before that of UTC.
fn begin(day: NaiveDate) -> DateTime<Utc> {
    let utc = day.and_time(NaiveTime::MIN).and_utc();
    let summer = utc - TimeDelta::hours(2);
    if german_day(summer) == day {
        summer
    } else {
        utc - TimeDelta::hours(1)
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
