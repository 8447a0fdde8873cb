//! Reading and writing of whole messages, beside tokenizing the same bytes.
//!
//! Only ratios between the rows of one run mean anything.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use xauslaender::v26_11::Nachricht;
use xoev_benches::{messages, reference_rows};

fn whole_messages(criterion: &mut Criterion) {
    let list = messages();
    let typed: Vec<Nachricht> = list
        .iter()
        .filter_map(|m| Nachricht::from_slice(m).ok())
        .collect();
    let mut group = criterion.benchmark_group("messages");
    reference_rows(&mut group, &list);
    group.bench_function("write validated", |b| {
        b.iter(|| {
            for message in &typed {
                let _ = black_box(message.to_vec());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, whole_messages);
criterion_main!(benches);
