//! The functions of the directory for many questions at once.

use serde_json::{Value, json};

use super::Dvdv;
use super::failure::{DvdvError, Lookup};
use super::fingerprint::Fingerprint;
use super::functions::ElementQuery;
use super::http::Call;
use super::model::{Organisation, OrganisationDescription, Service, all, verified};
use super::same;
use super::shape::{list, texts};
use crate::Key;

/// The most questions in one request; more are split.
const MOST: usize = 200;

/// Answers stand in the order of the questions. Any number of questions can be asked; they go out in
/// requests of at most 200. Each function fails as a whole if a request gets no answer.
impl Dvdv {
    /// `batch/findservicedescription`, for organisations and URIs of services.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn batch_find_service_description(
        &self,
        questions: &[(Key, String)],
    ) -> Result<Vec<Option<Service>>, DvdvError> {
        let ask = |(key, uri): &(Key, String)| json!({ "organizationKey": key.as_str(), "serviceSpecificationUri": uri });
        let read = |(_, uri): &(Key, String), value: &Value| {
            optional(value, |value| same::service(Service::read(value)?, uri))
        };
        self.batch("findservicedescription", questions, ask, read)
            .await
    }

    /// `batch/findauthoritydescription`, for categories and keys.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn batch_find_authority_description(
        &self,
        questions: &[(String, Key)],
    ) -> Result<Vec<Option<OrganisationDescription>>, DvdvError> {
        let ask = |(category, key): &(String, Key)| json!({ "category": category, "organizationKey": key.as_str() });
        let read = |(category, key): &(String, Key), value: &Value| {
            optional(value, |value| {
                let found = OrganisationDescription::read(value)?;
                same::organisation(found, key, Some(category))
            })
        };
        self.batch("findauthoritydescription", questions, ask, read)
            .await
    }

    /// `batch/findcategories`, for certificates and keys.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn batch_find_categories(
        &self,
        questions: &[(Fingerprint, Key)],
    ) -> Result<Vec<Vec<String>>, DvdvError> {
        let ask = |(fingerprint, key): &(Fingerprint, Key)| json!({ "fingerPrint": fingerprint.as_str(), "organizationKey": key.as_str() });
        let read = |_: &_, value: &Value| texts(value, "name");
        self.batch("findcategories", questions, ask, read).await
    }

    /// `batch/findOrganizationsByServiceElement`
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn batch_find_organizations_by_service_element(
        &self,
        questions: &[ElementQuery],
    ) -> Result<Vec<Vec<Organisation>>, DvdvError> {
        let read =
            |_: &_, value: &Value| all(list(Some(value)), Organisation::read_plain_or_described);
        let function = "findOrganizationsByServiceElement";
        self.batch(function, questions, ElementQuery::json, read)
            .await
    }

    /// `batch/findServiceSpecificationUrisByCategory`, for categories.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn batch_find_service_specification_uris_by_category(
        &self,
        categories: &[String],
    ) -> Result<Vec<Vec<String>>, DvdvError> {
        let ask = |category: &String| json!({ "category": category });
        let read = |_: &_, value: &Value| texts(value, "serviceSpecificationUri");
        let function = "findServiceSpecificationUrisByCategory";
        self.batch(function, categories, ask, read).await
    }

    /// `batch/verifycategory`, for certificates and categories.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn batch_verify_category(
        &self,
        questions: &[(Fingerprint, String)],
    ) -> Result<Vec<bool>, DvdvError> {
        let ask = |(fingerprint, category): &(Fingerprint, String)| json!({ "fingerPrint": fingerprint.as_str(), "category": category });
        let read = |_: &_, value: &Value| verified(value);
        self.batch("verifycategory", questions, ask, read).await
    }

    async fn batch<Q, T>(
        &self,
        function: &str,
        questions: &[Q],
        ask: impl Fn(&Q) -> Value,
        read: impl Fn(&Q, &Value) -> Result<T, DvdvError>,
    ) -> Result<Vec<T>, DvdvError> {
        let function = format!("batch/{function}");
        let mut answers = Vec::with_capacity(questions.len());
        for part in questions.chunks(MOST) {
            let asked = Value::Array(part.iter().map(&ask).collect());
            let found = self.http.call(&function, &Call::Post(asked)).await?;
            let values = match found {
                Lookup::Found(Value::Array(values)) if values.len() == part.len() => values,
                // One answer to one question may come without its list.
                Lookup::Found(one @ Value::Object(_)) if part.len() == 1 => vec![one],
                _ => {
                    let told = format!("not {} answers to {function}", part.len());
                    return Err(DvdvError::malformed(told));
                }
            };
            for (question, value) in part.iter().zip(&values) {
                answers.push(read(question, value)?);
            }
        }
        Ok(answers)
    }
}

/// Null means that there is none.
fn optional<T>(
    value: &Value,
    read: impl Fn(&Value) -> Result<T, DvdvError>,
) -> Result<Option<T>, DvdvError> {
    if value.is_null() {
        return Ok(None);
    }
    read(value).map(Some)
}
