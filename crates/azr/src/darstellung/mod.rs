//! Facts as people read them: a line of German for each entry of a report, a record or a
//! confirmation.
//!
//! [`Darsteller`] turns a message, or a value of a typed message, into entries with their fields
//! ([`Eintrag`], [`Angabe`]), the same way for all groups: kinds of values come from the schema,
//! labels of codes from the schema and the published lists, titles of fields from a table here.
//! [`Eintrag::zeile`] makes a line of it.
//!
//! ```
//! use azr::darstellung::Darsteller;
//! use xauslaender::v26_11::azr::AZRDuldungAuskunft;
//!
//! # fn example(duldung: &AZRDuldungAuskunft) -> Result<(), Box<dyn std::error::Error>> {
//! let darsteller = Darsteller::new()?;
//! println!("{}", darsteller.wert(duldung)?.zeile());
//! # Ok(())
//! # }
//! # assert!(Darsteller::new().is_ok());
//! ```

mod angabe;
mod feld;
mod lesen;
mod sorte;
mod titel;
mod typisiert;
mod zeile;

use std::io;

use xauslaender::v26_11::azr::AZRDatensatzinhalt;
use xoev::{Element, MessageIo as _, Violation, WriteError};
use xoev_bundled::{BundleError, BundledLists};
use xoev_schema::SchemaSet;
use xoev_validator::{Settings, Validator};

pub use angabe::{Angabe, Auszug, CodeAngabe, Eintrag, Inhalt, Stand};
pub use feld::{CodeFeld, Feld, Feldart};

use self::lesen::Leser;
use self::sorte::Sorten;
use self::typisiert::Huelle;
use crate::Gruppe;
use crate::listen::listen;

/// Most fields that are held of one message.
const MOST_FIELDS: usize = 200_000;
/// Most bytes of names and texts that are held of one message.
const MOST_BYTES: usize = 64 << 20;

/// Why there are no entries.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DarstellungError {
    /// The message is not well-formed XML, or uses what is refused. Fault of the sender.
    #[error("the message can't be read: {0}")]
    Unlesbar(Box<Violation>),
    /// The message holds more than is held in memory here. Fault of the sender.
    #[error("the message has more than {MOST_FIELDS} fields or {MOST_BYTES} bytes of them")]
    ZuGross,
    /// The value can't be written, since it breaks its schema. Fault of the caller.
    #[error("the value can't be shown: {0}")]
    Ungueltig(Box<WriteError>),
    /// The type of the value is none of `AZR.X.Meldung` or `AZR.X.Auskunft`. Fault of the caller.
    #[error("{0:?} is not the type of a group of the register")]
    KeinEintrag(String),
    /// The source of the bytes failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Shows entries. Made once, used for any number of messages, by several threads at once.
#[derive(Debug)]
pub struct Darsteller {
    validator: Validator,
    sorten: Sorten,
}

impl Darsteller {
    /// With the embedded schemas and code lists.
    ///
    /// # Errors
    /// [`BundleError`] if the program was built wrongly.
    pub fn new() -> Result<Darsteller, BundleError> {
        Ok(Darsteller::with(xoev_bundled::schemas()?, listen()?))
    }

    fn with(mut set: SchemaSet, lists: &'static BundledLists) -> Darsteller {
        typisiert::add_elements(&mut set);
        Darsteller {
            sorten: Sorten::new(&set, lists),
            validator: Validator::lazy(set),
        }
    }

    /// The entries of a message: of any that holds groups of the register, such as 090004, 090009,
    /// 090010, 090030 or 090098. What is wrong with it is in [`Auszug::maengel`].
    ///
    /// # Errors
    /// If the message is not well-formed, or too large to be held.
    pub fn nachricht(&self, bytes: &[u8]) -> Result<Auszug, DarstellungError> {
        let mut reader = Leser::new(&self.sorten, bytes);
        let settings = Settings::default();
        let report = self
            .validator
            .validate_with(bytes, &settings, &mut reader)?;
        let unreadable = |finding: &&xoev_validator::Finding| {
            let rule = finding.rule().id();
            rule.starts_with("xml-") || rule == "xoev-doctype" || rule == "xoev-limit"
        };
        if let Some(finding) = report.findings.iter().find(unreadable) {
            let violation = finding.violation.clone();
            return Err(DarstellungError::Unlesbar(Box::new(violation)));
        }
        let mut extract = reader.finish()?;
        extract.gueltig = report.findings.is_empty();
        extract.maengel = report.findings;
        Ok(extract)
    }

    /// A value of a type `AZR.X.Meldung` or `AZR.X.Auskunft`.
    ///
    /// # Errors
    /// If the type is another one, or the value breaks its schema.
    pub fn wert<T: Element>(&self, wert: &T) -> Result<Eintrag, DarstellungError> {
        let unknown = || DarstellungError::KeinEintrag(T::TYPE.local.to_owned());
        if !typisiert::is_entry(T::TYPE.local) {
            return Err(unknown());
        }
        let bytes = Huelle(wert)
            .to_vec()
            .map_err(|e| DarstellungError::Ungueltig(Box::new(e)))?;
        let extract = self.nachricht(&bytes)?;
        let mut entry = extract.eintraege.into_iter().next().ok_or_else(unknown)?;
        entry.zeilennummer = 0;
        Ok(entry)
    }

    /// The entries of a typed content of a record, such as those before and after a change in 090030.
    ///
    /// # Errors
    /// If the value breaks its schema, or is too large to be held.
    pub fn inhalt(&self, inhalt: &AZRDatensatzinhalt) -> Result<Auszug, DarstellungError> {
        let bytes = Huelle(inhalt)
            .to_vec()
            .map_err(|e| DarstellungError::Ungueltig(Box::new(e)))?;
        self.nachricht(&bytes)
    }

    /// The fields that entries of a group may have in a record (090004), in the order of the
    /// schema, reference id included.
    pub fn felder(&self, gruppe: &Gruppe) -> Vec<Feld> {
        feld::of_group(self.validator.set(), &self.sorten, gruppe)
    }

    /// Whether a record (090004) has at most one entry of a group.
    pub fn einmalig(&self, gruppe: &Gruppe) -> bool {
        feld::is_single(self.validator.set(), gruppe)
    }

    /// A code of a field, by its key: with list, version and label.
    pub fn code(&self, feld: &CodeFeld, schluessel: &str) -> CodeAngabe {
        let code = CodeAngabe {
            schluessel: schluessel.to_owned(),
            liste: None,
            version: None,
            bezeichnung: None,
        };
        self.sorten.complete(Some(feld.type_id), code)
    }
}
