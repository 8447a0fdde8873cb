//! What is measured: lists of messages, faulty ones, records that grow, and the schema in one folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, Loader, SchemaSet};

use super::Settings;

/// The messages that have types written by hand, by their numbers: `benches/peers/rust/src/by_hand.rs`.
const BY_HAND: &[&str] = &["090099", "130104", "130107"];
/// The message from which faulty ones are made.
const FAULTY: &str = "090099";
/// The whole record of a person, and a fact that it may hold as often as one likes.
const RECORD: (&str, &str) = ("090004", "visum");
/// The packet of documents, and the element with their bytes.
const PACKET: (&str, &str) = ("000040", "dokumentcontainer");

/// Samples of so many types of message are enough to see that all still runs.
const QUICK: usize = 8;

/// All that is handed to programs.
pub(super) struct Material {
    /// The folder that all of it is in.
    pub(super) folder: PathBuf,
    /// Names the schema set: what is generated from it depends on nothing else.
    pub(super) hash: String,
    /// The schema document that imports all others, each beside it under its own name.
    pub(super) schema: PathBuf,
    /// The compact form of the same schemas.
    pub(super) set: PathBuf,
    /// The list of all messages, and of those that have types written by hand.
    pub(super) all: PathBuf,
    pub(super) by_hand: PathBuf,
    /// How many messages are in the list of all, and how many bytes.
    pub(super) count: usize,
    pub(super) bytes: u64,
    /// How many faulty messages are in each list.
    pub(super) faulty: usize,
    /// A list for each size of record: number of facts, and the list.
    pub(super) records: Vec<(u64, PathBuf)>,
    /// The packet with the place of its documents.
    packet: (PathBuf, usize),
}

impl Material {
    /// Makes everything below a folder.
    pub(super) fn make(
        root: &Path,
        target: &Path,
        settings: &Settings,
    ) -> Result<Material, String> {
        let say = |e: &dyn std::fmt::Display| e.to_string();
        let loader = Loader::new()
            .folder(root.join("schemas"))
            .map_err(|e| say(&e))?;
        let set = loader.load().map_err(|e| say(&e))?;
        let bytes = set.to_bytes().map_err(|e| say(&e))?;
        let hash = crate::differential::schemas::hash(&bytes);
        let compact = target.join("schemas.bin");
        fs::write(&compact, bytes).map_err(|e| say(&e))?;
        let schema =
            crate::differential::schemas::flatten(&root.join("schemas"), &target.join("schemas"))?;
        let folder = target.join("messages");
        fs::create_dir_all(&folder).map_err(|e| say(&e))?;
        let mut samples = Samples {
            set: &set,
            folder,
            made: BTreeMap::new(),
        };
        let faulty = samples.faulty()?;
        let mut files = match &settings.messages {
            Some(folder) => found(folder)?,
            None => samples.all()?,
        };
        if settings.quick {
            files.truncate(QUICK);
        }
        let list = |name: &str, files: &[PathBuf]| {
            let lines = files.iter().map(|f| format!("{}\n", f.display()));
            let faulty = faulty.iter().map(|f| format!("!{}\n", f.display()));
            let list = target.join(name);
            fs::write(&list, lines.chain(faulty).collect::<String>()).map_err(|e| say(&e))?;
            Ok::<PathBuf, String>(list)
        };
        let mut by_hand: Vec<PathBuf> = files
            .iter()
            .filter(|f| is_one_of(f, BY_HAND))
            .cloned()
            .collect();
        if by_hand.is_empty() {
            for number in BY_HAND {
                by_hand.push(samples.file(number, true)?);
            }
        }
        let sizes = files.iter().map(|f| fs::metadata(f).map_or(0, |m| m.len()));
        let steps: &[u64] = if settings.quick {
            &[1, 10]
        } else {
            &[1, 10, 100, 1000]
        };
        let mut records = Vec::new();
        for count in steps {
            let file = samples.record(*count)?;
            records.push((*count, list(&format!("record-{count}.txt"), &[file])?));
        }
        Ok(Material {
            hash,
            schema,
            set: compact,
            all: list("all.txt", &files)?,
            by_hand: list("by-hand.txt", &by_hand)?,
            count: files.len(),
            bytes: sizes.sum(),
            faulty: faulty.len(),
            records,
            packet: samples.packet()?,
            folder: target.to_owned(),
        })
    }

    /// A list with the packet, filled with so many bytes of base 64.
    pub(super) fn packet(&self, bytes: u64) -> Result<PathBuf, String> {
        let (file, place) = &self.packet;
        let list = self.folder.join(format!("packet-{bytes}.txt"));
        let line = format!("{}\t{place}\t{bytes}\n", file.display());
        fs::write(&list, line).map_err(|e| e.to_string())?;
        Ok(list)
    }
}

/// Samples of messages, by number and by whether optional content is filled.
struct Samples<'a> {
    set: &'a SchemaSet,
    folder: PathBuf,
    made: BTreeMap<(String, bool), PathBuf>,
}

