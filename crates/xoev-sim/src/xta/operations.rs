//! What each operation does.

use std::collections::VecDeque;

use chrono::SecondsFormat;

use super::answer::{Answer, escaped};
use super::fault::Fault;
use super::node::Node;
use super::operation::Operation;
use super::payload;
use super::request::{META, OSCI, Request, XTA};
use super::state::{Iteration, State, Stored};
use super::{Mode, Sent, Settings};

/// Processes a request.
pub(super) fn process(
    settings: &Settings,
    state: &mut State,
    request: &Request,
) -> Result<Answer, Fault> {
    if !settings.accounts.is_empty() && !settings.accounts.contains(&request.author) {
        return Err(Fault::code("9012"));
    }
    let id = request.body.text.trim();
    match request.operation {
        Operation::CheckAccountActive => Ok(Answer::empty()),
        Operation::CreateMessageId => Ok(Answer::of(format!(
            "<a:MessageID>urn:de:xta:messageid:sim:{}</a:MessageID>",
            uuid::Uuid::new_v4()
        ))),
        Operation::LookupService => lookup(settings, &request.body),
        Operation::GetTransportReport => report(settings, state, &request.author, id),
        Operation::CancelMessage => cancel(state, &request.author, id),
        Operation::SendMessage => {
            let sent = accepted(settings, state, request, Mode::Asynchronous)?;
            state.take_in(sent.metadata, sent.sent.files);
            Ok(Answer::empty())
        }
        Operation::SendMessageSync => {
            let sent = accepted(settings, state, request, Mode::Synchronous)?;
            let answer = settings.sync.as_ref().ok_or_else(|| Fault::code("9080"))?;
            state.used.insert(sent.sent.id.clone());
            let answer = answer(&sent.sent)?;
            let metadata = payload::reply(&sent.metadata, &sent.sent.id, &answer);
            Ok(Answer {
                files: vec![payload::message_file(answer)],
                ..Answer::default()
            }
            .with_metadata(&metadata))
        }
        Operation::GetStatusList => Ok(list(settings, state, request)),
        Operation::GetNextStatusList => Ok(next_list(state, request)),
        Operation::GetMessage => message(state, request),
        Operation::GetNextMessage => next_message(state, request),
        Operation::Close => {
            let request_id = request.body.attribute("MsgBoxRequestID");
            if !is_own(state, request_id, &request.author) {
                return Err(Fault::code("9070"));
            }
            close(state, request)?;
            state.iterations.remove(request_id);
            Ok(Answer::empty())
        }
    }
}

fn is_own(state: &State, request_id: &str, author: &str) -> bool {
    let iteration = state.iterations.get(request_id);
    iteration.is_some_and(|i| i.reader == author)
}

/// A message that may be taken in.
struct Accepted {
    metadata: Node,
    sent: Sent,
}

fn accepted(
    settings: &Settings,
    state: &State,
    request: &Request,
    mode: Mode,
) -> Result<Accepted, Fault> {
    let metadata = request
        .metadata
        .clone()
        .ok_or_else(|| Fault::code("9020"))?;
    let text = |path: &[&str]| metadata.text_at(path).to_owned();
    let sent = Sent {
        id: text(&["MsgIdentification", "MessageID"]),
        author: request.author.clone(),
        reader: text(&["Destinations", "Reader", "Identifier"]),
        service: text(&["Qualifier", "Service"]),
        message_type: text(&["Qualifier", "MessageType", "code"]),
        test: matches!(metadata.attribute("TestMsg"), "true" | "1"),
        files: request.files.clone(),
    };
    if !sent.id.contains(':') {
        return Err(Fault::code("9021").saying("MessageID ist keine URI"));
    }
    if state.used.contains(&sent.id) {
        return Err(Fault::code("9024"));
    }
    let size: usize = sent.files.iter().map(|f| f.bytes.len()).sum();
    if size as u64 > settings.max_bytes {
        return Err(Fault::code("9023"));
    }
    let offered = settings
        .services
        .iter()
        .find(|s| s.reader == sent.reader && s.uri == sent.service);
    match offered.map(|s| s.mode) {
        Some(Mode::Asynchronous) if mode == Mode::Synchronous => return Err(Fault::code("9080")),
        Some(Mode::Synchronous) if mode == Mode::Asynchronous => return Err(Fault::code("9081")),
        None if !settings.services.is_empty() => return Err(Fault::code("9032")),
        _ => {}
    }
    for file in &sent.files {
        if payload::has_test_virus(&file.bytes) {
            return Err(Fault::code("9060"));
        }
    }
    if settings.validate {
        let message = sent.files.first().map_or(&[][..], |f| &f.bytes);
        payload::check(message).map_err(|text| Fault::code("9050").saying(text))?;
    }
    Ok(Accepted { metadata, sent })
}

