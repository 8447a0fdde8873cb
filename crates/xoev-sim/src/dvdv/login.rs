//! The login: assertions are checked, tokens given out and looked at.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use axum::extract::Query;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use serde_json::json;

use super::State;
use super::serve::Answer;

/// The most tokens and assertions that are remembered.
const REMEMBERED: usize = 10_000;

/// The tokens that are good, and the assertions that were used.
#[derive(Default)]
pub(super) struct Tokens(Mutex<Remembered>);

#[derive(Default)]
struct Remembered {
    tokens: HashMap<String, DateTime<Utc>>,
    assertions: HashMap<String, DateTime<Utc>>,
}

impl Tokens {
    fn lock(&self) -> MutexGuard<'_, Remembered> {
        // Nothing can panic while it is held.
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }

    pub(super) fn clear(&self) {
        self.lock().tokens.clear();
    }

    fn good(&self, token: &str, now: DateTime<Utc>) -> bool {
        self.lock().tokens.get(token).is_some_and(|end| now < *end)
    }
}

#[derive(Deserialize)]
struct Form {
    grant_type: Option<String>,
    client_assertion_type: Option<String>,
    client_assertion: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    aud: String,
    iat: i64,
    exp: i64,
    jti: String,
}

/// Whether a request may use the functions behind a login.
pub(super) fn allowed(state: &State, headers: &HeaderMap) -> bool {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("EmbeddedBearer "));
    token.is_some_and(|token| state.tokens.good(token, (state.settings.clock)()))
}

/// A token for an assertion.
pub(super) fn token(state: &State, method: &Method, headers: &HeaderMap, body: &[u8]) -> Answer {
    match checked(state, method, headers, body) {
        Ok(token) => Answer::of(json!({
            "access_token": token,
            "expires_in": state.settings.token_seconds,
            "refresh_expires_in": 0,
            "token_type": "Bearer",
            "not-before-policy": 0,
            "scope": "email profile",
        })),
        Err((status, told)) => Answer::refused(status, "AUTHENTICATION", told),
    }
}

fn checked(
    state: &State,
    method: &Method,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<String, (StatusCode, String)> {
    let bad = |told: &str| (StatusCode::BAD_REQUEST, told.to_owned());
    let no = |told: &str| (StatusCode::UNAUTHORIZED, told.to_owned());
    if *method != Method::POST {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "POST is needed".to_owned()));
    }
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    if !kind.is_some_and(|k| k.starts_with("application/x-www-form-urlencoded")) {
        return Err(bad("a form is needed"));
    }
    // A form is written as the query of an address is.
    let text = std::str::from_utf8(body).map_err(|_| bad("no text"))?;
    let uri: Uri = format!("/?{text}").parse().map_err(|_| bad("no form"))?;
    let Query(form) = Query::<Form>::try_from_uri(&uri).map_err(|_| bad("no form"))?;
    if form.grant_type.as_deref() != Some("client_credentials") {
        return Err(bad("grant_type"));
    }
    let assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    if form.client_assertion_type.as_deref() != Some(assertion_type) {
        return Err(bad("client_assertion_type"));
    }
    let assertion = form
        .client_assertion
        .ok_or_else(|| bad("client_assertion"))?;
    let claims = signed(state, &assertion).ok_or_else(|| no("Kein passendes Client-Zertifikat"))?;
    let now = (state.settings.clock)();
    if claims.aud != format!("{}/extern/standaloneauth/token", state.url) {
        return Err(no("aud"));
    }
    let seconds = now.timestamp();
    if claims.exp <= seconds || claims.iat > seconds + 60 || claims.exp - claims.iat > 3600 {
        return Err(no("iat, exp"));
    }
    let mut remembered = state.tokens.lock();
    remembered.assertions.retain(|_, end| now < *end);
    remembered.tokens.retain(|_, end| now < *end);
    if remembered.assertions.len() + remembered.tokens.len() >= REMEMBERED {
        return Err((
            StatusCode::SERVICE_UNAVAILABLE,
            "too many logins".to_owned(),
        ));
    }
    let end = DateTime::from_timestamp(claims.exp, 0).unwrap_or(now);
    if remembered.assertions.insert(claims.jti, end).is_some() {
        return Err(no("jti: used before"));
    }
    let token = uuid::Uuid::new_v4().simple().to_string();
    let end = now + TimeDelta::seconds(state.settings.token_seconds.into());
    remembered.tokens.insert(token.clone(), end);
    Ok(token)
}

/// The claims, if a known client signed them. Times are looked at by the server's own clock.
fn signed(state: &State, assertion: &str) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    state.settings.clients.iter().find_map(|client| {
        let key = DecodingKey::from_rsa_pem(&client.public_key).ok()?;
        let token = jsonwebtoken::decode::<Claims>(assertion, &key, &validation).ok()?;
        let subject = format!("fp:{}", client.fingerprint);
        (token.claims.sub == subject).then_some(token.claims)
    })
}
