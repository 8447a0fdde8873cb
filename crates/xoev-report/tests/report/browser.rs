//! The page in a real browser, where one is installed.

use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use xoev::Language;
use xoev_report::{Entry, FileReport, Layer, Severity};

use crate::samples::{Sample, html, options, samples};

/// A browser that takes longer is stopped, and the test fails.
const PATIENCE: Duration = Duration::from_secs(120);

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

fn browser() -> Option<&'static str> {
    let found = BROWSERS.iter().copied().find(|name| {
        Command::new(name)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    });
    if found.is_none() {
        eprintln!("SKIPPED: no browser is installed (Debian: chromium)");
    }
    found
}

/// The page as the browser has it once its script ran.
fn dom(browser: &str, page: &str, fragment: &str) -> String {
    // Browsers that are packed up with walls around them see no other temporary folders.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("folder");
    let file = folder.path().join("bericht.html");
    fs::write(&file, page).expect("written");
    let mut child = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .args(["--no-first-run", "--disable-background-networking"])
        .args(["--disable-dev-shm-usage", "--virtual-time-budget=2000"])
        .arg(format!("--user-data-dir={}", folder.path().display()))
        .arg(format!("file://{}{fragment}", file.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    // Its output is read while it runs: it would wait for a full pipe.
    let mut output = child.stdout.take().expect("output");
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        output.read_to_string(&mut text).map(|_| text)
    });
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("asked") {
            break status;
        }
        if began.elapsed() > PATIENCE {
            child.kill().expect("stopped");
            child.wait().expect("ended");
            panic!("{browser} took longer than {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(status.success(), "{browser}: {status}");
    reader.join().expect("read").expect("UTF-8")
}

/// Articles or findings that are shown, and all of them.
fn shown(dom: &str, tag: &str) -> (usize, usize) {
    let tags: Vec<&str> = dom
        .split(tag)
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .collect();
    let hidden = tags.iter().filter(|tag| tag.contains(" hidden=")).count();
    (tags.len() - hidden, tags.len())
}

const FILE: &str = "<article class=\"file\"";
const FINDING: &str = "<li class=\"finding";

#[test]
fn the_browser_shows_everything_until_a_filter_is_given() {
    let Some(browser) = browser() else { return };
    let dom = dom(browser, &html(&samples(), options(Language::German)), "");
    assert!(dom.contains("<h2 id=\"overview\">Übersicht</h2>"));
    assert!(dom.contains("<dt>nicht geprüft</dt><dd>1</dd>"), "{dom}");
    assert_eq!(shown(&dom, FILE), (5, 5));
    assert_eq!(shown(&dom, FINDING), (7, 7));
    // The policy let the script run: it shows the filter and says what is shown.
    assert_eq!(shown(&dom, "<form"), (1, 1));
    assert!(
        dom.contains(">5 von 5 Dateien, 7 von 7 Befunden</p>"),
        "{dom}"
    );
}

#[test]
fn the_browser_filters_by_text_layer_severity_rule_and_files() {
    let Some(browser) = browser() else { return };
    let page = html(&samples(), options(Language::German));
    for (fragment, files, findings) in [
        ("#filter=FAMILIENNAME", 1, 1),
        ("#filter=person-2", 1, 3),
        ("#filter=AZR-Fehlernachricht", 1, 0),
        ("#filter=nirgends", 0, 0),
        ("#layer=2", 1, 2),
        ("#severity=warning", 2, 2),
        ("#rule=cvc-datatype-valid.1.2.1", 1, 1),
        ("#findings=1", 4, 7),
        ("#layer=3&filter=utf16", 1, 1),
        ("#files", 5, 7),
    ] {
        let dom = dom(browser, &page, fragment);
        assert_eq!(shown(&dom, FILE).0, files, "files with {fragment}");
        let articles = dom.split(FILE).skip(1);
        let seen: usize = articles
            .filter(|a| !a.split('>').next().unwrap_or_default().contains(" hidden="))
            .map(|article| shown(article, FINDING).0)
            .sum();
        assert_eq!(seen, findings, "findings with {fragment}");
        let status = format!(">{files} von 5 Dateien, {findings} von 7 Befunden</p>");
        assert!(dom.contains(&status), "{fragment}");
    }
}

#[test]
fn the_browser_runs_and_fetches_nothing_that_a_message_brings_along() {
    let Some(browser) = browser() else { return };
    let listener = TcpListener::bind("127.0.0.1:0").expect("port");
    listener.set_nonblocking(true).expect("set");
    let address = format!("http://{}/x", listener.local_addr().expect("address"));
    let hostile = format!(
        "</script><script>document.title='broken'</script><img src=\"{address}\" \
         onerror=\"document.title='broken'\"/><link rel=\"stylesheet\" href=\"{address}\"/>\
         <meta http-equiv=\"refresh\" content=\"0;url={address}\"/>"
    );
    let entry = Entry::new(Layer::Schema, Severity::Error, &hostile, &hostile)
        .texts(&hostile, &hostile)
        .path(&hostile)
        .found(&hostile)
        .label(Some(&hostile))
        .place(1, 1, 0)
        .length(30);
    let sample = Sample {
        report: FileReport::invalid(&hostile)
            .message(&hostile, &hostile)
            .with(entry),
        bytes: hostile.clone().into_bytes(),
        encoding: "UTF-8",
    };
    let page = html(&[sample], options(Language::German));
    let dom = dom(browser, &page, "#filter=broken");
    assert!(dom.contains("<title>Prüfbericht: "), "{dom}");
    assert!(dom.contains(">1 von 1 Dateien, 1 von 1 Befunden</p>"));
    let connection = listener.accept().map(|(_, from)| from);
    assert!(connection.is_err(), "{connection:?}");
}
