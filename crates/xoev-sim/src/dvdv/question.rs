//! Reading requests: which function, with what, and whether the description of the interface allows
//! it.

use axum::extract::Query;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use serde::Deserialize;
use serde_json::Value;
use xoev_directory::Key;

use super::serve::Answer;
use super::{State, login};

/// A request that was understood.
pub(super) struct Question {
    pub(super) function: String,
    pub(super) asked: Value,
}

/// Functions with the parameters that they need; `serviceElementType` may be the other one.
const FUNCTIONS: &[(&str, &[&str])] = &[
    ("categories", &[]),
    ("intermediaries", &[]),
    ("version", &[]),
    ("findauthoritydescription", &["category", "organizationKey"]),
    ("findauthoritydescriptions", &["organizationKey"]),
    ("findcategories", &["fingerPrint", "organizationKey"]),
    ("findCertificateByFingerprint", &["fingerPrint"]),
    (
        "findOrganizationsByServiceElement",
        &["serviceElementType", "parameterType", "parameterValue"],
    ),
    (
        "findservicedescription",
        &["organizationKey", "serviceSpecificationUri"],
    ),
    ("findServiceSpecificationUrisByCategory", &["category"]),
    ("verifycategory", &["fingerPrint", "category"]),
];

/// Functions that take batches.
const BATCHES: &[&str] = &[
    "findauthoritydescription",
    "findcategories",
    "findOrganizationsByServiceElement",
    "findservicedescription",
    "findServiceSpecificationUrisByCategory",
    "verifycategory",
];

const KINDS: &[&str] = &[
    "OSCI_INTERMEDIARY",
    "OSCI_ADDRESSEE",
    "CIPHER_CERTIFICATE",
    "SIGNATURE_CERTIFICATE",
    "WEBSERVER",
    "TEXT",
];

/// The most questions of a batch.
const MOST: usize = 200;

#[derive(Deserialize)]
struct Parameters {
    request_json: Option<String>,
}

pub(super) fn read(
    state: &State,
    method: &Method,
    uri: &Uri,
    path: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Question, Answer> {
    let missing = || {
        let status = StatusCode::NOT_FOUND;
        Answer::refused(
            status,
            "ENTITY_NOT_FOUND",
            "there is no such function".to_owned(),
        )
    };
    let (entry, function) = path.split_once("/v2/").ok_or_else(missing)?;
    match entry {
        "intern/directory" => {}
        // The federal master is simulated with the same tokens.
        "extern/standaloneauth/directory" | "extern/bundesmasterauth/directory" => {
            if !login::allowed(state, headers) {
                let told = "no good token".to_owned();
                let status = StatusCode::UNAUTHORIZED;
                return Err(Answer::refused(status, "AUTHENTICATION", told));
            }
        }
        _ => return Err(missing()),
    }
    let batch = function.strip_prefix("batch/");
    let name = batch.unwrap_or(function);
    let (_, needed) = FUNCTIONS
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(missing)?;
    let invalid = |told: String| Answer::refused(StatusCode::BAD_REQUEST, "INPUT_VALIDATION", told);
    let asked = if batch.is_some() {
        if !BATCHES.contains(&name) {
            return Err(missing());
        }
        batch_of(method, headers, body, needed).map_err(invalid)?
    } else if *method != Method::GET {
        let told = "GET is needed".to_owned();
        return Err(Answer::refused(
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD",
            told,
        ));
    } else if needed.is_empty() {
        Value::Null
    } else {
        single(uri, needed).map_err(invalid)?
    };
    Ok(Question {
        function: function.to_owned(),
        asked,
    })
}

fn single(uri: &Uri, needed: &[&str]) -> Result<Value, String> {
    let parameters = Query::<Parameters>::try_from_uri(uri);
    let Query(parameters) = parameters.map_err(|e| e.to_string())?;
    let text = parameters.request_json.ok_or("request_json is needed")?;
    let asked = serde_json::from_str(&text);
    let asked: Value = asked.map_err(|e| format!("7006: request_json: {e}"))?;
    check(&asked, needed)?;
    Ok(asked)
}

fn batch_of(
    method: &Method,
    headers: &HeaderMap,
    body: &[u8],
    needed: &[&str],
) -> Result<Value, String> {
    if *method != Method::POST {
        return Err("POST is needed".to_owned());
    }
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    if !kind.is_some_and(|k| k.starts_with("application/json")) {
        return Err("application/json is needed".to_owned());
    }
    let asked: Value = serde_json::from_slice(body).map_err(|e| format!("7006: {e}"))?;
    let questions = asked.as_array().ok_or("a list is needed")?;
    if questions.len() > MOST {
        return Err(format!("at most {MOST} questions"));
    }
    questions
        .iter()
        .try_for_each(|question| check(question, needed))?;
    Ok(asked)
}

/// Whether a question has what it needs, and all of it can be.
fn check(asked: &Value, needed: &[&str]) -> Result<(), String> {
    let fields = asked.as_object().ok_or("an object is needed")?;
    for name in needed {
        let custom =
            *name == "serviceElementType" && fields.contains_key("customServiceElementType");
        if !custom && !fields.contains_key(*name) {
            return Err(format!("Parameter '{name}' fehlt"));
        }
    }
    for (name, value) in fields {
        let value = value.as_str().ok_or_else(|| format!("{name} is no text"))?;
        let sound = match name.as_str() {
            "fingerPrint" => value.len() == 40 && value.bytes().all(|b| b.is_ascii_hexdigit()),
            "organizationKey" => Key::parse(value).is_ok(),
            "category" => value.len() <= 255,
            "serviceSpecificationUri" => (9..=1000).contains(&value.len()),
            "serviceElementType" => KINDS.contains(&value),
            "parameterType" => {
                ["CIPHER_CERTIFICATE", "SIGNATURE_CERTIFICATE", "URI"].contains(&value)
            }
            "customServiceElementType" | "parameterValue" => true,
            _ => return Err(format!("there is no parameter {name}")),
        };
        if !sound {
            return Err(format!("{name}: {value:?}"));
        }
    }
    Ok(())
}
