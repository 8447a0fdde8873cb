//! Records to compare.
#![allow(dead_code)]

use std::sync::LazyLock;

use azr_compare::{Datensatz, Vergleicher};
use xoev_schema::SchemaSet;
use xoev_schema::sample::Sampler;

pub(crate) static VERGLEICHER: LazyLock<Vergleicher> =
    LazyLock::new(|| Vergleicher::new().expect("embedded schemas"));

static SCHEMAS: LazyLock<SchemaSet> =
    LazyLock::new(|| xoev_bundled::schemas().expect("embedded schemas"));

/// A message of the schema with all that is optional in it.
pub(crate) fn nachricht_von(element: &str, seed: u64) -> String {
    let ns = SCHEMAS
        .namespace("http://www.osci.de/xauslaender2611")
        .expect("the namespace");
    let id = SCHEMAS.find_element(ns, element).expect("the element");
    let sampler = Sampler::new(&SCHEMAS).seed(seed).full(true);
    sampler.sample(id).expect("a sample")
}

/// A whole record of the register.
pub(crate) fn nachricht(seed: u64) -> String {
    nachricht_von("VonAZR.AZRGesamtauskunft.090004", seed)
}

/// The same, read.
pub(crate) fn datensatz(seed: u64) -> Datensatz {
    let message = nachricht(seed);
    let record = Datensatz::aus_xml(VERGLEICHER.darsteller(), message.as_bytes());
    let record = record.expect("a record");
    assert!(record.maengel.is_empty(), "{:?}", record.maengel);
    record
}

/// A record from JSON.
pub(crate) fn json(text: &str) -> Datensatz {
    Datensatz::aus_json(VERGLEICHER.darsteller(), text.as_bytes()).expect("a record")
}