impl Samples<'_> {
    /// The smallest and the full sample of each type of message.
    fn all(&mut self) -> Result<Vec<PathBuf>, String> {
        let names = self.set.elements.iter().map(|e| number(&e.name.local));
        let mut numbers: Vec<String> = names.flatten().map(str::to_owned).collect();
        numbers.sort();
        numbers.dedup();
        let both = numbers.iter().flat_map(|n| [(n, false), (n, true)]);
        both.map(|(n, full)| self.file(n, full)).collect()
    }

    fn file(&mut self, wanted: &str, full: bool) -> Result<PathBuf, String> {
        if let Some(file) = self.made.get(&(wanted.to_owned(), full)) {
            return Ok(file.clone());
        }
        let mut elements = self.set.elements.iter();
        let at = elements.position(|e| number(&e.name.local) == Some(wanted));
        let at = at.ok_or(format!("there is no message {wanted}"))?;
        let sampler = Sampler::new(self.set).seed(1).full(full);
        let id = ElementId(u32::try_from(at).map_err(|e| e.to_string())?);
        let text = sampler.sample(id).map_err(|e| format!("{wanted}: {e}"))?;
        let size = if full { "full" } else { "min" };
        let file = self.write(&format!("{wanted}.{size}"), &text)?;
        self.made.insert((wanted.to_owned(), full), file.clone());
        Ok(file)
    }

    fn text(&mut self, wanted: &str, full: bool) -> Result<String, String> {
        let file = self.file(wanted, full)?;
        fs::read_to_string(file).map_err(|e| e.to_string())
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf, String> {
        let file = self.folder.join(format!("{name}.xml"));
        fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))?;
        Ok(file)
    }

    /// A message with one fault each: what validators have to notice.
    fn faulty(&mut self) -> Result<Vec<PathBuf>, String> {
        let text = self.text(FAULTY, false)?;
        let inside = |name: &str| {
            let open = format!("<{name}>");
            let start = text.find(&open).ok_or(format!("no {name}"))? + open.len();
            let end = start
                + text[start..]
                    .find("</")
                    .ok_or(format!("no end of {name}"))?;
            Ok::<_, String>((start, end))
        };
        let replaced =
            |start: usize, end: usize, by: &str| format!("{}{by}{}", &text[..start], &text[end..]);
        let (start, end) = inside("nachrichtenUUID")?;
        let pattern = replaced(start, end, "1");
        let (start, end) = inside("kennung")?;
        let characters = replaced(start, end, "\u{2603}");
        let (start, end) = inside("erstellungszeitpunkt")?;
        let (before, after) = (
            "<erstellungszeitpunkt>".len(),
            "</erstellungszeitpunkt>".len(),
        );
        let missing = replaced(start - before, end + after, "");
        let place = text.find("</nachrichtenkopf.g2g>").ok_or("no head")?;
        let surplus = replaced(place, place, "<unbekannt/>");
        let made = [
            ("pattern", pattern),
            ("characters", characters),
            ("missing", missing),
            ("surplus", surplus),
        ];
        made.iter()
            .map(|(name, text)| self.write(&format!("faulty-{name}"), text))
            .collect()
    }

    /// The smallest whole record, with so many facts.
    fn record(&mut self, count: u64) -> Result<PathBuf, String> {
        let (wanted, fact) = RECORD;
        let full = self.text(wanted, true)?;
        let least = self.text(wanted, false)?;
        let name = full.match_indices(fact).find_map(|(at, _)| {
            let tag = full[..at].rfind('<')?;
            let tag = full[tag + 1..].split(['>', ' ']).next()?;
            (tag.rsplit(':').next() == Some(fact)).then_some(tag)
        });
        let name = name.ok_or(format!("the sample has no {fact}"))?;
        let start = full.find(&format!("<{name}")).ok_or("no fact")?;
        let close = format!("</{name}>");
        let end = full.find(&close).ok_or("no end of the fact")? + close.len();
        let place = least.rfind("</").ok_or("no end of the record")?;
        let facts = full[start..end].repeat(usize::try_from(count).map_err(|e| e.to_string())?);
        let text = format!("{}{facts}{}", &least[..place], &least[place..]);
        self.write(&format!("record-{count}"), &text)
    }

    /// The packet, and where its documents begin.
    fn packet(&mut self) -> Result<(PathBuf, usize), String> {
        let (wanted, field) = PACKET;
        let file = self.file(wanted, false)?;
        let text = self.text(wanted, false)?;
        let open = format!("{field}>");
        let place = text
            .find(&open)
            .ok_or(format!("the packet has no {field}"))?;
        Ok((file, place + open.len()))
    }
}

/// The number at the end of a message's name.
fn number(name: &str) -> Option<&str> {
    let last = name.rsplit_once('.')?.1;
    (last.len() == 6 && last.bytes().all(|b| b.is_ascii_digit())).then_some(last)
}

/// Whether a file's name holds one of these numbers.
fn is_one_of(file: &Path, numbers: &[&str]) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').any(|part| numbers.contains(&part))
}

/// The messages below a folder.
fn found(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "xml") {
                files.push(fs::canonicalize(&path).map_err(|e| e.to_string())?);
            }
        }
    }
    files.sort();
    Ok(files)
}
