//! How long a typical report to the register takes: reading with all checks, building, writing with
//! all checks. The goal is less than 100 microseconds for all three on a machine that does nothing
//! else.
//!
//! The report is a full sample of message 090010 with parts left out, until it has about 10 kB.
//! Building means to make a new message of it, as programs do that fill a template: a new
//! identification, and other values.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use xauslaender::v26_11::azr::AnAZRAZRFolgemeldung090010 as Report;
use xoev::basis::basisnachricht_g2g_1_1::UUID;
use xoev::din91379::DatatypeC;
use xoev::{Fault, Identifikation, MessageIo};
use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, Loader};

const MESSAGE: &str = "AnAZR.AZRFolgemeldung.090010";
const BYTES: usize = 10_000;

/// The report as bytes and as a value.
fn sample() -> Option<(Vec<u8>, Report)> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let set = Loader::new().folder(schemas).and_then(Loader::load).ok()?;
    let at = set.elements.iter().position(|e| e.name.local == MESSAGE)?;
    let id = ElementId(u32::try_from(at).ok()?);
    let sample = Sampler::new(&set).full(true).sample(id).ok()?;
    let mut report = Report::from_slice(sample.as_bytes()).ok()?;
    // What single reports seldom hold comes first.
    let parts: [fn(&mut Report); 9] = [
        |r| r.erweiterung.clear(),
        |r| r.nicht_identisch_mit.clear(),
        |r| r.familienverband = None,
        |r| r.lichtbild_zu_suchvermerk = None,
        |r| r.weitere_personalien = None,
        |r| r.personenbeschreibung = None,
        |r| r.kontakt = None,
        |r| r.angaben_zur_unterbringung = None,
        |r| r.fingerabdruck = None,
    ];
    for leave_out in parts {
        if report.to_vec().ok()?.len() <= BYTES {
            break;
        }
        leave_out(&mut report);
    }
    Some((report.to_vec().ok()?, report))
}

fn build(template: &Report) -> Result<Report, Fault> {
    let mut report = template.clone();
    let (uuid, time) = Identifikation::jetzt().into_parts();
    let identification = &mut report.nachrichtenkopf_g2g.identifikation_nachricht;
    identification.nachrichten_uuid = UUID::new(uuid.as_str())?;
    identification.erstellungszeitpunkt = time;
    report.durchfuehrender_sachbearbeiter = DatatypeC::new("Beispiel, Martina")?;
    report.verantwortlicher_sachbearbeiter = None;
    Ok(report)
}

fn latency(criterion: &mut Criterion) {
    let Some((xml, report)) = sample() else {
        println!("there is no sample");
        return;
    };
    let mut group = criterion.benchmark_group(format!("report of {} bytes", xml.len()));
    group.bench_function("read", |b| {
        b.iter(|| black_box(Report::from_slice(&xml)).is_ok());
    });
    group.bench_function("build", |b| {
        b.iter(|| black_box(build(&report)).is_ok());
    });
    group.bench_function("write", |b| {
        b.iter(|| black_box(report.to_vec()).is_ok());
    });
    group.bench_function("read, build, write", |b| {
        b.iter(|| {
            let read = Report::from_slice(&xml).ok()?;
            build(&read).ok()?.to_vec().ok()
        });
    });
    group.finish();
}

criterion_group!(benches, latency);
criterion_main!(benches);
