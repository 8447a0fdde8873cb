//! Archives as they come, good and bad.

use std::io::{Cursor, Write as _};

use xoev_administration::paket::{
    Angekuendigt, Dokumentarchiv, Lieferungsgrenzen, Packer, Paketfehler, Teilungsfehler, Verfahren,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::gemeinsam::uuid;

pub(crate) fn angekuendigt(numbers: impl IntoIterator<Item = u64>) -> Vec<Angekuendigt> {
    let each = numbers.into_iter().map(|n| Angekuendigt {
        uuid: uuid(n).as_str().to_owned(),
        dateiname: None,
    });
    each.collect()
}

fn name(n: u64) -> String {
    format!("{}.pdf", uuid(n).as_str())
}

/// An archive with these entries.
fn roh(entries: &[(String, CompressionMethod, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, method, content) in entries {
        let options = SimpleFileOptions::default().compression_method(*method);
        zip.start_file(name.as_str(), options).expect("an entry");
        zip.write_all(content).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

fn oeffnen(
    bytes: Vec<u8>,
    numbers: &[u64],
) -> Result<Dokumentarchiv<Cursor<Vec<u8>>>, Paketfehler> {
    let announced = angekuendigt(numbers.iter().copied());
    Dokumentarchiv::oeffnen(
        Cursor::new(bytes),
        &announced,
        &Lieferungsgrenzen::default(),
    )
}

use CompressionMethod::{Deflated, Stored};

#[test]
fn documents_are_packed_and_unpacked() {
    let mut packer = Packer::neu(Cursor::new(Vec::new()));
    let large = vec![b'x'; 100_000];
    packer
        .dokument(&uuid(1), "pdf", &large[..], Verfahren::Deflate)
        .expect("packed");
    packer
        .dokument(&uuid(2), "jpg", &b"JPG"[..], Verfahren::Stored)
        .expect("packed");
    let twice = packer.dokument(&uuid(2), "pdf", &b""[..], Verfahren::Stored);
    assert!(matches!(twice, Err(Teilungsfehler::Doppelt(_))));
    for format in ["", "p/f", "..", "pdfpdfpdfpdf", "ä"] {
        let refused = packer.dokument(&uuid(3), format, &b""[..], Verfahren::Stored);
        assert!(
            matches!(refused, Err(Teilungsfehler::Format(_))),
            "{format}"
        );
    }
    let (archive, bytes) = packer.fertig().expect("an archive");
    let archive = archive.into_inner();
    assert_eq!(archive.len() as u64, bytes);
    let mut archive = oeffnen(archive, &[2, 1]).expect("good");
    let [first, second] = archive.dokumente() else {
        panic!("{archive:?}");
    };
    assert_eq!((first.groesse, first.format.as_str()), (100_000, "pdf"));
    assert_eq!(second.format, "jpg");
    let mut out = Vec::new();
    let upper = uuid(1).as_str().to_ascii_uppercase();
    assert_eq!(
        archive.entpacken(&upper, &mut out).expect("unpacked"),
        100_000
    );
    assert_eq!(out, large);
    archive.pruefen().expect("whole");
    assert!(matches!(
        archive.entpacken("x", &mut out),
        Err(Paketfehler::Unbekannt(_))
    ));
}

#[test]
fn entries_are_named_by_uuid_and_format_without_folders() {
    for wrong in [
        format!("akte/{}", name(1)),
        format!("..\\{}", name(1)),
        "Dokument.pdf".to_owned(),
        uuid(1).as_str().to_owned(),
        format!("{}.p-f", uuid(1).as_str()),
        format!("{}/", uuid(1).as_str()),
    ] {
        let refused = oeffnen(roh(&[(wrong.clone(), Stored, b"")]), &[1]);
        assert!(
            matches!(refused, Err(Paketfehler::Eintrag { .. })),
            "{wrong}"
        );
    }
}

#[test]
fn only_deflate_and_stored_are_allowed() {
    let mut bytes = roh(&[(name(1), Deflated, b"text text text text")]);
    assert!(oeffnen(bytes.clone(), &[1]).is_ok());
    // The method stands in the local header and in the directory; 12 is BZIP2.
    let places: Vec<usize> = (0..bytes.len() - 12)
        .filter_map(|at| match &bytes[at..at + 4] {
            b"PK\x03\x04" => Some(at + 8),
            b"PK\x01\x02" => Some(at + 10),
            _ => None,
        })
        .collect();
    assert_eq!(places.len(), 2);
    for at in places {
        bytes[at] = 12;
    }
    assert!(matches!(
        oeffnen(bytes, &[1]),
        Err(Paketfehler::Eintrag { .. })
    ));
}

#[test]
fn documents_and_announcement_match_one_to_one() {
    let two = roh(&[(name(1), Stored, b"a"), (name(2), Stored, b"b")]);
    assert!(oeffnen(two.clone(), &[1, 2]).is_ok());
    assert!(matches!(
        oeffnen(two.clone(), &[1]),
        Err(Paketfehler::NichtAngekuendigt(_))
    ));
    let missing = oeffnen(two, &[1, 2, 3, 4]);
    assert!(matches!(
        missing,
        Err(Paketfehler::DokumentFehlt { anzahl: 2, .. })
    ));
    // The same document in two formats is there twice.
    let again = format!("{}.jpg", uuid(1).as_str());
    let twice = roh(&[(name(1), Stored, b"a"), (again, Stored, b"b")]);
    assert!(matches!(
        oeffnen(twice, &[1]),
        Err(Paketfehler::NichtAngekuendigt(_))
    ));
}

#[test]
fn archives_that_exhaust_are_refused_before_they_are_unpacked() {
    let zeros = vec![0; 20 << 20];
    let bomb = roh(&[(name(1), Deflated, &zeros)]);
    assert!(bomb.len() < 100_000);
    assert!(matches!(
        oeffnen(bomb.clone(), &[1]),
        Err(Paketfehler::Grenze(_))
    ));
    let open = |limits: Lieferungsgrenzen| {
        Dokumentarchiv::oeffnen(Cursor::new(bomb.clone()), &angekuendigt([1]), &limits)
    };
    let loose = Lieferungsgrenzen {
        verhaeltnis: 2000,
        ..Default::default()
    };
    assert!(open(loose).is_ok());
    assert!(matches!(
        open(Lieferungsgrenzen {
            dokument: 1 << 20,
            ..loose
        }),
        Err(Paketfehler::Grenze(_))
    ));
    assert!(matches!(
        open(Lieferungsgrenzen {
            entpackt: 1 << 20,
            ..loose
        }),
        Err(Paketfehler::Grenze(_))
    ));
    assert!(matches!(
        open(Lieferungsgrenzen {
            dokumente: 0,
            ..loose
        }),
        Err(Paketfehler::Grenze(_))
    ));
    assert!(matches!(
        open(Lieferungsgrenzen {
            verzeichnis: 10,
            ..loose
        }),
        Err(Paketfehler::Grenze(_))
    ));
    // An archive that lies about its sizes is noticed while it is unpacked.
    let mut lying = roh(&[(name(1), Deflated, &zeros)]);
    let size = (20u32 << 20).to_le_bytes();
    let at = lying.windows(4).rposition(|w| w == size).expect("a size");
    lying[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    let mut archive = oeffnen(lying, &[1]).expect("it looks good");
    let mut out = Vec::new();
    assert!(matches!(
        archive.entpacken(uuid(1).as_str(), &mut out),
        Err(Paketfehler::Archiv(_))
    ));
    assert!(out.len() <= 1000);
}

#[test]
fn what_is_no_archive_or_damaged_is_refused() {
    let good = roh(&[(name(1), Stored, b"content")]);
    for bytes in [
        Vec::new(),
        b"%PDF-1.7".to_vec(),
        good[..good.len() - 1].to_vec(),
        [&good[..], b"more"].concat(),
        [&good[..], &good[good.len() - 22..]].concat(),
    ] {
        let refused = oeffnen(bytes, &[1]);
        assert!(refused.is_err(), "{refused:?}");
    }
    let mut commented = good.clone();
    let end = good[good.len() - 22..].to_vec();
    let at = commented.len() - 2;
    commented[at] = 22;
    commented.extend(&end);
    let refused = oeffnen(commented, &[1]);
    assert!(
        matches!(refused, Err(Paketfehler::Archiv(_))),
        "{refused:?}"
    );
    let before = oeffnen([b"#!/bin/sh\n", &good[..]].concat(), &[1]);
    assert!(matches!(before, Err(Paketfehler::Archiv(_))), "{before:?}");
    let mut damaged = good.clone();
    let at = damaged
        .windows(7)
        .position(|w| w == b"content")
        .expect("content");
    damaged[at] = b'C';
    let mut archive = oeffnen(damaged, &[1]).expect("its directory is good");
    assert!(matches!(archive.pruefen(), Err(Paketfehler::Archiv(_))));
    let mut encrypted = good;
    let places: Vec<usize> = (0..encrypted.len() - 12)
        .filter_map(|at| match &encrypted[at..at + 4] {
            b"PK\x03\x04" => Some(at + 6),
            b"PK\x01\x02" => Some(at + 8),
            _ => None,
        })
        .collect();
    for at in places {
        encrypted[at] |= 1;
    }
    assert!(matches!(
        oeffnen(encrypted, &[1]),
        Err(Paketfehler::Eintrag { .. })
    ));
}

#[test]
fn archives_with_more_entries_than_fit_the_small_end_are_read() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(Stored);
    let count = 66_000;
    for n in 1..=count {
        zip.start_file(name(n), options).expect("an entry");
    }
    let bytes = zip.finish().expect("an archive").into_inner();
    let open = |bytes, limits: Lieferungsgrenzen| {
        Dokumentarchiv::oeffnen(Cursor::new(bytes), &angekuendigt(1..=count), &limits)
    };
    let small = Lieferungsgrenzen {
        dokumente: 65_999,
        ..Default::default()
    };
    assert!(matches!(
        open(bytes.clone(), small),
        Err(Paketfehler::Grenze(_))
    ));
    let mut archive = open(bytes, Lieferungsgrenzen::default()).expect("good");
    assert_eq!(archive.dokumente().len() as u64, count);
    // Looking for each among all would take minutes.
    let begin = std::time::Instant::now();
    archive.pruefen().expect("whole");
    assert!(begin.elapsed() < std::time::Duration::from_secs(30));
}

/// Sets a number of four bytes in the directory entry of this position, or of all.
fn im_verzeichnis(bytes: &mut [u8], entry: usize, offset: usize, value: u32) {
    let mut places = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02"));
    let at = places.nth(entry).expect("an entry") + offset;
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let two = roh(&[(name(1), Stored, b"same"), (name(2), Stored, b"same")]);
    assert!(oeffnen(two.clone(), &[1, 2]).is_ok());
    let is_overlap = |archive: Vec<u8>| match oeffnen(archive, &[1, 2]) {
        Err(Paketfehler::Archiv(text)) => assert_eq!(text, "its entries overlap"),
        other => panic!("{other:?}"),
    };
    // Two names for the same bytes: the second entry's head is said to be the first one's.
    let mut twice = two.clone();
    im_verzeichnis(&mut twice, 1, 42, 0);
    is_overlap(twice);
    // An entry whose content is the other entry, and one whose content is the directory.
    for entry in [0, 1] {
        let mut longer = two.clone();
        for offset in [20, 24] {
            im_verzeichnis(&mut longer, entry, offset, 5);
        }
        is_overlap(longer);
    }
}

#[test]
fn many_small_documents_may_not_exhaust_either() {
    let zeros = vec![0; 1 << 20];
    let entries: Vec<_> = (1..=3).map(|n| (name(n), Deflated, &zeros[..])).collect();
    let bomb = roh(&entries);
    assert!(bomb.len() < 10_000);
    // Each alone is small enough not to matter.
    assert!(oeffnen(roh(&entries[..1]), &[1]).is_ok());
    let refused = oeffnen(bomb.clone(), &[1, 2, 3]);
    assert!(
        matches!(refused, Err(Paketfehler::Grenze(what)) if what.contains("the archive is packed")),
        "{refused:?}"
    );
    let loose = Lieferungsgrenzen {
        verhaeltnis: 2000,
        ..Default::default()
    };
    assert!(Dokumentarchiv::oeffnen(Cursor::new(bomb), &angekuendigt(1..=3), &loose).is_ok());
}
