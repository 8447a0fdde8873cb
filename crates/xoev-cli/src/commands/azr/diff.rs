//! `xoev azr diff`: a record of one's own, field by field, beside that of the register.

use azr::Gruppe;
use azr_compare::ausgabe::{self, Seitenkopf};
use azr_compare::{Optionen, VergleichError, Vergleicher};

use crate::cli::{AzrDiffArgs, Comparison, Lang};
use crate::failure::{Failure, Outcome};
use crate::{bundled, output};

/// Compares; exit code 1 if anything that counts is different.
pub(super) fn run(args: &AzrDiffArgs, lang: Lang) -> Result<Outcome, Failure> {
    let read = |path| output::read(path).map_err(|error| Failure::unreadable(path, &error));
    let (local, record) = (read(&args.local)?, read(&args.record)?);
    let options = options(args)?;
    let comparer = Vergleicher::new().map_err(bundled::damaged)?;
    let compared = comparer
        .dateien(&local, &record, &options)
        .map_err(|error| unreadable(args, error))?;
    let text = match args.format {
        Comparison::Text => ausgabe::text(&compared, lang.into()),
        Comparison::Json => ausgabe::json(&compared),
        Comparison::Html => {
            let mut head = Seitenkopf::default();
            head.sprache = lang.into();
            let local = args.local.display().to_string();
            let record = args.record.display().to_string();
            head.angaben = vec![
                (lang.pick("Lokal", "Local").to_owned(), local),
                (lang.pick("Register", "Register").to_owned(), record),
            ];
            ausgabe::html(&compared, &head)
        }
    };
    output::write(args.output.as_deref(), text.as_bytes())?;
    Ok(match compared.befund.stimmt_ueberein() {
        true => Outcome::Fine,
        false => Outcome::Objections,
    })
}

fn options(args: &AzrDiffArgs) -> Result<Optionen, Failure> {
    let mut options = Optionen::default();
    options.ohne_wertung.extend(args.ignore.iter().cloned());
    for name in &args.group {
        if !Gruppe::named(name).is_some_and(Gruppe::is_recorded) {
            return Err(Failure::new(
                format!("das Register kennt keine Gruppe „{name}“"),
                format!("the register has no group “{name}”"),
            ));
        }
    }
    if !args.group.is_empty() {
        options.gruppen = Some(args.group.iter().cloned().collect());
    }
    Ok(options)
}

fn unreadable(args: &AzrDiffArgs, error: VergleichError) -> Failure {
    let (path, cause) = match error {
        VergleichError::Lokal(cause) => (&args.local, cause.to_string()),
        VergleichError::Auskunft(cause) => (&args.record, cause.to_string()),
        VergleichError::Programm(cause) => return bundled::damaged(cause),
        other => return Failure::new(other.to_string(), other.to_string()),
    };
    let path = path.display();
    Failure::new(
        format!("{path} ist nicht lesbar: {cause}"),
        format!("{path} can't be read: {cause}"),
    )
}
