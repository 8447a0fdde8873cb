//! Excerpts: lines around a place, whatever the file holds.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use proptest::prelude::*;
use xoev_report::{Excerpt, Excerpts};

use crate::samples::{MESSAGE, samples};

/// The excerpt as text: `[` and `]` around the mark, `…` where a line is cut.
fn drawn(excerpt: &Excerpt) -> String {
    let mut out = String::new();
    for line in &excerpt.lines {
        let number = line.number.map_or("-".to_owned(), |n| n.to_string());
        out.push_str(&format!("{number}:"));
        if line.cut_before {
            out.push('…');
        }
        for part in &line.parts {
            match part.marked {
                true => out.push_str(&format!("[{}]", part.text)),
                false => out.push_str(&part.text),
            }
        }
        if line.cut_after {
            out.push('…');
        }
        out.push('\n');
    }
    out
}

fn cut(bytes: &[u8], offset: usize, length: u64, line: u32, encoding: &str) -> String {
    let offset = u64::try_from(offset).expect("small");
    let excerpt = Excerpt::cut(&mut Cursor::new(bytes), offset, length, line, encoding);
    drawn(&excerpt.expect("read"))
}

#[test]
fn two_lines_before_and_after_are_shown() {
    let offset = MESSAGE.find("1990").expect("date");
    assert_eq!(
        cut(MESSAGE.as_bytes(), offset, 10, 7, "UTF-8"),
        "5:  </name>\n6:  <geburt>\n7:    <datum>[1990-02-31]</datum>\n8:  </geburt>\n9:</person>\n"
    );
}

#[test]
fn characters_of_several_bytes_are_marked_as_a_whole() {
    let offset = MESSAGE.find("Ömer").expect("name");
    let drawn = cut(MESSAGE.as_bytes(), offset, 5, 4, "UTF-8");
    assert!(
        drawn.contains("4:    <vorname>Şükrü [Ömer]</vorname>\n"),
        "{drawn}"
    );
}

#[test]
fn where_something_is_missing_a_place_between_characters_is_marked() {
    let offset = MESSAGE.find("</name>").expect("name");
    let drawn = cut(MESSAGE.as_bytes(), offset, 0, 5, "UTF-8");
    assert!(drawn.contains("5:  []</name>\n"), "{drawn}");
    assert_eq!(cut(b"<a>", 3, 0, 1, "UTF-8"), "1:<a>[]\n");
    assert_eq!(cut(b"<a>\n", 4, 0, 2, "UTF-8"), "1:<a>\n2:[]\n");
    assert_eq!(cut(b"", 0, 0, 1, "UTF-8"), "1:[]\n");
}

#[test]
fn a_place_beyond_the_end_is_the_end() {
    assert_eq!(cut(b"<a>\n<b>", 500, 9, 2, "UTF-8"), "1:<a>\n2:<b>[]\n");
    let excerpt = Excerpt::cut(&mut Cursor::new(b"<a>"), 1 << 40, u64::MAX, 0, "UTF-8");
    assert_eq!(excerpt.expect("read").lines.len(), 1);
}

#[test]
fn of_a_long_line_the_surroundings_are_shown() {
    let line = format!("<a>{}<b/>{}</a>", "ä".repeat(300), "ö".repeat(300));
    let offset = line.find("<b/>").expect("b");
    assert_eq!(
        cut(line.as_bytes(), offset, 4, 1, "UTF-8"),
        format!("1:…{}[<b/>]{}…\n", "ä".repeat(60), "ö".repeat(96))
    );
    let end = line.len() - 4;
    let drawn = cut(line.as_bytes(), end, 4, 1, "UTF-8");
    assert_eq!(drawn, format!("1:…{}[</a>]\n", "ö".repeat(156)));
}

#[test]
fn of_a_line_of_megabytes_some_kilobytes_are_read() {
    let mut line = vec![b'x'; 5_000_000];
    line[2_500_000] = b'!';
    let drawn = cut(&line, 2_500_000, 1, 1, "UTF-8");
    assert_eq!(
        drawn,
        format!("1:…{}[!]{}…\n", "x".repeat(60), "x".repeat(99))
    );
}

#[test]
fn of_a_long_mark_the_beginning_is_shown() {
    let text = format!("<a>\n{}\n</a>", "y".repeat(10_000));
    let drawn = cut(text.as_bytes(), 4, 10_000, 2, "UTF-8");
    assert_eq!(drawn, format!("1:<a>\n2:[{}]…\n", "y".repeat(160)));
    let lines = "z\n".repeat(50);
    let drawn = cut(lines.as_bytes(), 0, 100, 1, "UTF-8");
    assert_eq!(drawn, "1:[z]\n2:[z]\n3:[z]\n4:[z]\n5:[z]\n6:[z]…\n");
}

