//! Code lists as data: read from files, found by URI and version, looked up by key.
//!
//! Most codes in XÖV messages refer to lists that are published apart from the schemas, by
//! XRepository (<https://www.xrepository.de>), in the format OASIS Genericode 1.0. This crate reads
//! such files, folders and archives of them, and a plain table format ([`CodeList::from_tsv`]).
//!
//! ```
//! use xoev_codelist::CodeLists;
//!
//! let mut lists = CodeLists::new();
//! lists.add_bytes("farbe.xml", br#"<gc:CodeList
//!     xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">
//!   <Identification>
//!     <ShortName>farbe</ShortName>
//!     <Version>2</Version>
//!     <CanonicalUri>urn:beispiel:farbe</CanonicalUri>
//!     <CanonicalVersionUri>urn:beispiel:farbe_2</CanonicalVersionUri>
//!   </Identification>
//!   <ColumnSet>
//!     <Column Id="code" Use="required"><ShortName>code</ShortName><Data Type="string"/></Column>
//!     <Column Id="wert" Use="required"><ShortName>wert</ShortName><Data Type="string"/></Column>
//!     <Key Id="codeKey"><ShortName>codeKey</ShortName><ColumnRef Ref="code"/></Key>
//!   </ColumnSet>
//!   <SimpleCodeList>
//!     <Row>
//!       <Value ColumnRef="code"><SimpleValue>01</SimpleValue></Value>
//!       <Value ColumnRef="wert"><SimpleValue>Rot</SimpleValue></Value>
//!     </Row>
//!   </SimpleCodeList>
//! </gc:CodeList>"#)?;
//!
//! let list = lists.get("urn:beispiel:farbe", "2").expect("the list that was added");
//! let row = list.row("01").expect("a key of the list");
//! assert_eq!(row.label(), Some("Rot"));
//! assert_eq!(row.get("wert"), Some("Rot"));
//! assert!(list.row("02").is_none());
//! # Ok::<(), xoev_codelist::CodeListError>(())
//! ```
//!
//! What comes from outside is not trusted: document type declarations are refused, there are
//! [`Limits`], and no bytes make this crate panic.

mod choice;
mod error;
mod genericode;
mod index;
mod limits;
mod list;
mod registry;
mod source;
mod table;
mod tsv;
mod version;

pub use error::{CodeListError, Exceeded, Fault, Place};
pub use limits::Limits;
pub use list::{CodeList, Column, Key, Row};
pub use registry::CodeLists;
