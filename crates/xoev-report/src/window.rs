//! Which lines, and which part of a long line, an excerpt shows.

use crate::excerpt::{ExcerptLine, Part};

/// Lines before and after what is wrong.
const CONTEXT: usize = 2;
/// Lines of what is wrong itself.
const MARK_LINES: usize = 6;
/// Characters of a line.
const WIDTH: usize = 160;
/// Characters of a long line before what is wrong.
const LEAD: usize = 60;

/// What was read around a place, decoded.
pub(crate) struct Window<'a> {
    pub(crate) before: &'a str,
    pub(crate) mark: &'a str,
    pub(crate) after: &'a str,
    /// Line on which the mark begins, from 1; 0 if it is not known.
    pub(crate) line: u32,
    /// The file has more before.
    pub(crate) cut_before: bool,
    /// The file has more after.
    pub(crate) cut_after: bool,
}

impl Window<'_> {
    pub(crate) fn lines(&self) -> Vec<ExcerptLine> {
        let (mark, after, cut_after) = match nth_line_feed(self.mark, MARK_LINES) {
            Some(at) => (&self.mark[..at], "", true),
            None => (self.mark, self.after, self.cut_after),
        };
        let mut lines = vec![ExcerptLine {
            cut_before: self.cut_before,
            ..ExcerptLine::default()
        }];
        add(&mut lines, self.before, false);
        let faulty = lines.len() - 1;
        add(&mut lines, mark, true);
        let faulty_end = lines.len() - 1;
        add(&mut lines, after, false);
        if let Some(last) = lines.last_mut() {
            last.cut_after = cut_after;
        }

        let first = faulty.saturating_sub(CONTEXT);
        lines.truncate(faulty_end + CONTEXT + 1);
        // A file that ends with a line feed has no line after it, unless something is missing there.
        if lines.len() > faulty_end + 1 && lines.last().is_some_and(|l| l.parts.is_empty()) {
            lines.pop();
        }
        let mut shown: Vec<ExcerptLine> = lines.drain(first..).collect();
        for (at, line) in shown.iter_mut().enumerate() {
            // The number of the faulty line is known; the others are counted from there.
            let number = u64::from(self.line) + to_u64(first + at);
            line.number = match self.line {
                0 => None,
                _ => number.checked_sub(to_u64(faulty)).filter(|n| *n > 0),
            };
            narrow(line);
        }
        shown
    }
}

/// Adds text to the last line, and lines after each line feed.
fn add(lines: &mut Vec<ExcerptLine>, text: &str, marked: bool) {
    let missing = marked && text.is_empty();
    for (at, piece) in text.split('\n').enumerate() {
        if at > 0 {
            end_line(lines);
        }
        if (!piece.is_empty() || missing)
            && let Some(line) = lines.last_mut()
        {
            line.parts.push(Part {
                text: piece.to_owned(),
                marked,
            });
        }
    }
}

fn end_line(lines: &mut Vec<ExcerptLine>) {
    // The carriage return belongs to the end of the line.
    if let Some(part) = lines.last_mut().and_then(|line| line.parts.last_mut())
        && part.text.ends_with('\r')
    {
        part.text.pop();
    }
    lines.push(ExcerptLine::default());
}

/// Keeps the interesting part of a long line.
fn narrow(line: &mut ExcerptLine) {
    let width = |part: &Part| part.text.chars().count();
    let total: usize = line.parts.iter().map(width).sum();
    if total <= WIDTH {
        return;
    }
    let lead = line.parts.iter().take_while(|part| !part.marked);
    let mark = match line.parts.iter().any(|part| part.marked) {
        true => lead.map(width).sum(),
        false => 0,
    };
    let begin = mark.saturating_sub(LEAD).min(total - WIDTH);
    let end = begin + WIDTH;
    let mut at = 0;
    for part in &mut line.parts {
        let (from, to) = (at, at + width(part));
        at = to;
        let skip = begin.saturating_sub(from);
        let keep = end.min(to).saturating_sub(begin.max(from));
        part.text = part.text.chars().skip(skip).take(keep).collect();
    }
    // An empty part that is marked stands for something missing. None is made here: what is wrong
    // begins within the window.
    line.parts
        .retain(|part| part.marked || !part.text.is_empty());
    line.cut_before |= begin > 0;
    line.cut_after |= end < total;
}

fn nth_line_feed(text: &str, n: usize) -> Option<usize> {
    let mut all = text.match_indices('\n');
    all.nth(n - 1).map(|(at, _)| at)
}

fn to_u64(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
