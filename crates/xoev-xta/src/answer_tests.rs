//! Tests of reading answers as real servers write them.

use super::*;
use crate::fault::FaultKind;

const SOAP: &str = "application/soap+xml";

fn answer(headers: &str, body: &str) -> Answer {
    let envelope = format!(
        "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' xmlns:x='urn:x'>\
         <s:Header>{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    );
    Answer::of(200, SOAP, envelope.as_bytes()).unwrap()
}

#[test]
fn an_empty_list_has_a_reason_with_or_without_a_list() {
    let reason = "<x:MsgBoxResponse MsgBoxRequestID='1'><x:NoMessageAvailable \
                  reason='http://www.osci.eu/ws/2008/05/transport/MsgBox/reasons/NoMatch'/>\
                  </x:MsgBoxResponse>";
    for body in ["", "<x:MsgStatusList/>"] {
        let page = Page::read(&answer(reason, body)).unwrap();
        assert_eq!(page.no_message, Some(NoMessage::NoMatch));
        assert!(page.entries.is_empty());
    }
    let page = Page::read(&answer("", "<x:MsgStatusList/>")).unwrap();
    assert_eq!((page.pending, page.no_message), (0, None));
    assert!(Page::read(&answer("", "")).is_err());
}

#[test]
fn attributes_are_read_even_misspelt() {
    let body = "<x:MsgStatusList><x:MsgAttributes><x:MessageID>urn:1</x:MessageID>\
                <x:MsgSize>12</x:MsgSize><x:DeliveryTime>2026-11-02T10:00:00</x:DeliveryTime>\
                </x:MsgAttributes><MsgAtrributes><MessageID> urn:2 </MessageID></MsgAtrributes>\
                <x:Other/></x:MsgStatusList>";
    let page = Page::read(&answer("", body)).unwrap();
    let ids: Vec<_> = page
        .entries
        .iter()
        .map(|e| e.message_id.as_deref())
        .collect();
    assert_eq!(ids, [Some("urn:1"), Some("urn:2")]);
    let time = page.entries[0].delivery.unwrap();
    assert_eq!(time.to_rfc3339(), "2026-11-02T10:00:00+00:00");
    assert_eq!(page.entries[0].size, Some(12));
}

#[test]
fn codes_are_read_with_and_without_namespace() {
    for code in [
        "<code>a.000020</code>",
        "<x:code>a.000020</x:code>",
        "a.000020",
    ] {
        let metadata = format!(
            "<x:MessageMetaData TestMsg='1'><x:Qualifier><x:MessageType payloadSchema='urn:p'>\
             {code}</x:MessageType></x:Qualifier></x:MessageMetaData>"
        );
        let body = "<x:GenericContentContainer><x:ContentContainer><x:Message>\n SGFs\n bG8= \
                    </x:Message></x:ContentContainer></x:GenericContentContainer>";
        let fetched = Fetched::read(&answer(&metadata, body), 100).unwrap();
        assert_eq!(
            fetched.metadata.number().as_deref(),
            Some("000020"),
            "{code}"
        );
        assert!(fetched.metadata.test);
        assert_eq!(fetched.container.message.bytes, b"Hallo");
        let reader = Address::of("ags:1");
        let parcel = fetched.metadata.parcel(fetched.container, &reader);
        assert_eq!(parcel.kind.unwrap().namespace, "urn:p");
        assert_eq!(parcel.reader, reader, "who asked for it is the reader");
    }
}

#[test]
fn containers_that_can_not_be_read_are_said_to_be() {
    let read = |content: &str| {
        let body = format!("<x:GenericContentContainer>{content}</x:GenericContentContainer>");
        Fetched::read(&answer("", &body), 3).unwrap_err()
    };
    assert_eq!(read("<x:EncryptedData/>"), XtaError::Encrypted);
    let message = |content: &str| {
        read(&format!(
            "<x:ContentContainer>{content}</x:ContentContainer>"
        ))
    };
    for (content, part) in [
        ("", "without message"),
        ("<x:Message>%%%</x:Message>", "base64"),
        ("<x:Message>SGFsbG8=</x:Message>", "too large"),
        (
            "<x:Message><x:Include href='cid:1'/></x:Message>",
            "part 1 is missing",
        ),
        (
            "<x:Message>SGE=</x:Message><x:Attachment>SGE=</x:Attachment>",
            "too large",
        ),
    ] {
        let error = message(content).to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_service_may_be_unknown_to_the_server() {
    let body = "<x:LookupServiceResponse><x:LookupServiceResultList><x:LookupServiceResult>\
                <x:IsServiceAvailableValue><x:ServiceIsAvailableUnknown>true\
                </x:ServiceIsAvailableUnknown></x:IsServiceAvailableValue></x:LookupServiceResult>\
                <x:LookupServiceResult><x:IsServiceAvailableValue><x:ServiceIsAvailable>1\
                </x:ServiceIsAvailable></x:IsServiceAvailableValue></x:LookupServiceResult>\
                </x:LookupServiceResultList></x:LookupServiceResponse>";
    let found = Availability::read(&answer("", body)).unwrap();
    let available: Vec<_> = found.iter().map(|a| a.available).collect();
    assert_eq!(available, [None, Some(true)]);
}

#[test]
fn reports_keep_code_list_and_text_of_each_record() {
    let body = "<x:TransportReport><x:MessageStatus><x:Status> 3 </x:Status><x:ErrorList>\
                <x:Error><x:Code listURI='urn:l' listVersionID='7'><code>E1</code></x:Code>\
                <x:Reason>kaputt</x:Reason></x:Error></x:ErrorList></x:MessageStatus>\
                </x:TransportReport>";
    let report = TransportReport::read(&answer("", body)).unwrap();
    let record = &report.errors[0];
    assert_eq!(record.list_uri.as_deref(), Some("urn:l"));
    assert_eq!(record.list_version.as_deref(), Some("7"));
    let Status::Failed(failure) = report.status() else {
        panic!("red is failed");
    };
    assert_eq!(
        (failure.code.as_str(), failure.text.as_str()),
        ("E1", "E1: kaputt")
    );
    assert_eq!(failure.class, FailureClass::Permanent);
}

#[test]
fn faults_of_soap_1_1_are_read_too() {
    let fault = "<Envelope><Body><Fault><faultcode>s:Server</faultcode>\
                 <faultstring>Grund</faultstring><detail><CancelDenied><errorCode>9101</errorCode>\
                 </CancelDenied></detail></Fault></Body></Envelope>";
    for status in [200, 500] {
        let Err(XtaError::Fault(fault)) = Answer::of(status, "text/xml", fault.as_bytes()) else {
            panic!("a fault, whatever the status");
        };
        assert_eq!(fault.kind, FaultKind::CancelDenied);
        assert_eq!(fault.code.as_deref(), Some("9101"));
        assert_eq!(fault.text, "Grund");
    }
}

#[test]
fn what_is_no_soap_is_an_answer_or_a_status() {
    let read = |status, body: &str| Answer::of(status, SOAP, body.as_bytes()).map(drop);
    assert!(matches!(read(200, "<html/>"), Err(XtaError::Answer(_))));
    assert!(matches!(read(200, "?"), Err(XtaError::Answer(_))));
    assert_eq!(read(502, "<html/>"), Err(XtaError::Http(502)));
    assert_eq!(
        read(502, "<Envelope><Body/></Envelope>"),
        Err(XtaError::Http(502))
    );
    assert_eq!(read(202, ""), Ok(()), "nothing to say");
    assert_eq!(read(500, ""), Err(XtaError::Http(500)));
}

#[test]
fn more_than_a_thousand_attachments_are_not_taken_in() {
    let inline = |count: usize| {
        let body = format!(
            "<x:GenericContentContainer><x:ContentContainer><x:Message/>{}</x:ContentContainer>\
             </x:GenericContentContainer>",
            "<x:Attachment/>".repeat(count)
        );
        Fetched::read(&answer("", &body), 100)
    };
    let fetched = inline(1000).unwrap();
    assert_eq!(fetched.container.attachments.len(), 1000);
    let text = "a container with more than 1000 attachments".to_owned();
    assert_eq!(inline(1001).unwrap_err(), XtaError::Answer(text));

    let parts = |count: usize| {
        let body = format!(
            "--b\r\n\r\n<Envelope/>{}\r\n--b--",
            "\r\n--b\r\n\r\nx".repeat(count)
        );
        Answer::of(200, "multipart/related; boundary=b", body.as_bytes())
    };
    assert!(parts(1001).is_ok(), "a message and its attachments");
    let text = "more than 1002 parts".to_owned();
    assert_eq!(parts(1002).unwrap_err(), XtaError::Answer(text));
}

/// Small changes everywhere in an answer with all that is read: no panic, no hang.
#[test]
fn no_mutation_of_an_answer_does_harm() {
    let body = b"--b\r\nContent-ID: <r>\r\n\r\n<e:Envelope xmlns:e='urn:e'><e:Header>\
        <MessageMetaData TestMsg='true'><DeliveryAttributes><Origin>2026-11-02T10:00:00Z</Origin>\
        </DeliveryAttributes><MsgSize>5</MsgSize></MessageMetaData><MsgBoxResponse \
        MsgBoxRequestID='1'><ItemsPending>3</ItemsPending></MsgBoxResponse></e:Header><e:Body>\
        <GenericContentContainer><ContentContainer><Message contentType='a'>\
        <Include href='cid:1%40x'/></Message><Attachment>SGFsbG8=</Attachment>\
        </ContentContainer></GenericContentContainer></e:Body></e:Envelope>\r\n--b\r\n\
        Content-ID: <1@x>\r\n\r\nHallo\r\n--b--";
    let media = "multipart/related; boundary=b; start=\"<r>\"";
    let whole = Answer::of(200, media, body).unwrap();
    let fetched = Fetched::read(&whole, 100).unwrap();
    assert_eq!(fetched.container.message.bytes, b"Hallo");
    assert_eq!((fetched.pending, fetched.metadata.size), (3, Some(5)));
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let (mut readable, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let mut changed = body.to_vec();
        for _ in 0..=random(3) {
            let at = random(changed.len());
            match random(3) {
                0 => changed[at] = u8::try_from(random(256)).unwrap(),
                1 => drop(changed.remove(at)),
                _ => changed.insert(at, b"<>/&;'%-"[random(8)]),
            }
        }
        let read = Answer::of(200, media, &changed).and_then(|answer| {
            let _ = Page::read(&answer);
            let _ = TransportReport::read(&answer);
            Fetched::read(&answer, 100)
        });
        match read {
            Ok(_) => readable += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(readable > 1000 && refused > 1000, "{readable}, {refused}");
}
