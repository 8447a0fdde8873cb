//! Tokens: got by a signed assertion, renewed before they end, dropped when the server refuses them.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header};
use reqwest::Url;
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::Mutex;

use super::answer::Reply;
use super::failure::{DvdvError, Lookup};
use super::settings::Login;

/// How long our assertion is good.
const ASSERTION: TimeDelta = TimeDelta::minutes(5);
/// How long a token is good if the server does not say.
const UNSAID: i64 = 300;
/// How long before its end a token is renewed; half of its time at most.
const BEFORE_END: i64 = 60;

/// The token of one server.
#[derive(Default)]
pub(super) struct Tokens(Mutex<Option<Token>>);

#[derive(Clone)]
pub(super) struct Token {
    /// The value of the header `Authorization`.
    pub(super) header: HeaderValue,
    renew: DateTime<Utc>,
}

impl Tokens {
    /// The token that is good now, or a new one. Only one request for a token is under way.
    pub(super) async fn get<F>(&self, now: DateTime<Utc>, fresh: F) -> Result<Token, DvdvError>
    where
        F: Future<Output = Result<Token, DvdvError>>,
    {
        let mut kept = self.0.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| now < token.renew) {
            return Ok(token.clone());
        }
        let token = fresh.await?;
        *kept = Some(token.clone());
        Ok(token)
    }

    /// Drops a token that was refused, but not one that another request got since then.
    pub(super) async fn drop_refused(&self, refused: &Token) {
        let mut kept = self.0.lock().await;
        if kept.as_ref().is_some_and(|t| t.header == refused.header) {
            *kept = None;
        }
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
}

/// The body of a request for a token.
pub(super) fn request(
    login: &Login,
    audience: &str,
    now: DateTime<Utc>,
) -> Result<String, DvdvError> {
    let subject = format!("fp:{}", login.fingerprint);
    let claims = Claims {
        iss: &subject,
        sub: &subject,
        aud: audience,
        iat: now.timestamp(),
        nbf: now.timestamp(),
        exp: (now + ASSERTION).timestamp(),
        jti: uuid::Uuid::new_v4().to_string(),
    };
    let assertion = jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims, &login.key);
    let assertion = assertion.map_err(|_| DvdvError::Refused {
        code: "key".to_owned(),
        text: "the assertion can't be signed with this key".to_owned(),
    })?;
    // Nothing in it needs escaping but what `Url` escapes.
    let mut form = Url::parse("form:").map_err(|e| DvdvError::malformed(e.to_string()))?;
    form.query_pairs_mut()
        .append_pair("grant_type", "client_credentials")
        .append_pair(
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        )
        .append_pair("client_assertion", &assertion);
    Ok(form.query().unwrap_or_default().to_owned())
}

/// The token in an answer, for a header with this scheme.
pub(super) fn read(reply: Reply, scheme: &str, now: DateTime<Utc>) -> Result<Token, DvdvError> {
    let body = match reply.read()? {
        Lookup::Found(body) => body,
        Lookup::Missing(missing) => {
            let text = format!("no token: {}", missing.text);
            return Err(DvdvError::down(missing.code.unwrap_or_default(), text));
        }
    };
    // The description of the interface spells names in two ways.
    let either = |one: &str, other: &str| body.get(one).or_else(|| body.get(other));
    let token = either("access_token", "accessToken").and_then(Value::as_str);
    let token = token.filter(|t| !t.is_empty());
    let token = token.ok_or_else(|| DvdvError::malformed("a token answer without token"))?;
    let seconds = match either("expires_in", "expiresIn") {
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.parse().ok(),
        _ => None,
    };
    let seconds = seconds.unwrap_or(UNSAID).clamp(0, 86_400 * 30);
    let renew = now + TimeDelta::seconds((seconds - BEFORE_END).max(seconds / 2));
    let mut header = HeaderValue::from_str(&format!("{scheme} {token}"))
        .map_err(|_| DvdvError::malformed("a token that is no value of a header"))?;
    header.set_sensitive(true);
    Ok(Token { header, renew })
}
