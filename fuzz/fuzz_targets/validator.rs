//! Bytes of any kind past the bundled schemas.
#![no_main]
#[path = "../src/validator.rs"]
mod target;

use std::sync::OnceLock;

use xoev_schema::Loader;
use xoev_validator::Validator;

static VALIDATOR: OnceLock<Validator> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let validator = VALIDATOR.get_or_init(|| {
        let schemas = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
        let loader = Loader::new().folder(schemas).expect("the schemas");
        Validator::lazy(loader.load().expect("a schema set"))
    });
    target::validate(validator, bytes);
});
