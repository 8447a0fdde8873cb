//! The message as text, and the places in it.
//!
//! The window is as small as the piece of markup that is being looked at; what lies behind is
//! dropped, unless all of the message is in memory anyway. Lines and columns are counted when
//! something is dropped or asked for.

use crate::encoding::Decoding;
use crate::fatal::Trouble;
use crate::window::Window;

/// A place in the text, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) offset: u64,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// The text of a message, and the places in it.
pub(crate) struct Input<W> {
    window: W,
    /// The place up to which lines were counted, as an offset in the window.
    counted: usize,
    /// The same place as an offset in the source, without byte order mark.
    offset: u64,
    line: u32,
    column: u32,
    /// Column of the first character in the window.
    front: u32,
}

impl<W: Window> Input<W> {
    pub(crate) fn new(window: W) -> Input<W> {
        Input {
            window,
            counted: 0,
            offset: 0,
            line: 1,
            column: 1,
            front: 1,
        }
    }

    /// The window.
    #[inline]
    pub(crate) fn text(&self) -> &str {
        self.window.text()
    }

    /// Lends the window to a parser that changes its owner; it must come back unchanged.
    pub(crate) fn take(&mut self) -> W::Loan {
        self.window.take()
    }

    pub(crate) fn give_back(&mut self, text: W::Loan) {
        self.window.give_back(text);
    }

    pub(crate) fn encoding(&self) -> &'static str {
        self.window.decoding().name()
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.window.bytes()
    }

    /// Whether all of the message is in the window.
    pub(crate) fn is_whole(&self) -> bool {
        self.window.is_whole()
    }

    /// How many bytes of the source so many bytes of the window are.
    #[inline]
    pub(crate) fn length(&self, from: usize, count: usize) -> u64 {
        if let Decoding::Utf8 = self.window.decoding() {
            return count as u64;
        }
        let to = floor(self.text(), from.saturating_add(count));
        let text = self.text().get(from..to).unwrap_or_default();
        self.window.decoding().length(text)
    }

    /// Line and column of a place in the window. Places must be asked for in ascending order to be
    /// found quickly; one before the last takes counting back.
    pub(crate) fn position(&mut self, at: usize) -> Position {
        let at = floor(self.text(), at);
        if at < self.counted {
            return self.position_back(at);
        }
        let between = self.window.text().get(self.counted..at);
        let between = between.unwrap_or_default();
        (self.line, self.column) = advance(self.line, self.column, between);
        self.offset += self.window.decoding().length(between);
        self.counted = at;
        Position {
            offset: self.offset + self.window.skipped(),
            line: self.line,
            column: self.column,
        }
    }

    /// A place before the one that was counted last.
    #[cold]
    fn position_back(&self, at: usize) -> Position {
        let between = self.text().get(at..self.counted).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', between.as_bytes()).count();
        let line = self.line - u32::try_from(lines).unwrap_or(0);
        let before = self.text().get(..at).unwrap_or_default();
        let column = match (lines, before.rfind('\n')) {
            (0, _) => self.column - count_chars(between),
            (_, Some(start)) => count_chars(&before[start + 1..]) + 1,
            // The line began before the window.
            (_, None) => self.front + count_chars(before),
        };
        Position {
            offset: self.offset + self.window.skipped() - self.window.decoding().length(between),
            line,
            column,
        }
    }

    /// Whether nothing can be read behind the window.
    pub(crate) fn is_broken(&self) -> bool {
        self.window.is_broken()
    }

    /// Drops the window before `keep` and reads on. Returns by how much places in the window have
    /// moved to the front, or none if there is no more text.
    pub(crate) fn refill(&mut self, keep: usize) -> Result<Option<usize>, Trouble> {
        self.front = match keep > self.counted {
            true => self.position(keep).column,
            false => self.position_back(keep).column,
        };
        self.counted -= keep;
        Ok(self.window.refill(keep)?.then_some(keep))
    }
}

/// The last place between characters up to this one.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Line and column after a piece of text.
fn advance(line: u32, column: u32, text: &str) -> (u32, u32) {
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    match memchr::memrchr(b'\n', text.as_bytes()) {
        None => (line, column.saturating_add(count_chars(text))),
        Some(last) => {
            let lines = u32::try_from(lines).unwrap_or(u32::MAX);
            (
                line.saturating_add(lines),
                count_chars(&text[last + 1..]) + 1,
            )
        }
    }
}

fn count_chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX - 1)
}
