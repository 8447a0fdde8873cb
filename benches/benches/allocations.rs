//! How much memory typed messages take, counted by the allocator: allocations while reading, and
//! bytes that are still held afterwards.
//!
//! The goal is one allocation for each text, list and box. Texts are counted in the message: elements
//! without child elements whose text is not blank (leaves), and attributes other than declarations.
//! Lists are counted in the debug output of the typed message, those with at least one item. How
//! many boxes there are is not told by either, so that the bound is without them, and stricter than
//! the goal. What a copy of the typed message allocates is all that it keeps, each text, list and box
//! once: what reading allocates beyond is for the time of reading only, or growth of lists.
//!
//! Fails if the bound is missed in all messages together, those of [`xoev_benches::messages`] or one
//! full sample of each type, or if they hold more than three times their size.

use std::alloc::System;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use quick_xml::events::Event;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use xauslaender::v26_11::Nachricht;
use xoev_benches::messages;
use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, Loader};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How many times its size in XML a message may hold.
const MOST_MEMORY: f64 = 3.0;

/// What one message comes to.
#[derive(Clone, Copy, Default)]
struct Count {
    bytes: usize,
    allocations: usize,
    /// Allocations of a copy.
    kept: usize,
    leaves: usize,
    attributes: usize,
    lists: usize,
    /// Bytes held by the typed message, its own size included.
    held: usize,
}

impl Count {
    fn bound(&self) -> usize {
        self.leaves + self.attributes + self.lists
    }

    fn memory(&self) -> f64 {
        self.held as f64 / self.bytes as f64
    }

    fn add(&mut self, other: Count) {
        self.bytes += other.bytes;
        self.allocations += other.allocations;
        self.kept += other.kept;
        self.leaves += other.leaves;
        self.attributes += other.attributes;
        self.lists += other.lists;
        self.held += other.held;
    }
}

/// Reads a message and counts; none if it is not valid.
fn count(xml: &[u8]) -> Option<Count> {
    // Patterns are compiled when they are first needed.
    Nachricht::from_slice(xml).ok()?;
    let region = Region::new(ALLOCATOR);
    let message = Nachricht::from_slice(xml).ok()?;
    let stats = region.change();
    let held = stats.bytes_allocated - stats.bytes_deallocated + size_of_val(&message);
    let region = Region::new(ALLOCATOR);
    let copy = message.clone();
    let kept = region.change().allocations;
    drop(copy);
    // In pretty debug output, a list with items is the only thing whose line ends with a bracket:
    // texts stand between quotes, and an empty list is closed on its line.
    let debug = format!("{message:#?}");
    let lists = debug.lines().filter(|line| line.ends_with('[')).count();
    let (leaves, attributes) = texts(xml);
    Some(Count {
        bytes: xml.len(),
        allocations: stats.allocations + stats.reallocations,
        kept,
        leaves,
        attributes,
        lists,
        held,
    })
}

/// Elements without child elements whose text is not blank, and attributes that declare nothing.
fn texts(xml: &[u8]) -> (usize, usize) {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let (mut leaves, mut attributes) = (0, 0);
    // Whether the element entered last still has no child, and whether it has text.
    let (mut leaf, mut text) = (false, false);
    loop {
        let event = reader.read_event();
        if let Ok(Event::Start(tag) | Event::Empty(tag)) = &event {
            let all = tag.attributes().flatten();
            let values = all.filter(|a| a.key.as_namespace_binding().is_none());
            attributes += values.filter(|a| !a.value.is_empty()).count();
        }
        match event {
            Ok(Event::Start(_)) => (leaf, text) = (true, false),
            Ok(Event::Text(t)) => text |= !t.trim_ascii().is_empty(),
            Ok(Event::CData(_) | Event::GeneralRef(_)) => text = true,
            Ok(Event::End(_)) => {
                leaves += usize::from(leaf && text);
                (leaf, text) = (false, false);
            }
            Ok(Event::Empty(_)) => leaf = false,
            Ok(Event::Eof) | Err(_) => return (leaves, attributes),
            Ok(_) => {}
        }
    }
}

/// One full sample of each message, by name.
fn full_samples() -> Result<BTreeMap<String, Vec<u8>>, Box<dyn std::error::Error>> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let set = Loader::new().folder(schemas)?.load()?;
    let sampler = Sampler::new(&set).full(true);
    let mut samples = BTreeMap::new();
    for (at, element) in set.elements.iter().enumerate() {
        let id = ElementId(u32::try_from(at)?);
        if let Ok(sample) = sampler.sample(id) {
            samples.insert(element.name.local.clone(), sample.into_bytes());
        }
    }
    Ok(samples)
}

fn print(name: &str, count: &Count) {
    println!(
        "{name:56} {:8} {:11} {:7} {:7} {:10} {:6} {:6.2} {:6.2}",
        count.bytes,
        count.allocations,
        count.kept,
        count.leaves,
        count.attributes,
        count.lists,
        count.allocations as f64 / count.bound() as f64,
        count.memory(),
    );
}

/// Prints the total and what stands out; whether the total keeps both bounds.
fn report(title: &str, mut counts: Vec<(String, Count)>) -> bool {
    let mut total = Count::default();
    for (_, count) in &counts {
        total.add(*count);
    }
    println!("\n{title:56}    bytes allocations    kept  leaves attributes  lists  ratio memory");
    print(&format!("all {}", counts.len()), &total);
    let over = counts.iter().filter(|(_, c)| c.allocations > c.bound());
    println!(
        "more allocations than texts and lists: {} messages",
        over.count()
    );
    let over = counts.iter().filter(|(_, c)| c.memory() > MOST_MEMORY);
    println!(
        "more memory than {MOST_MEMORY} times the XML: {} messages",
        over.count()
    );
    println!("most allocations:");
    let ratio = |c: &Count| c.allocations as f64 / c.bound().max(1) as f64;
    counts.sort_by(|(_, a), (_, b)| ratio(b).total_cmp(&ratio(a)));
    for (name, count) in counts.iter().take(10) {
        print(name, count);
    }
    println!("most memory:");
    counts.sort_by(|(_, a), (_, b)| b.memory().total_cmp(&a.memory()));
    for (name, count) in counts.iter().take(10) {
        print(name, count);
    }
    !counts.is_empty() && total.allocations <= total.bound() && total.memory() <= MOST_MEMORY
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    println!(
        "size of the type of all messages: {} bytes",
        size_of::<Nachricht>()
    );
    let mix = messages().into_iter();
    let mix = mix.filter_map(|xml| Some((root(&xml), count(&xml)?)));
    let mix = report("messages", mix.collect());
    let full = full_samples()?.into_iter();
    let full = full.filter_map(|(name, xml)| Some((name, count(&xml)?)));
    let full = report("full samples", full.collect());
    Ok(match mix && full {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// The name of the root element, without prefix.
fn root(xml: &[u8]) -> String {
    let text = String::from_utf8_lossy(xml);
    let mut tags = text.split('<').skip(1);
    let tag = tags.find(|tag| tag.starts_with(char::is_alphabetic));
    let name = tag.unwrap_or_default().split([' ', '>', '\n', '\t', '/']);
    let name = name.into_iter().next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default().to_owned()
}
