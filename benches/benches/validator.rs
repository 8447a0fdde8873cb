//! Validating messages against their schema set at run time, beside tokenizing and reading the same
//! bytes; with the rules beyond the schema as well.
//!
//! Only ratios between the rows of one run mean anything.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use xoev_benches::{messages, reference_rows};
use xoev_rules::Rules;
use xoev_validator::{Settings, Validator};

fn validating(criterion: &mut Criterion) {
    let Ok(set) = xoev_bundled::schemas() else {
        println!("the schemas cannot be read");
        return;
    };
    let rules = Rules::bundled(&set);
    let validator = Validator::lazy(set);
    let settings = Settings::default();
    let list = messages();
    let mut group = criterion.benchmark_group("validating");
    reference_rows(&mut group, &list);
    group.bench_function("validate by the schema set", |b| {
        b.iter(|| {
            for message in &list {
                black_box(validator.validate_slice(message, &settings));
            }
        });
    });
    group.bench_function("validate by the schema set, as a stream", |b| {
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
                let report = validator.validate_slice_with(message, &settings, &mut watch);
                black_box(watch.finish(&report));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, validating);
criterion_main!(benches);
