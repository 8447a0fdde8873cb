//! Tests of messages of several parts: what is written is read, and nothing that is read does harm.

use super::*;

fn sample() -> (MediaType, Vec<u8>) {
    let parts: [(String, &[u8]); 2] = [
        ("1@x".to_owned(), b"\r\n--\r\n\0\xff"),
        ("2@x".to_owned(), b""),
    ];
    let (content_type, body) = write("http://example.org/a", "<a/>", &parts);
    (MediaType::read(&content_type), body)
}

#[test]
fn what_is_written_is_read() {
    let (media, body) = sample();
    assert_eq!(media.essence, "multipart/related");
    assert_eq!(media.parameter("start-info"), Some("application/soap+xml"));
    assert_eq!(media.parameter("action"), Some("http://example.org/a"));
    let related = Related::read(&media, &body).unwrap();
    assert_eq!(related.parts.len(), 3);
    let content = |p: &Part| p.content(&body).unwrap();
    assert_eq!(content(related.root().unwrap()), b"<a/>");
    assert_eq!(content(related.part("1@x").unwrap()), b"\r\n--\r\n\0\xff");
    assert_eq!(content(related.part("2@x").unwrap()), b"");
    assert!(related.part("3@x").is_none());
}

#[test]
fn what_others_write_is_read() {
    let media = MediaType::read(
        "Multipart/Related;boundary=b;start=\"<r>\" ; type=\"a;b=\\\"c\\\"\";START-INFO=x",
    );
    assert_eq!(media.parameter("type"), Some("a;b=\"c\""));
    assert_eq!(media.parameter("start-info"), Some("x"));
    let body = b"preamble\n--b\ncontent-id: <1>\nContent-Transfer-Encoding: BASE64\n\nSGFs\nbG8=\n--b  \r\n\
                 Content-ID:<r>\r\n\r\n<a>--b</a>\r\n--b--\r\nepilogue";
    let related = Related::read(&media, body).unwrap();
    assert_eq!(
        related.root().unwrap().content(body).unwrap(),
        b"<a>--b</a>"
    );
    assert_eq!(related.part("1").unwrap().content(body).unwrap(), b"Hallo");
}

#[test]
fn without_a_start_the_first_part_is_the_root() {
    let media = MediaType::read("multipart/related; boundary=b");
    let body = b"--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--";
    let related = Related::read(&media, body).unwrap();
    assert_eq!(related.root().unwrap().content(body).unwrap(), b"one");
}

#[test]
fn what_is_broken_is_refused() {
    let read = |media: &str, body: &str| Related::read(&MediaType::read(media), body.as_bytes());
    let related = "multipart/related; boundary=b";
    assert!(read("multipart/related", "--b\r\n\r\n\r\n--b--").is_err());
    assert!(read(related, "").is_err());
    assert!(read(related, "--b--").is_err());
    assert!(read(related, "--b\r\n\r\none").is_err(), "cut off");
    assert!(read(related, "--b\r\nno end of head\r\n--b--").is_err());
    assert!(
        read(
            related,
            "--b\r\nContent-Transfer-Encoding: odd\r\n\r\n\r\n--b--"
        )
        .is_err()
    );
    assert!(
        read(
            "multipart/related; boundary=b; start=x",
            "--b\r\n\r\n\r\n--b--"
        )
        .is_err()
    );
    let many = "--b\r\n\r\n\r\n".repeat(MAX_PARTS + 1) + "--b--";
    assert!(read(related, &many).is_err());
    let long = format!("--b\r\nx: {}\r\n\r\n\r\n--b--", "y".repeat(MAX_HEAD));
    assert!(read(related, &long).is_err());
}

/// Small changes everywhere: no panic, and every part lies within the body.
#[test]
fn no_mutation_does_harm() {
    let (media, body) = sample();
    let header = "multipart/related; boundary=\"b\\\"c\"; start=<x>; start-info=\"y\"";
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut readable = 0;
    for _ in 0..20_000 {
        let mut changed = body.clone();
        for _ in 0..=random(3) {
            if changed.is_empty() {
                break;
            }
            let at = random(changed.len());
            match random(4) {
                0 => changed[at] = u8::try_from(random(256)).unwrap(),
                1 => drop(changed.remove(at)),
                2 => changed.insert(at, b"\r\n-:<>"[random(6)]),
                _ => changed.truncate(at.max(1)),
            }
        }
        if let Ok(related) = Related::read(&media, &changed) {
            readable += 1;
            for part in &related.parts {
                assert!(part.range.end <= changed.len());
                let _ = part.content(&changed);
            }
        }
        let mut header = header.to_owned().into_bytes();
        let at = random(header.len());
        header[at] = b"\";\\= "[random(5)];
        let _ = MediaType::read(&String::from_utf8(header).unwrap());
    }
    assert!(readable > 1000, "{readable} of all mutants were readable");
}
