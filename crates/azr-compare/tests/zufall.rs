//! Ten thousand pairs of records, in one of which something was changed: exactly that is reported,
//! and the other way round when the sides are swapped.

mod stamm;

use std::collections::{BTreeMap, BTreeSet};

use azr::darstellung::{Angabe, Eintrag, Inhalt};
use azr_compare::{Befund, Datensatz, Optionen, Vergleich};
use rand::rngs::SmallRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng as _, SeedableRng as _};
use stamm::{VERGLEICHER, datensatz};
use xoev::Teildatum;

const PAIRS: u64 = 10_000;

/// What is to be reported: entry, field, finding. Without field: the entry as a whole.
type Reported = BTreeSet<(String, Option<String>, Befund)>;

/// The leaves of an entry, by their path, as places of each level. Lists are left out, since values
/// of a list have no place of their own.
fn leaves(fields: &[Angabe], at: &[usize], out: &mut Vec<Vec<usize>>) {
    for (place, field) in fields.iter().enumerate() {
        if fields.iter().filter(|f| f.name == field.name).count() > 1 {
            continue;
        }
        let at = [at, &[place]].concat();
        match &field.inhalt {
            Inhalt::Gruppe(inner) => leaves(inner, &at, out),
            _ => out.push(at),
        }
    }
}

fn list_at<'f>(fields: &'f mut Vec<Angabe>, at: &[usize]) -> &'f mut Vec<Angabe> {
    match at {
        [] | [_] => fields,
        [first, rest @ ..] => match &mut fields[*first].inhalt {
            Inhalt::Gruppe(inner) => list_at(inner, rest),
            _ => unreachable!("a leaf within a leaf"),
        },
    }
}

fn path(fields: &[Angabe], at: &[usize]) -> String {
    let field = &fields[at[0]];
    match (&field.inhalt, &at[1..]) {
        (_, []) => field.name.clone(),
        (Inhalt::Gruppe(inner), rest) => format!("{}/{}", field.name, path(inner, rest)),
        _ => unreachable!("a leaf within a leaf"),
    }
}

/// Another value, and what that is to be judged; none if there is none for it.
fn changed(inhalt: &Inhalt, random: &mut SmallRng) -> Option<(Inhalt, Befund)> {
    let other = Befund::Verschieden;
    Some(match inhalt {
        Inhalt::Code(code) => {
            let mut code = code.clone();
            code.schluessel.push('X');
            (Inhalt::Code(code), other)
        }
        Inhalt::Datum(date) => {
            let (year, iso) = (date.jahr()?, date.iso()?);
            if date.tag().is_some() && random.random() {
                let month = Teildatum::from_iso(&iso[..7]).ok()?;
                (Inhalt::Datum(month), Befund::VermutlichGleich)
            } else {
                let next = Teildatum::from_iso(&format!("{}", year + 1)).ok()?;
                (Inhalt::Datum(next), other)
            }
        }
        Inhalt::Behoerde { kennzeichen, .. } => {
            let digits = if kennzeichen == "111111" {
                "222222"
            } else {
                "111111"
            };
            let kennzeichen = digits.to_owned();
            (
                Inhalt::Behoerde {
                    kennzeichen,
                    name: None,
                },
                other,
            )
        }
        Inhalt::Referenz(_) => (Inhalt::Referenz("Anderes01z".to_owned()), other),
        Inhalt::Name(Some(name)) => match name.to_uppercase() {
            upper if upper != *name && upper.len() == name.len() && random.random() => {
                (Inhalt::Name(Some(upper)), Befund::VermutlichGleich)
            }
            _ => (Inhalt::Name(Some("Qwrtzbf".to_owned())), other),
        },
        Inhalt::Text(text) => (Inhalt::Text(format!("{text} 7q9")), other),
        Inhalt::Wahrheit(value) => (Inhalt::Wahrheit(!value), other),
        _ => return None,
    })
}

/// What names an entry in the report: its id, or its group, of which there is one entry then.
fn mark(entry: &Eintrag) -> String {
    let id = entry.referenz.as_deref().map(|id| &id[..7]);
    id.unwrap_or(entry.gruppe.name).to_owned()
}

/// Changes a field of an entry, or takes it away. Whether there was one to change.
fn change(entry: &mut Eintrag, random: &mut SmallRng, reported: &mut Reported) -> bool {
    let mut all = Vec::new();
    leaves(&entry.angaben, &[], &mut all);
    // Without id, an entry must stay like itself.
    if all.len() < 2 || (entry.referenz.is_none() && all.len() < 9) {
        return false;
    }
    let Some(at) = all.choose(random) else {
        return false;
    };
    let field = path(&entry.angaben, at);
    let mark = mark(entry);
    let last = at[at.len() - 1];
    let list = list_at(&mut entry.angaben, at);
    if random.random_ratio(1, 4) {
        list.remove(last);
        reported.insert((mark, Some(field), Befund::NurLokal));
    } else if let Some((inhalt, befund)) = changed(&list[last].inhalt, random) {
        list[last].inhalt = inhalt;
        reported.insert((mark, Some(field), befund));
    } else {
        return false;
    }
    true
}

