//! Lines of a file around a finding.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Encoding, UTF_8};

use crate::entry::Entry;
use crate::file::FileReport;
use crate::window;

/// Bytes that are read before what is wrong. Even, so that UTF-16 is not cut in a unit.
const BACK: u64 = 4096;
/// Bytes that are shown of what is wrong.
const MARK: u64 = 1024;
/// Bytes that are read after it.
const AHEAD: u64 = 4096;
/// Excerpts of one file, unless the caller wants another number.
const MOST: usize = 20;

/// Some lines of a file, with what is wrong marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excerpt {
    /// The lines, in the order of the file.
    pub lines: Vec<ExcerptLine>,
}

/// A line of an [`Excerpt`], or the interesting part of a long one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExcerptLine {
    /// Number of the line, from 1, if it is known.
    pub number: Option<u64>,
    /// There is more of the line before.
    pub cut_before: bool,
    /// Its text.
    pub parts: Vec<Part>,
    /// There is more of the line after.
    pub cut_after: bool,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The text.
    pub text: String,
    /// Whether this is what is wrong. If it is empty, then something is missing here.
    pub marked: bool,
}

impl Excerpt {
    /// Cuts the lines around `length` bytes at `offset`, which is on line `line` (0 if that is not
    /// known). Reads some kilobytes, however large the file is.
    ///
    /// `encoding` is a name of the encoding standard of the web; what can't be decoded becomes
    /// U+FFFD.
    ///
    /// # Errors
    ///
    /// If the source can't be read.
    pub fn cut(
        source: &mut (impl Read + Seek + ?Sized),
        offset: u64,
        length: u64,
        line: u32,
        encoding: &str,
    ) -> io::Result<Excerpt> {
        let encoding = Encoding::for_label(encoding.as_bytes()).unwrap_or(UTF_8);
        let start = offset.saturating_sub(BACK);
        let marked = length.min(MARK);
        let before = offset - start;
        source.seek(SeekFrom::Start(start))?;
        let wanted = before + marked + AHEAD;
        let mut bytes = Vec::new();
        // One byte more than wanted tells whether this is the end.
        source.take(wanted + 1).read_to_end(&mut bytes)?;
        let read = bytes.len();
        let at = |position: u64| usize::try_from(position).map_or(read, |p| p.min(read));
        let (mark_begin, mark_end, end) = (at(before), at(before + marked), at(wanted));

        let mut before = decode(encoding, &bytes[..mark_begin]);
        let mut mark = decode(encoding, &bytes[mark_begin..mark_end]);
        let mut after = decode(encoding, &bytes[mark_end..end]);
        // A window may begin and end within a character.
        if start > 0 {
            before = before.trim_start_matches('\u{FFFD}').to_owned();
        }
        if end < read {
            after.truncate(after.trim_end_matches('\u{FFFD}').len());
        }
        let mark_cut = marked < length;
        if mark_cut {
            mark.truncate(mark.trim_end_matches('\u{FFFD}').len());
            after.clear();
        }
        let window = window::Window {
            before: &before,
            mark: &mark,
            after: &after,
            line,
            cut_before: start > 0,
            cut_after: end < read || mark_cut,
        };
        Ok(Excerpt {
            lines: window.lines(),
        })
    }
}

fn decode(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The excerpts of one file, in the order of [`FileReport::entries`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpts(Vec<Option<Excerpt>>);

impl Excerpts {
    /// None, as for a file that can't be read again.
    pub fn none() -> Excerpts {
        Excerpts::default()
    }

    /// Cuts the excerpts of the first 20 findings. See [`Excerpt::cut`] for the encoding.
    pub fn cut(
        report: &FileReport,
        source: &mut (impl Read + Seek + ?Sized),
        encoding: &str,
    ) -> Excerpts {
        Excerpts::cut_most(report, source, encoding, MOST)
    }

    /// As [`Excerpts::cut`], with another number. Findings without a place have no excerpt; neither
    /// have those whose place can't be read any more, since a report without it is better than none.
    pub fn cut_most(
        report: &FileReport,
        source: &mut (impl Read + Seek + ?Sized),
        encoding: &str,
        most: usize,
    ) -> Excerpts {
        let mut left = most;
        let mut cut = |entry: &Entry| {
            if entry.line == 0 || left == 0 {
                return None;
            }
            left -= 1;
            Excerpt::cut(source, entry.offset, entry.length, entry.line, encoding).ok()
        };
        Excerpts(report.entries().map(&mut cut).collect())
    }

    /// The excerpt of a finding, by its position in [`FileReport::entries`].
    pub fn get(&self, at: usize) -> Option<&Excerpt> {
        self.0.get(at)?.as_ref()
    }
}