fn lookup(settings: &Settings, body: &Node) -> Result<Answer, Fault> {
    let mut xml = "<x:LookupServiceResponse><x:LookupServiceResultList>".to_owned();
    let mut count = 0;
    for list in body.all("LookupServiceRequestList") {
        let service = list
            .child(XTA, "LookupService")
            .ok_or_else(|| Fault::code("9020"))?;
        let reader = service
            .child(META, "Reader")
            .ok_or_else(|| Fault::code("9020"))?;
        let uri = service.text_at(&["ServiceType"]);
        if uri.is_empty() {
            return Err(Fault::code("9020"));
        }
        let key = reader.text_at(&["Identifier"]);
        let available = settings.services.is_empty()
            || settings
                .services
                .iter()
                .any(|s| s.reader == key && s.uri == uri);
        xml.push_str("<x:LookupServiceResult>");
        reader.write(&mut xml);
        xml.push_str(&format!(
            "<x:ServiceType>{}</x:ServiceType><x:IsServiceAvailableValue><x:ServiceIsAvailable>\
             {available}</x:ServiceIsAvailable></x:IsServiceAvailableValue>\
             </x:LookupServiceResult>",
            escaped(uri)
        ));
        count += 1;
    }
    if count == 0 {
        return Err(Fault::code("9020"));
    }
    xml.push_str("</x:LookupServiceResultList></x:LookupServiceResponse>");
    Ok(Answer::of(xml))
}

/// A message of an author, by its id.
fn own<'a>(state: &'a mut State, author: &str, id: &str) -> Result<&'a mut Stored, Fault> {
    state
        .messages
        .iter_mut()
        .find(|m| m.id == id && m.author == author)
        .ok_or_else(|| Fault::code("9070"))
}

fn report(settings: &Settings, state: &mut State, author: &str, id: &str) -> Result<Answer, Fault> {
    let now = state.now().to_rfc3339_opts(SecondsFormat::Millis, true);
    let held = state.now();
    let message = own(state, author, id)?;
    message.asked += 1;
    let waits = message.not_before.is_some_and(|time| time > held);
    let open = message.asked <= settings.open_reports || waits;
    let code = if open && !message.cancelled {
        0
    } else {
        message.outcome.state
    };
    let (list, item) = match code {
        2 => ("WarnList", "Warning"),
        3 => ("ErrorList", "Error"),
        _ => ("InfoList", "Info"),
    };
    let mut xml = "<x:TransportReport>".to_owned();
    message.metadata.write(&mut xml);
    xml.push_str(&format!(
        "<x:ReportTime>{now}</x:ReportTime><x:XTAServerIdentity>sim</x:XTAServerIdentity>\
         <x:MessageStatus><x:Status>{code}</x:Status><x:{list}>"
    ));
    for record in message.outcome.records.iter().filter(|_| code > 0) {
        xml.push_str(&format!(
            "<x:{item}><x:Timestamp>{now}</x:Timestamp><x:Code \
             listURI=\"urn:de:xta:webservice:codeliste:fehlernummer\" listVersionID=\"1.0\">\
             <code>{}</code></x:Code><x:Reason>{}</x:Reason></x:{item}>",
            escaped(&record.code),
            escaped(&record.text)
        ));
    }
    xml.push_str(&format!(
        "</x:{list}></x:MessageStatus></x:TransportReport>"
    ));
    Ok(Answer::of(xml))
}

fn cancel(state: &mut State, author: &str, id: &str) -> Result<Answer, Fault> {
    let now = state.now();
    let message = own(state, author, id)
        .map_err(|_| Fault::code("9022").saying("MessageID für das Konto nicht bekannt"))?;
    match message.not_before {
        None => Err(Fault::code("9101")),
        Some(time) if time <= now => Err(Fault::code("9100")),
        Some(_) => {
            message.cancelled = true;
            message.outcome.state = 3;
            message.outcome.records = vec![super::ReportRecord {
                code: "9000".to_owned(),
                text: "Vom Absender zurückgezogen".to_owned(),
            }];
            Ok(Answer::empty())
        }
    }
}

/// Ids that a selector means, the oldest first.
fn selected(state: &State, request: &Request) -> VecDeque<String> {
    let selector = request.body.child(OSCI, "MsgSelector");
    let ids: Vec<&str> = selector
        .iter()
        .flat_map(|s| s.all("MessageID"))
        .map(|n| n.text.trim())
        .collect();
    state
        .visible(&request.author)
        .filter(|m| ids.is_empty() || ids.contains(&m.id.as_str()))
        .map(|m| m.id.clone())
        .collect()
}

