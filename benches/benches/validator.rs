//! Validating messages against their schema set at run time, beside tokenizing and reading the same
//! bytes; with the rules beyond the schema as well.
//!
//! Only ratios between the rows of one run mean anything.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use xauslaender::v26_11::Nachricht;
use xoev_benches::{messages, tokenize};
use xoev_rules::Rules;
use xoev_schema::Loader;
use xoev_validator::{Settings, Validator};

fn validating(criterion: &mut Criterion) {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let set = Loader::new().folder(schemas).and_then(Loader::load);
    let Ok(set) = set else {
        println!("the schemas cannot be read");
        return;
    };
    let rules = Rules::bundled(&set);
    let validator = Validator::lazy(set);
    let settings = Settings::default();
    let list = messages();
    let bytes: usize = list.iter().map(Vec::len).sum();
    let mut group = criterion.benchmark_group("validating");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("tokenize with quick-xml NsReader", |b| {
        b.iter(|| list.iter().map(|m| tokenize(m)).sum::<usize>());
    });
    group.bench_function("read to validated types", |b| {
        b.iter(|| {
            for message in &list {
                let _ = black_box(Nachricht::from_slice(message));
            }
        });
    });
    group.bench_function("validate by the schema set", |b| {
        b.iter(|| {
            for message in &list {
                let _ = black_box(validator.validate(message.as_slice(), &settings));
            }
        });
    });
    group.bench_function("validate by the schema set and the rules", |b| {
        b.iter(|| {
            for message in &list {
                let mut watch = rules.watch();
                let report = validator.validate_with(message.as_slice(), &settings, &mut watch);
                if let Ok(report) = report {
                    black_box(watch.finish(&report));
                }
            }
        });
    });
    group.finish();
}

criterion_group!(benches, validating);
criterion_main!(benches);
