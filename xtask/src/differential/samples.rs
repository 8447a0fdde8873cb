//! The messages that mutants are made from. Making them is slow, so that they are kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, SchemaSet};

/// The samples of one element, small ones first.
pub(super) struct Samples {
    pub(super) name: String,
    pub(super) texts: Vec<String>,
}

/// Which samples are made of each element: seed, and whether optional content is filled.
const MADE: &[(u64, bool)] = &[(1, false), (2, false), (1, true), (2, true)];

/// Larger samples take too long to judge.
const LARGEST: usize = 400_000;

/// Samples of all global elements that can stand in a message, kept below the folder.
pub(super) fn all(set: &SchemaSet, folder: &Path, threads: usize) -> Result<Vec<Samples>, String> {
    let bytes = set.to_bytes().map_err(|e| e.to_string())?;
    let folder = folder.join(super::schemas::hash(&bytes));
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let next = AtomicUsize::new(0);
    let work = || {
        let samplers: Vec<Sampler<'_>> = MADE
            .iter()
            .map(|(seed, full)| Sampler::new(set).seed(*seed).full(*full))
            .collect();
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(element) = set.elements.get(at) else {
                return made;
            };
            let file = folder.join(format!("{at}.xml"));
            let texts = match fs::read_to_string(&file) {
                Ok(text) => split(&text),
                Err(_) => {
                    let id = ElementId(at as u32);
                    let mut texts: Vec<String> =
                        samplers.iter().filter_map(|s| s.sample(id).ok()).collect();
                    texts.retain(|t| t.len() <= LARGEST);
                    texts.dedup();
                    // A failure to keep them costs time only.
                    let _ = fs::write(&file, texts.join(SEPARATOR));
                    texts
                }
            };
            let name = element.name.local.clone();
            made.push((at, Samples { name, texts }));
        }
    };
    let mut all: Vec<(usize, Samples)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let made = workers.into_iter().filter_map(|w| w.join().ok());
        made.flatten().collect()
    });
    all.sort_by_key(|(at, _)| *at);
    let all: Vec<Samples> = all.into_iter().map(|(_, s)| s).collect();
    Ok(all.into_iter().filter(|s| !s.texts.is_empty()).collect())
}

/// Messages that are there already.
pub(super) fn of_files(files: &[PathBuf]) -> Result<Vec<Samples>, String> {
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        Ok(Samples {
            name: name.into_owned(),
            texts: vec![text],
        })
    };
    files.iter().map(read).collect()
}

/// No message holds this character.
const SEPARATOR: &str = "\u{1}";

fn split(text: &str) -> Vec<String> {
    let all = text.split(SEPARATOR).filter(|t| !t.is_empty());
    all.map(str::to_owned).collect()
}