fn list(settings: &Settings, state: &mut State, request: &Request) -> Answer {
    let wanted: usize = request.body.attribute("maxListItems").parse().unwrap_or(0);
    let most = settings.page.max(1);
    let iteration = Iteration {
        reader: request.author.clone(),
        rest: selected(state, request),
        page: if wanted == 0 { most } else { wanted.min(most) },
        attributes_only: request.body.attribute("ListForm") != "MessageMetaData",
    };
    let request_id = state.request_id();
    state.iterations.insert(request_id.clone(), iteration);
    page(state, &request_id)
}

fn next_list(state: &mut State, request: &Request) -> Answer {
    let request_id = request.body.attribute("MsgBoxRequestID");
    if !is_own(state, request_id, &request.author) {
        return Answer::of("<o:MsgStatusList/>".to_owned())
            .with_box(request_id, Err("RequestIdInvalid"));
    }
    page(state, request_id)
}

fn page(state: &mut State, request_id: &str) -> Answer {
    let Some(mut iteration) = state.iterations.remove(request_id) else {
        return Answer::empty().with_box(request_id, Err("RequestIdInvalid"));
    };
    let mut xml = String::new();
    let count = iteration.page.min(iteration.rest.len());
    for id in iteration.rest.drain(..count) {
        if let Some(message) = state.messages.iter().find(|m| m.id == id) {
            if iteration.attributes_only {
                xml.push_str(&attributes(message));
            } else {
                message.metadata.write(&mut xml);
            }
        }
    }
    let left = if xml.is_empty() {
        Err("NoMatch")
    } else {
        Ok(iteration.rest.len())
    };
    state.iterations.insert(request_id.to_owned(), iteration);
    let body = if xml.is_empty() {
        "<o:MsgStatusList/>".to_owned()
    } else {
        format!("<o:MsgStatusList>{xml}</o:MsgStatusList>")
    };
    Answer::of(body).with_box(request_id, left)
}

fn attributes(message: &Stored) -> String {
    format!(
        "<o:MsgAttributes><a:MessageID>{}</a:MessageID>\
         <o:TypeOfBusinessScenario>urn:sim</o:TypeOfBusinessScenario>\
         <o:MsgSize>{}</o:MsgSize><o:DeliveryTime>{}</o:DeliveryTime></o:MsgAttributes>",
        escaped(&message.id),
        message.size(),
        message
            .metadata
            .text_at(&["DeliveryAttributes", "Delivery"])
    )
}

fn message(state: &mut State, request: &Request) -> Result<Answer, Fault> {
    let rest = selected(state, request);
    let selector = request.body.child(OSCI, "MsgSelector");
    if rest.is_empty() && selector.is_some_and(|s| s.all("MessageID").next().is_some()) {
        return Err(Fault::code("9070"));
    }
    let request_id = state.request_id();
    let iteration = Iteration {
        reader: request.author.clone(),
        rest,
        page: 1,
        attributes_only: false,
    };
    state.iterations.insert(request_id.clone(), iteration);
    Ok(one(state, &request_id))
}

fn next_message(state: &mut State, request: &Request) -> Result<Answer, Fault> {
    let request_id = request.body.attribute("MsgBoxRequestID");
    if !is_own(state, request_id, &request.author) {
        return Ok(Answer::empty().with_box(request_id, Err("RequestIdInvalid")));
    }
    close(state, request)?;
    Ok(one(state, request_id))
}

fn one(state: &mut State, request_id: &str) -> Answer {
    let next = state
        .iterations
        .get_mut(request_id)
        .and_then(|i| Some((i.rest.pop_front()?, i.rest.len())));
    let found =
        next.and_then(|(id, left)| Some((state.messages.iter().find(|m| m.id == id)?, left)));
    match found {
        None => Answer::empty().with_box(request_id, Err("NoMatch")),
        Some((message, left)) => Answer {
            files: message.files.clone(),
            ..Answer::default()
        }
        .with_metadata(&message.metadata)
        .with_box(request_id, Ok(left)),
    }
}

/// Closes the messages that a request names.
fn close(state: &mut State, request: &Request) -> Result<(), Fault> {
    for id in request.body.all("LastMsgReceived") {
        let id = id.text.trim();
        let message = state
            .messages
            .iter_mut()
            .find(|m| m.id == id && m.reader == request.author)
            .ok_or_else(|| Fault::code("9070"))?;
        message.closed = true;
    }
    Ok(())
}
