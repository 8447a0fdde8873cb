#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| xoev_fuzz::round_trip(bytes));