#[test]
fn line_ends_of_other_systems_are_line_ends() {
    assert_eq!(
        cut(b"<a>\r\n<b/>\r\n</a>\r\n", 5, 4, 2, "UTF-8"),
        "1:<a>\n2:[<b/>]\n3:</a>\n"
    );
}

#[test]
fn other_encodings_are_decoded() {
    let utf16 = &samples()[3];
    let excerpts = utf16.excerpts();
    let drawn = drawn(excerpts.get(0).expect("excerpt"));
    assert!(
        drawn.contains("7:    [<datum>]1990-02-31</datum>\n"),
        "{drawn}"
    );
    assert_eq!(
        cut(b"<a>\xFC</a>", 3, 1, 1, "windows-1252"),
        "1:<a>[ü]</a>\n"
    );
}

#[test]
fn what_is_not_in_the_encoding_is_shown_as_such() {
    assert_eq!(
        cut(b"<a>\xFF\xFE</a>", 3, 1, 1, "UTF-8"),
        "1:<a>[\u{FFFD}]\u{FFFD}</a>\n"
    );
    assert_eq!(cut(b"<a>", 0, 1, 1, "no-such-encoding"), "1:[<]a>\n");
}

#[test]
fn without_a_line_there_are_no_numbers() {
    assert_eq!(cut(b"<a>\n<b>", 4, 3, 0, "UTF-8"), "-:<a>\n-:[<b>]\n");
}

/// A file of a gigabyte that counts what is read of it.
struct Huge {
    position: u64,
    read: usize,
}

impl Read for Huge {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = (1u64 << 30).saturating_sub(self.position);
        let count = buffer
            .len()
            .min(usize::try_from(left).unwrap_or(usize::MAX));
        buffer[..count].fill(b'.');
        self.position += u64::try_from(count).unwrap_or(0);
        self.read += count;
        Ok(count)
    }
}

impl Seek for Huge {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Start(position) => self.position = position,
            _ => return Err(io::Error::other("not needed")),
        }
        Ok(self.position)
    }
}

#[test]
fn of_a_file_of_a_gigabyte_some_kilobytes_are_read() {
    let mut huge = Huge {
        position: 0,
        read: 0,
    };
    Excerpt::cut(&mut huge, 1 << 29, 1 << 28, 1, "UTF-8").expect("read");
    assert!(huge.read < 20_000, "{}", huge.read);
}

#[test]
fn excerpts_of_a_file_are_limited_in_number() {
    let sample = &samples()[2];
    let mut source = Cursor::new(sample.bytes.as_slice());
    let excerpts = Excerpts::cut_most(&sample.report, &mut source, "UTF-8", 2);
    let there: Vec<bool> = (0..3).map(|at| excerpts.get(at).is_some()).collect();
    assert_eq!(there, [true, true, false]);
}

proptest! {
    #[test]
    fn no_file_and_no_place_make_cutting_fail(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        offset in 0u64..400,
        length in prop_oneof![0u64..400, any::<u64>()],
        line in prop_oneof![0u32..5, any::<u32>()],
        encoding in prop::sample::select(vec!["UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "shift_jis", "gbk", "?"]),
    ) {
        let excerpt = Excerpt::cut(&mut Cursor::new(&bytes), offset, length, line, encoding).expect("read");
        for line in &excerpt.lines {
            let width: usize = line.parts.iter().map(|part| part.text.chars().count()).sum();
            prop_assert!(width <= 160);
        }
        prop_assert!(excerpt.lines.len() <= 10);
        prop_assert!(excerpt.lines.iter().flat_map(|l| &l.parts).any(|part| part.marked) || length > 0);
    }

    #[test]
    fn the_marked_text_is_the_text_at_the_place(
        text in "[a-zäöü€\u{1F600}\n]{0,400}",
        from in 0usize..400,
        count in 1usize..40,
    ) {
        let chars: Vec<char> = text.chars().collect();
        let from = from.min(chars.len());
        let marked: String = chars[from..].iter().take(count).collect();
        let before: String = chars[..from].iter().collect();
        let line = u32::try_from(before.matches('\n').count() + 1).expect("small");
        let length = u64::try_from(marked.len()).expect("small");
        let offset = u64::try_from(before.len()).expect("small");
        let excerpt = Excerpt::cut(&mut Cursor::new(text.as_bytes()), offset, length, line, "UTF-8").expect("read");
        let parts: String = excerpt.lines.iter()
            .flat_map(|line| &line.parts)
            .filter(|part| part.marked)
            .map(|part| part.text.as_str())
            .collect();
        // Line feeds stand between the lines; marks of many lines are cut.
        let expected: String = marked.split('\n').take(6).collect();
        prop_assert_eq!(parts, expected);
    }
}
