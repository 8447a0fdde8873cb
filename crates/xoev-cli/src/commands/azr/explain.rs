//! `xoev azr explain`: the register's answer to a submission, in the register's own words.

use azr::Ergebnis;

use crate::cli::{AzrExplainArgs, Lang, Page};
use crate::failure::{Failure, Outcome};
use crate::{bundled, output};

/// Explains; exit code 1 if the register did not take the submission as it is.
pub(super) fn run(args: &AzrExplainArgs, lang: Lang) -> Result<Outcome, Failure> {
    let read = |path| output::read(path).map_err(|error| Failure::unreadable(path, &error));
    let (submission, answer) = (read(&args.submission)?, read(&args.answer)?);
    let report = azr::fehlerbericht(&submission, &answer, lang.into()).map_err(bundled::damaged)?;
    let text = match args.format {
        Page::Text => report.text(),
        Page::Html => report.html(),
    };
    output::write(args.output.as_deref(), text.as_bytes())?;
    Ok(match report.ergebnis() {
        Ergebnis::Angenommen => Outcome::Fine,
        _ => Outcome::Objections,
    })
}
