//! A packet of documents of any size, made while it is read, and the memory that a process took.

use std::io::{self, Read};

use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, SchemaSet};

/// The packet of documents.
pub const MESSAGE: &str = "Administration.Dokumentenlieferung.Paket.000040";
/// Its element with the documents.
pub const FIELD: &str = "dokumentcontainer";
/// What the documents consist of, again and again.
pub const PATTERN: &[u8; 12] = b"ABCDEFGHIJKL";
/// The same in base 64.
const ENCODED: &[u8; 16] = b"QUJDREVGR0hJSktM";

/// The same bytes again and again, so many in all.
struct Repeated {
    place: u64,
    end: u64,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.place).unwrap_or(usize::MAX);
        let length = buffer.len().min(left);
        for byte in &mut buffer[..length] {
            *byte = ENCODED[(self.place % 16) as usize];
            self.place += 1;
        }
        Ok(length)
    }
}

/// A packet with a document of so many bytes, a multiple of 12.
///
/// # Errors
/// If the schema set has no such message.
pub fn packet(set: &SchemaSet, bytes: u64) -> Result<impl Read + use<>, String> {
    let at = set.elements.iter().position(|e| e.name.local == MESSAGE);
    let at = at.and_then(|at| u32::try_from(at).ok());
    let id = ElementId(at.ok_or("no such message")?);
    let sample = Sampler::new(set).sample(id).map_err(|e| e.to_string())?;
    let open = sample.find(&format!("{FIELD}>")).ok_or("no documents")? + FIELD.len() + 1;
    let close = open + sample[open..].find("</").ok_or("no end")?;
    let content = Repeated {
        place: 0,
        end: bytes / PATTERN.len() as u64 * ENCODED.len() as u64,
    };
    let (head, tail) = (sample[..open].to_owned(), sample[close..].to_owned());
    Ok(io::Cursor::new(head)
        .chain(content)
        .chain(io::Cursor::new(tail)))
}

/// The most memory that the process has taken, in kilobytes, where the system tells.
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
