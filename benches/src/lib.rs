//! The messages that are measured, and the tokenizer that they are measured against.

pub mod packet;
pub mod rounds;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Throughput};
use quick_xml::events::Event;
use quick_xml::reader::NsReader;
use xauslaender::v26_11::Nachricht;

/// The messages to measure: those below the folder in `XOEV_CORPUS` (its subfolder `valid/mix`),
/// or the valid examples of this repository. Messages that can't be read are left out.
pub fn messages() -> Vec<Vec<u8>> {
    let folder = match std::env::var_os("XOEV_CORPUS") {
        Some(corpus) => PathBuf::from(corpus).join("valid/mix"),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/nachrichten"),
    };
    let mut found = Vec::new();
    let mut open = vec![folder];
    while let Some(dir) = open.pop() {
        let Ok(entries) = fs::read_dir(&dir) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if let Ok(bytes) = fs::read(&path)
                && Nachricht::from_slice(&bytes).is_ok()
            {
                found.push(bytes);
            }
        }
    }
    found
}

/// Tokenizing alone: names resolved, attributes looked at, nothing checked or kept.
pub fn tokenize(bytes: &[u8]) -> usize {
    let mut reader = NsReader::from_reader(bytes);
    let mut count = 0;
    loop {
        match reader.read_resolved_event() {
            Ok((_, Event::Eof)) | Err(_) => return count,
            Ok((ns, Event::Start(tag) | Event::Empty(tag))) => {
                black_box(ns);
                for attribute in tag.attributes().flatten() {
                    black_box(attribute.value);
                }
                count += 1;
            }
            Ok((_, event)) => {
                black_box(event);
            }
        }
    }
}

/// The rows that all others are compared with: tokenizing, and reading to validated types.
pub fn reference_rows(group: &mut BenchmarkGroup<'_, WallTime>, messages: &[Vec<u8>]) {
    let bytes: usize = messages.iter().map(Vec::len).sum();
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("tokenize with quick-xml NsReader", |b| {
        b.iter(|| messages.iter().map(|m| tokenize(m)).sum::<usize>());
    });
    group.bench_function("read to validated types", |b| {
        b.iter(|| {
            for message in messages {
                let _ = black_box(Nachricht::from_slice(message));
            }
        });
    });
}
