//! Hostile messages: what is read never panics, never exhausts the stack, and comes back the same.

#![allow(missing_docs)]

use std::fs;
use std::path::Path;
use std::thread;

use xauslaender::v26_11::Nachricht;
use xoev::ReadError;

// What the fuzz targets do, tried here so that it cannot rot.
#[path = "../../../fuzz/src/lib.rs"]
#[allow(unreachable_pub)] // It is a crate of its own there.
mod targets;

/// The example messages, valid and invalid, sorted by name.
fn examples() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/nachrichten");
    let mut list = Vec::new();
    for chapter in fs::read_dir(folder).expect("examples") {
        for file in fs::read_dir(chapter.expect("chapter").path()).expect("chapter") {
            let path = file.expect("file").path();
            if path.extension().is_some_and(|e| e == "xml") {
                list.push((
                    path.display().to_string(),
                    fs::read(&path).expect("readable"),
                ));
            }
        }
    }
    list.sort();
    assert!(list.len() > 20);
    list
}

/// Pseudorandom numbers, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }
}

#[test]
fn fuzz_targets_find_nothing_in_the_examples() {
    for (_, bytes) in examples() {
        targets::nachricht(&bytes);
        targets::round_trip(&bytes);
        targets::any_element(&bytes);
        for selector in 0..u8::try_from(targets::CHECKS.len()).expect("few types") {
            targets::simple_types(&[&[selector], &bytes[..bytes.len().min(200)]].concat());
        }
    }
}

#[test]
fn damaged_messages_are_read_without_panic() {
    let pieces: [&[u8]; 16] = [
        b"<",
        b">",
        b"/",
        b"&",
        b";",
        b"]]>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"<?",
        b"?>",
        b"\0",
        b"\xFF",
        "\u{FFFE}".as_bytes(),
        b" xmlns=''",
        b"xmlns:a='b'",
    ];
    let mut numbers = Numbers(1);
    for (name, bytes) in examples() {
        for _ in 0..40 {
            let mut damaged = bytes.clone();
            for _ in 0..=numbers.below(3) {
                let at = numbers.below(damaged.len());
                let end = (at + numbers.below(20)).min(damaged.len());
                match numbers.below(4) {
                    0 => drop(damaged.drain(at..end)),
                    1 => damaged[at] = u8::try_from(numbers.below(256)).expect("a byte"),
                    2 => drop(damaged.splice(at..at, pieces[numbers.below(16)].iter().copied())),
                    _ => damaged.extend_from_within(at..end),
                }
                if damaged.is_empty() {
                    damaged.push(b'<');
                }
            }
            let result = thread::Builder::new()
                .spawn(move || {
                    targets::nachricht(&damaged);
                    targets::round_trip(&damaged);
                })
                .expect("a thread")
                .join();
            assert!(result.is_ok(), "{name}");
        }
    }
}

/// A message in the open content of a message in the open content of a message.
fn nested_messages(message: &str, extension: &str, levels: usize) -> String {
    let message = message.trim_start_matches('\u{FEFF}').trim();
    let message = match message.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").expect("declaration").1,
        None => message,
    };
    let (head, end) = message.split_at(message.rfind("</").expect("end tag"));
    let open = format!("<e:e xmlns:e=\"{extension}\">");
    let outer = format!("{head}{open}").repeat(levels - 1);
    let inner = format!("</e:e>{end}").repeat(levels - 1);
    format!("{outer}{head}{end}{inner}")
}

#[test]
fn messages_nested_to_the_limit_fit_a_thread_of_two_mebibytes() {
    let extension = "http://www.osci.de/xauslaender2611/azr-erweiterung";
    let mut count = 0;
    for (name, bytes) in examples() {
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        if Nachricht::from_slice(nested_messages(&text, extension, 2).as_bytes()).is_err() {
            continue;
        }
        count += 1;
        let nest = |levels| nested_messages(&text, extension, levels);
        let deepest = (2..=50)
            .rev()
            .map(nest)
            .find(|nested| Nachricht::from_slice(nested.as_bytes()).is_ok())
            .expect("two levels at least");
        let too_deep = nest(51);
        let read = move || {
            let message = Nachricht::from_slice(deepest.as_bytes()).expect("valid");
            let written = message.to_vec().expect("valid");
            assert!(Nachricht::from_slice(&written).expect("valid") == message.clone());
            assert!(matches!(
                Nachricht::from_slice(too_deep.as_bytes()),
                Err(ReadError::Limit(_))
            ));
        };
        let result = thread::Builder::new()
            .stack_size(2 << 20)
            .spawn(read)
            .expect("thread")
            .join();
        assert!(result.is_ok(), "{name}");
    }
    assert!(count > 0, "no example has open content");
}
