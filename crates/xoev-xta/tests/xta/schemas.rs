//! What the client writes, judged by the published schemas and an independent validator. They are
//! not part of this repository: `XOEV_XTA_SCHEMAS` names the folder with `XTA.wsdl` and its schemas.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use xoev_transport::{Attachment, Transport as _};
use xoev_xta::{Operation, XtaError};

use crate::faults::call;
use crate::support::{client_with, parcel, server};

/// A schema for whole envelopes: the namespaces of the folder, brought together.
fn driver(folder: &Path) -> String {
    let import = |namespace: &str, file: &str| {
        format!(
            "<xs:import namespace=\"{namespace}\" schemaLocation=\"{}\"/>",
            folder.join(file).display()
        )
    };
    [
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">".to_owned(),
        import("http://www.w3.org/2003/05/soap-envelope", ".xsd"),
        import("http://www.w3.org/2005/08/addressing", "ws-addr.xsd"),
        import("http://www.osci.eu/ws/2008/05/transport", "OSCI2_02.xsd"),
        import(
            "http://www.osci.eu/ws/2014/10/transport",
            "OSCI_MessageMetaData_V2.02.xsd",
        ),
        import(
            "http://xoev.de/transport/xta/211",
            "XTA-Webservice-Globale-Elemente.xsd",
        ),
        "</xs:schema>".to_owned(),
    ]
    .concat()
}

/// What the client sends: at least one envelope of each operation.
async fn envelopes() -> Vec<String> {
    let server = server(|s| s.sync = Some(Arc::new(|_| Ok(b"<b/>".to_vec())))).await;
    let xta = client_with(&server, |s| s.hold_back = Duration::from_secs(60));
    for operation in Operation::ALL {
        let called: Result<(), XtaError> = call(&xta, operation).await;
        drop(called);
    }
    let mut full = parcel("<a/>");
    full.test = true;
    full.in_reply_to = vec!["urn:uuid:2".to_owned(), "urn:uuid:3".to_owned()];
    full.attachments = vec![Attachment {
        content_type: "application/pdf".to_owned(),
        file_name: Some("a \"b\".pdf".to_owned()),
        content: b"%PDF".to_vec(),
    }];
    xta.send(&full).await.expect("it is sent");
    let calls = server.calls();
    assert!(calls.iter().all(|c| c.operation.is_some()), "{calls:?}");
    calls.into_iter().map(|c| c.envelope).collect()
}

/// Has a file judged; an error is what the validator says.
fn judged(schema: &Path, file: &Path) -> Result<(), String> {
    let output = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .args([schema, file])
        .output()
        .map_err(|e| e.to_string())?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[tokio::test]
async fn every_envelope_is_valid_by_the_published_schemas() {
    let Some(folder) = env::var_os("XOEV_XTA_SCHEMAS").map(PathBuf::from) else {
        println!("SKIPPED: XOEV_XTA_SCHEMAS names no folder with the schemas of XTA 2.1.1");
        return;
    };
    if Command::new("xmllint").arg("--version").output().is_err() {
        println!("SKIPPED: there is no xmllint");
        return;
    }
    let work = tempfile::tempdir().unwrap();
    let schema = work.path().join("envelopes.xsd");
    fs::write(&schema, driver(&folder)).unwrap();
    let file = work.path().join("envelope.xml");
    let envelopes = envelopes().await;
    assert!(envelopes.len() > Operation::ALL.len());
    for envelope in &envelopes {
        // A reference stands for base64; the schema knows base64 only.
        let as_base64 = without_references(envelope);
        fs::write(&file, as_base64).unwrap();
        let verdict = judged(&schema, &file);
        assert_eq!(verdict, Ok(()), "{envelope}");
    }
    let spoilt = envelopes
        .iter()
        .map(|e| e.replace("meta:Reader>", "meta:Leser>"));
    let spoilt = spoilt.filter(|e| e.contains("meta:Leser>"));
    let mut refused = 0;
    for envelope in spoilt {
        fs::write(&file, without_references(&envelope)).unwrap();
        refused += usize::from(judged(&schema, &file).is_err());
    }
    assert!(refused > 0, "the validator sees what is wrong");
}

fn without_references(envelope: &str) -> String {
    let mut text = String::new();
    let mut rest = envelope;
    while let Some((before, after)) = rest.split_once("<xop:Include") {
        text.push_str(before);
        text.push_str("YQ==");
        rest = after.split_once("/>").map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text
}
