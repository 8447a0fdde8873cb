//! Cutting and putting together takes memory that does not depend on the size of the documents. Measured
//! as the peak of a process of its own, by what the kernel says about it.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read};
use std::process::Command;
use std::time::Instant;

use xoev_administration::bezug::Nachrichtenbezug;
use xoev_administration::paket::*;

use crate::gemeinsam::*;

/// How many bytes the process of its own has to deal with.
const GROESSE: &str = "XOEV_PAKETE_BYTES";

/// Bytes without end that can't be packed.
struct Rauschen(u64);

impl Read for Rauschen {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for piece in buffer.chunks_mut(8) {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            piece.copy_from_slice(&self.0.to_le_bytes()[..piece.len()]);
        }
        Ok(buffer.len())
    }
}

/// Greatest memory that this process had, in bytes.
fn spitze() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib << 10)
}

/// Packs, cuts, puts together and unpacks documents of so many bytes, and prints the peaks of memory.
#[test]
#[ignore = "run by the others, in a process of its own"]
fn a_delivery_is_cut_and_put_together() {
    let Some(size) = std::env::var(GROESSE)
        .ok()
        .and_then(|s| s.parse::<u64>().ok())
    else {
        return;
    };
    let begin = Instant::now();
    let archive = tempfile::tempfile().expect("a file");
    let mut packer = Packer::neu(BufWriter::new(archive));
    let documents = 4;
    for n in 1..=documents {
        let content = Rauschen(n).take(size / documents);
        packer
            .dokument(&uuid(n), "pdf", content, Verfahren::Stored)
            .expect("packed");
    }
    let (archive, bytes) = packer.fertig().expect("an archive");
    let mut archive: File = archive.into_inner().expect("written");
    // The schemas are there before the measuring begins.
    let packet = aktenlieferung(1, 100, 1);
    assert!(bericht(&packet).is_valid());
    let before = spitze().expect("a kernel that tells");
    let plan =
        Teilung::planen(Paketart::Akte, &absender(), &andere(), bytes, None).expect("a plan");
    let announcing = aktenlieferung(plan.anzahl(), bytes, documents);
    let reference = Nachrichtenbezug::von(&kopf(&announcing)).expect("one");
    let by = Ankuendigende::Aktenlieferung(reference.uuid);
    let limits = Lieferungsgrenzen::default();
    let announced = Ankuendigung::lesen(&announcing, &limits)
        .expect("good")
        .expect("announces");
    let store = tempfile::tempfile().expect("a file");
    let mut z = Zusammensetzung::neu(announced, store, limits).expect("good");
    for number in (1..=plan.anzahl()).rev() {
        let packet = plan.paket(number, &by, jetzt()).expect("a packet");
        let mut message = tempfile::tempfile().expect("a file");
        let mut out = BufWriter::new(&mut message);
        packet.schreiben(&mut archive, &mut out).expect("written");
        drop(out);
        assert_eq!(
            message.metadata().expect("metadata").len(),
            packet.groesse()
        );
        assert!(packet.groesse() <= MAX_NACHRICHT);
        io::Seek::rewind(&mut message).expect("rewound");
        z.aufnehmen(validator(), BufReader::new(message))
            .expect("taken");
    }
    let mut whole = z.abschliessen().expect("an archive");
    whole.pruefen().expect("whole");
    let after = spitze().expect("a kernel that tells");
    let seconds = begin.elapsed().as_secs();
    println!(
        "pakete {} bytes {bytes} vorher {before} nachher {after} sekunden {seconds}",
        plan.anzahl()
    );
}

/// Runs that in a process of its own, and gives its peaks before and after.
fn gemessen(size: u64) -> Option<(u64, u64)> {
    spitze()?;
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args([
            "--exact",
            "speicher::a_delivery_is_cut_and_put_together",
            "--ignored",
            "--nocapture",
        ])
        .env(GROESSE, size.to_string())
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let line = text
        .lines()
        .find_map(|l| l.split_once("pakete "))
        .expect("a line")
        .1;
    println!("{line}");
    let words: Vec<&str> = line.split(' ').collect();
    let number = |after: &str| {
        let at = words.iter().position(|w| *w == after)?;
        words.get(at + 1)?.parse().ok()
    };
    Some((number("vorher")?, number("nachher")?))
}

#[test]
fn a_large_file_takes_no_more_memory_than_a_small_one() {
    let Some((before, after)) = gemessen(120 << 20) else {
        eprintln!("SKIPPED: this system does not tell the memory of a process (/proc/self/status)");
        return;
    };
    assert!(after - before < 16 << 20, "{before} {after}");
}

#[test]
#[ignore = "takes minutes and 5 GB of disk"]
fn two_gigabytes_take_no_more_memory_than_a_small_file() {
    let (before, after) = gemessen(2 << 30).expect("a system that tells");
    assert!(after - before < 16 << 20, "{before} {after}");
}
