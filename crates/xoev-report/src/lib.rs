//! Reports on validated messages: data, lines of JSON, JUnit XML, text for people, one HTML file.
//!
//! A [`FileReport`] says what was found out about one file; an [`Entry`] is one finding in it. Four
//! writers take these reports one after the other: [`TextWriter`], [`JsonWriter`], [`JunitWriter`]
//! and [`HtmlWriter`]. None of them looks at a clock, opens a file or holds all reports in memory.
//! What has to come before the first report but is known after the last one, such as counts, is
//! put together at the end from a [`Spool`] that the caller provides.
//!
//! ```
//! use std::io::Cursor;
//! use xoev_report::{Entry, Excerpts, FileReport, HtmlOptions, HtmlWriter, Layer, Severity};
//!
//! let bytes = "<person>\n  <name>Ö</nam>\n</person>".as_bytes();
//! let entry = Entry::new(Layer::Schema, Severity::Error, "xml-tag-mismatch", "tag-mismatch")
//!     .texts("Das Endetag passt nicht.", "end tag does not match")
//!     .place(2, 10, 19)
//!     .length(6);
//! let report = FileReport::invalid("person.xml").with(entry);
//!
//! let excerpts = Excerpts::cut(&report, &mut Cursor::new(bytes), "UTF-8");
//! let options = HtmlOptions::new("xoev 0.1.0", "2026-11-16");
//! let mut writer = HtmlWriter::new(Cursor::new(Vec::new()), options);
//! writer.add(&report, &excerpts)?;
//! let mut html = Vec::new();
//! writer.finish(&mut html)?;
//! assert!(String::from_utf8(html).unwrap().contains("<mark>&lt;/nam&gt;</mark>"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod counts;
mod entry;
mod excerpt;
mod file;
mod html;
mod json;
mod junit;
mod rules;
mod spool;
mod text;
mod visible;
mod window;
mod words;

/// What pages of other crates are made of, so that no text of a message becomes markup in any.
pub mod page {
    pub use crate::html::{Markup, content_security_policy};
    pub use crate::visible::{line, plain};
}

pub use counts::Counts;
pub use entry::{Entry, Layer, Severity};
pub use excerpt::{Excerpt, ExcerptLine, Excerpts, Part};
pub use file::{FileReport, State};
pub use html::{HtmlOptions, HtmlWriter};
pub use json::JsonWriter;
pub use junit::JunitWriter;
pub use rules::RuleText;
pub use spool::Spool;
pub use text::TextWriter;
