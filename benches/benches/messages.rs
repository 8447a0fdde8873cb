//! Reading and writing of whole messages, beside tokenizing the same bytes.
//!
//! Only ratios between the rows of one run mean anything.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use xauslaender::v26_11::Nachricht;
use xoev_benches::{messages, tokenize};

fn whole_messages(criterion: &mut Criterion) {
    let list = messages();
    let bytes: usize = list.iter().map(Vec::len).sum();
    let typed: Vec<Nachricht> = list
        .iter()
        .filter_map(|m| Nachricht::from_slice(m).ok())
        .collect();
    let mut group = criterion.benchmark_group("messages");
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
