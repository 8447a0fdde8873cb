#![no_main]
#[path = "../src/code_lists.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| target::code_lists(bytes));