/// Some entries of the pool, with ids of their own; one of a group may be without.
fn some(pool: &[Eintrag], random: &mut SmallRng) -> Vec<Eintrag> {
    let number = random.random_range(2..9);
    let mut entries: Vec<Eintrag> = pool.choose_multiple(random, number).cloned().collect();
    let mut of_group: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &entries {
        *of_group.entry(entry.gruppe.name).or_default() += 1;
    }
    for (at, entry) in entries.iter_mut().enumerate() {
        let alone = of_group[entry.gruppe.name] == 1;
        let id = format!("E{at:06}1z");
        let has_id = entry.gruppe.referenz.is_some() && !(alone && random.random_ratio(1, 3));
        entry.referenz = has_id.then_some(id);
    }
    // Without ids, entries of one group can't be told apart here.
    entries.retain(|e| e.referenz.is_some() || of_group[e.gruppe.name] == 1);
    entries
}

/// The other record, and what is to be reported.
fn other(local: &Datensatz, pool: &[Eintrag], random: &mut SmallRng) -> (Datensatz, Reported) {
    let mut register = local.clone();
    let mut reported = Reported::new();
    let mut kept = Vec::new();
    for mut entry in std::mem::take(&mut register.eintraege) {
        match random.random_range(0..10) {
            0 => {
                reported.insert((mark(&entry), None, Befund::NurLokal));
                continue;
            }
            1 => {
                if let Some(id) = &mut entry.referenz {
                    id.replace_range(7.., "2y");
                    let field = Some("referenz.id".to_owned());
                    reported.insert((id[..7].to_owned(), field, Befund::VermutlichGleich));
                }
            }
            2..=5 => {
                change(&mut entry, random, &mut reported);
            }
            _ => {}
        }
        kept.push(entry);
    }
    if random.random_ratio(1, 3) {
        let mut added = pool[random.random_range(0..pool.len())].clone();
        let known = local.eintraege.iter().any(|e| e.gruppe == added.gruppe);
        if !known && added.gruppe.referenz.is_some() {
            added.referenz = Some("NEUER001z".to_owned());
            reported.insert((mark(&added), None, Befund::NurRegister));
            kept.push(added);
        }
    }
    kept.shuffle(random);
    register.eintraege = kept;
    (register, reported)
}

/// What was reported.
fn report(vergleich: &Vergleich) -> Reported {
    let mut reported = Reported::new();
    for group in &vergleich.gruppen {
        for entry in &group.eintraege {
            let id = entry.felder.iter().find(|f| f.pfad == "referenz.id");
            let id = id.and_then(|f| f.lokal.as_deref().or(f.register.as_deref()));
            let mark = id.map_or(group.gruppe, |id| &id[..7]).to_owned();
            if matches!(entry.befund, Befund::NurLokal | Befund::NurRegister) {
                reported.insert((mark, None, entry.befund));
                continue;
            }
            for field in entry.felder.iter().filter(|f| f.befund != Befund::Gleich) {
                reported.insert((mark.clone(), Some(field.pfad.clone()), field.befund));
            }
        }
    }
    reported
}

/// Compares one pair both ways.
fn try_pair(seed: u64, pool: &[Eintrag]) -> usize {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut local = Datensatz::neu("990309012345");
    local.eintraege = some(pool, &mut random);
    let (register, expected) = other(&local, pool, &mut random);
    let options = Optionen::default();
    let vergleich = VERGLEICHER.vergleiche(&local, &register, &options);
    assert_eq!(report(&vergleich), expected, "pair {seed}");
    let counts = expected.iter().any(|(_, field, befund)| {
        let names = field.as_deref().unwrap_or_default();
        let counts = !names.split('/').any(|n| options.ohne_wertung.contains(n));
        counts && *befund > Befund::VermutlichGleich
    });
    assert_eq!(
        vergleich.befund == Befund::Verschieden,
        counts,
        "pair {seed}"
    );
    let swapped = VERGLEICHER.vergleiche(&register, &local, &options);
    assert_eq!(swapped, vergleich.getauscht(), "pair {seed}");
    expected.len()
}

#[test]
fn exactly_the_injected_differences_are_reported_and_swapping_sides_swaps_them() {
    let pool: Vec<Eintrag> = (0..4).flat_map(|seed| datensatz(seed).eintraege).collect();
    // Two threads, since the machine of most people has as many.
    let numbers: Vec<u64> = (0..PAIRS).collect();
    let injected: usize = std::thread::scope(|scope| {
        let halves = numbers.chunks(numbers.len().div_ceil(2));
        let threads: Vec<_> = halves
            .map(|half| {
                let pool = &pool;
                scope.spawn(move || half.iter().map(|seed| try_pair(*seed, pool)).sum::<usize>())
            })
            .collect();
        threads
            .into_iter()
            .map(|t| t.join().expect("no fault"))
            .sum()
    });
    assert!(injected > 20_000, "{injected}");
}

#[test]
fn whole_records_without_ids_and_in_another_order_are_the_same_both_ways() {
    let mut random = SmallRng::seed_from_u64(7);
    for seed in 0..3 {
        let mut local = datensatz(seed);
        local.eintraege.iter_mut().for_each(|e| e.referenz = None);
        let mut register = local.clone();
        register.eintraege.shuffle(&mut random);
        let options = Optionen::default();
        let vergleich = VERGLEICHER.vergleiche(&local, &register, &options);
        assert_eq!(vergleich.befund, Befund::Gleich);
        // Other records, of which nothing belongs together but what happens to be alike.
        let other = datensatz(seed + 10);
        let there = VERGLEICHER.vergleiche(&local, &other, &options);
        let back = VERGLEICHER.vergleiche(&other, &local, &options);
        assert_eq!(there.getauscht(), back);
    }
}
