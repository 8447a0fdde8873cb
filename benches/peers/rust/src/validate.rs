//! Validators by XML Schema on crates.io that are written in Rust alone. Each reads the schema once
//! and says of a message what is wrong first.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Judges one message.
pub(crate) type Judge = Box<dyn Fn(&[u8]) -> Result<(), String>>;

/// The validator with the name of this package, with the schema read. All schema documents lie in one
/// folder, and their locations are mere names of files.
pub(crate) fn judge(package: &str, schema: &Path) -> Result<Judge, Box<dyn Error>> {
    let text = fs::read_to_string(schema)?;
    let folder = schema.parent().unwrap_or(Path::new("")).to_owned();
    match package {
        "fastxml" => {
            use fastxml::schema::fetcher::FileFetcher;
            let address = format!("file://{}", schema.display());
            let schema = fastxml::schema::Schema::builder()
                .add(address, text)
                .resolve_with(&FileFetcher::with_base_dir(folder))?;
            let schema = Arc::new(schema);
            Ok(Box::new(move |message| {
                let validator = fastxml::schema::Validator::from_reader(message);
                let report = validator.schema(Arc::clone(&schema)).run();
                let report = report.map_err(|e| e.to_string())?;
                report
                    .errors()
                    .iter()
                    .map(ToString::to_string)
                    .next()
                    .map_or(Ok(()), Err)
            }))
        }
        "uppsala" => {
            let document = uppsala::parse(&text)?;
            let validator =
                uppsala::xsd::XsdValidator::from_schema_with_base_path(&document, Some(&folder))?;
            Ok(Box::new(move |message| {
                let document = uppsala::parse(utf8(message)?).map_err(|e| e.to_string())?;
                validator
                    .validate(&document)
                    .first()
                    .map_or(Ok(()), |e| Err(e.to_string()))
            }))
        }
        "xmloxide" => {
            use xmloxide::validation::xsd;
            let resolver =
                |location: &str, _: Option<&str>| fs::read_to_string(folder.join(location)).ok();
            let options = xsd::XsdParseOptions {
                resolver: Some(&resolver),
                base_uri: None,
            };
            let schema = xsd::parse_xsd_with_options(&text, &options).map_err(|e| e.to_string())?;
            Ok(Box::new(move |message| {
                let document =
                    xmloxide::Document::parse_str(utf8(message)?).map_err(|e| e.to_string())?;
                let result = xsd::validate_xsd(&document, &schema);
                result.errors.first().map_or(Ok(()), |e| Err(e.to_string()))
            }))
        }
        "xmlschema" => {
            let mut parts = Vec::new();
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                parts.push((
                    entry.file_name().to_string_lossy().into_owned(),
                    fs::read_to_string(entry.path())?,
                ));
            }
            let parts: Vec<(&str, &str)> = parts
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect();
            let schema = xmlschema::parse_schema_with(&text, &parts.as_slice())
                .map_err(|e| e.to_string())?;
            Ok(Box::new(move |message| {
                let document = oxml::parse(utf8(message)?).map_err(|e| e.to_string())?;
                let report = xmlschema::validate(&document, &schema);
                report
                    .violations
                    .first()
                    .map_or(Ok(()), |v| Err(v.to_string()))
            }))
        }
        other => Err(format!("{other} is unknown").into()),
    }
}

fn utf8(message: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(message).map_err(|e| e.to_string())
}
