//! Local trial, not committed.
use std::fs;
use std::path::PathBuf;
use xoev_schema::{ElementId, Loader, mutate::Mutator, sample::Sampler};
use xoev_validator::{Settings, Validator};

#[test]
fn trial() {
    let Ok(root) = std::env::var("PUB_ROOT") else { return };
    let out = PathBuf::from(std::env::var("PUB_OUT").unwrap());
    let mut loader = Loader::new();
    if let Ok(c) = std::env::var("PUB_CATALOG") {
        loader = loader.catalog(c).unwrap();
    }
    let t = std::time::Instant::now();
    let set = loader.root(&root).load().unwrap();
    println!("load {:?}: {} types {} elements", t.elapsed(), set.types.len(), set.elements.len());
    let t = std::time::Instant::now();
    let validator = Validator::new(set).unwrap();
    println!("compile {:?}", t.elapsed());
    let set = validator.set();
    fs::create_dir_all(&out).unwrap();
    let mutator = Mutator::new(set);
    let mut n = 0;
    let every: usize = std::env::var("PUB_EVERY").map_or(1, |s| s.parse().unwrap());
    let mut list = String::new();
    for at in (0..set.elements.len()).step_by(every) {
        let id = ElementId(at as u32);
        for full in [false, true] {
            let text = match Sampler::new(set).full(full).seed(at as u64).sample(id) {
                Ok(t) => t,
                Err(e) => { if full { println!("no sample: {e}"); } continue; }
            };
            if text.len() > 60_000 { continue; }
            let mut judge = |name: String, bytes: &[u8], what: String| {
                let report = validator.validate(bytes, &Settings::default()).unwrap();
                fs::write(out.join(&name), bytes).unwrap();
                let first = report.findings.first().map(|f| f.violation.to_string().replace(|c: char| c.is_whitespace() || c == '\u{2028}' || c == '\u{85}', " ")).unwrap_or_default();
                list.push_str(&format!("{name}\t{:?}\t{what}\t{first}\n", report.judgement));
                n += 1;
            };
            judge(format!("s{at}{full}.xml"), text.as_bytes(), "sample".into());
            for seed in 0..6u64 {
                if let Some(m) = mutator.mutate(&text, seed + 100 * at as u64) {
                    let what: Vec<String> = m.changes.iter().map(|c| format!("{} {}", c.kind, c.what)).collect();
                    judge(format!("m{at}{full}{seed}.xml"), &m.bytes, what.join("; ").replace(|c: char| c.is_whitespace(), " "));
                }
            }
        }
    }
    fs::write(out.join("verdicts.tsv"), list).unwrap();
    println!("{n} messages");
}
