//! Ours, as `cargo xtask compare` measures it beside its peers: `typed` reads to validated types,
//! `validator` validates by the schema set at run time, `write` writes what was read.
//!
//! Arguments: which of them, the list of messages, and the schema set in its compact form. A line of
//! the list is a file; or a file, a place in it and how many bytes of base 64 are to stand there,
//! separated by tabs, so that nobody has to store large messages.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{self, Read};

use xauslaender::v26_11::Nachricht;
use xoev_benches::rounds::{Messages, serve};
use xoev_schema::SchemaSet;
use xoev_validator::{Report, Settings, Validator};

/// A message: what stands before the base 64, how much of it there is, and the rest.
struct Message {
    head: Vec<u8>,
    filling: u64,
    tail: Vec<u8>,
}

/// Base 64, as much as is wanted. Whole blocks are copied, since making the message is measured, too.
struct Filling {
    left: u64,
}

const BLOCK: usize = 1 << 16;
static FILLING: [u8; BLOCK] = filling();

const fn filling() -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        block[at] = b"QUJDREVGR0hJSktM"[at % 16];
        at += 1;
    }
    block
}

impl Read for Filling {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = usize::try_from(self.left).unwrap_or(usize::MAX);
        // All blocks begin at a group of four characters, and ends of buffers may fall anywhere.
        let start = (self.left.wrapping_neg() % 16) as usize;
        let length = length.min(buffer.len()).min(BLOCK - start);
        buffer[..length].copy_from_slice(&FILLING[start..start + length]);
        self.left -= length as u64;
        Ok(length)
    }
}

impl Message {
    fn load(line: &str) -> io::Result<Message> {
        let mut fields = line.split('\t');
        let mut head = fs::read(fields.next().unwrap_or_default())?;
        let mut number = || fields.next().and_then(|field| field.parse::<u64>().ok());
        let (tail, filling) = match (number(), number()) {
            (Some(at), Some(count)) => {
                let at = usize::try_from(at).unwrap_or(usize::MAX).min(head.len());
                // Base 64 comes in groups of four, and what is copied in groups of sixteen.
                (head.split_off(at), count.next_multiple_of(16))
            }
            _ => (Vec::new(), 0),
        };
        Ok(Message {
            head,
            filling,
            tail,
        })
    }

    fn bytes(&self) -> u64 {
        (self.head.len() + self.tail.len()) as u64 + self.filling
    }

    fn stream(&self) -> impl Read {
        let filling = Filling { left: self.filling };
        self.head.chain(filling).chain(self.tail.as_slice())
    }

    fn whole(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.stream().read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mode, list, set] = arguments.as_slice() else {
        return Err("usage: compare_ours typed|validator|write LIST SCHEMASET".into());
    };
    let version = concat!("xoev ", env!("CARGO_PKG_VERSION"));
    match mode.as_str() {
        "typed" => serve(version, &whole(list)?, |message| {
            black_box(Nachricht::from_slice(message).map_err(|e| e.to_string())?);
            Ok(())
        })?,
        "validator" => {
            let validator = Validator::new(SchemaSet::from_bytes(&fs::read(set)?)?)?;
            let settings = Settings::default();
            let verdict = |report: Report| match report.findings.first() {
                None if report.is_valid() => Ok(()),
                None => Err(format!("{:?}", report.judgement)),
                Some(finding) => Err(finding.violation.to_string()),
            };
            let streamed = Messages::load(list, Message::load, Message::bytes)?;
            // A message that is filled need not fit into memory.
            if streamed.measured.iter().any(|m| m.filling > 0) {
                serve(version, &streamed, |m| {
                    let report = validator.validate(m.stream(), &settings);
                    verdict(report.map_err(|e| e.to_string())?)
                })?;
            } else {
                serve(version, &whole(list)?, |m| {
                    verdict(validator.validate_slice(m, &settings))
                })?;
            }
        }
        "write" => {
            let read = whole(list)?;
            let typed: Result<Vec<_>, _> = read
                .measured
                .iter()
                .map(|m| Nachricht::from_slice(m))
                .collect();
            let mut typed = Messages {
                measured: typed?,
                bytes: 0,
                faulty: Vec::new(),
            };
            for message in &typed.measured {
                typed.bytes += message.to_vec()?.len() as u64;
            }
            serve(version, &typed, |message| {
                black_box(message.to_vec().map_err(|e| e.to_string())?);
                Ok(())
            })?;
        }
        other => return Err(format!("{other} is unknown").into()),
    }
    Ok(())
}

/// The messages in memory.
fn whole(list: &str) -> io::Result<Messages<Vec<u8>>> {
    Messages::load(
        list,
        |line| Message::load(line)?.whole(),
        |m| m.len() as u64,
    )
}
