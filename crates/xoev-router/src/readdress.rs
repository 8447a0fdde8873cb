//! A message for another reader: the same content under a UUID of its own.
//!
//! The reader stands in the message; the same bytes, sent elsewhere, would be rejected there as stray.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;
use uuid::Uuid;
use xoev_outbox::{Mode, State, Submission, loggable};

use crate::router::{Router, RouterError, Wishes};

impl Router {
    /// Sends a message that its reader did not get, or is not responsible for, to another one: as a
    /// new message, with a new UUID, that takes the place of the first. What the first one may have
    /// got is not sent to another.
    ///
    /// # Errors
    /// [`RouterError`]; [`RouterError::NotReaddressable`] if there is no such submission, it goes
    /// synchronously, is not with a person, or may have arrived.
    #[tracing::instrument(skip_all, fields(uuid = loggable::uuid(uuid)))]
    pub async fn readdress(
        &self,
        uuid: &str,
        key: &str,
        name: &str,
    ) -> Result<Submission, RouterError> {
        let not_possible = || RouterError::NotReaddressable(uuid.to_owned());
        let found = self.outbox().get(uuid).await?.ok_or_else(not_possible)?;
        let possible = match found.state {
            State::Misdirected => true,
            State::Person => !found.may_have_arrived(),
            _ => false,
        };
        if !possible || found.mode != Mode::Async {
            return Err(not_possible());
        }
        let time = self.time_for_messages();
        let time = time.to_rfc3339_opts(chrono::SecondsFormat::Millis, false);
        let changes = [
            (["nachrichtenkopf.g2g", "leser", "kennung"], key),
            (["nachrichtenkopf.g2g", "leser", "name"], name),
            (UUID, &Uuid::new_v4().to_string()),
            (TIME, &time),
        ];
        let message = changed(&found.content, &changes).ok_or_else(not_possible)?;
        let wishes = Wishes {
            lane: Some(found.lane),
            expects_answer: Some(found.expects_answer),
            replaces: Some(found.uuid),
        };
        self.submit(message, wishes).await
    }
}

const UUID: [&str; 3] = [
    "nachrichtenkopf.g2g",
    "identifikation.nachricht",
    "nachrichtenUUID",
];
const TIME: [&str; 3] = [
    "nachrichtenkopf.g2g",
    "identifikation.nachricht",
    "erstellungszeitpunkt",
];

/// A message under another UUID. None if it has none.
pub(crate) fn under(message: &[u8], uuid: &str) -> Option<Vec<u8>> {
    changed(message, &[(UUID, uuid)])
}

/// A message with other texts of these elements, named by the last three names of their paths. None
/// unless each of them is there once, with a plain text.
fn changed(message: &[u8], changes: &[([&str; 3], &str)]) -> Option<Vec<u8>> {
    let mut places: Vec<Option<Range<usize>>> = vec![None; changes.len()];
    let mut reader = Reader::from_reader(message);
    let mut path: Vec<String> = Vec::new();
    loop {
        let before = usize::try_from(reader.buffer_position()).ok()?;
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = start.local_name();
                path.push(std::str::from_utf8(name.as_ref()).ok()?.to_owned());
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Text(_) => {
                let after = usize::try_from(reader.buffer_position()).ok()?;
                let wanted = changes
                    .iter()
                    .position(|(names, _)| ends_with(&path, names));
                if let Some(at) = wanted
                    && path.len() == 4
                    && places[at].replace(before..after).is_some()
                {
                    return None;
                }
            }
            Event::Eof if path.is_empty() => break,
            Event::Eof => return None,
            _ => {}
        }
    }
    let mut edits = Vec::new();
    for (place, (_, new)) in places.into_iter().zip(changes) {
        edits.push((place?, *new));
    }
    edits.sort_by_key(|(place, _)| place.start);
    let mut edited = Vec::with_capacity(message.len());
    let mut from = 0;
    for (place, new) in edits {
        edited.extend_from_slice(message.get(from..place.start)?);
        edited.extend_from_slice(escape(new).as_bytes());
        from = place.end;
    }
    edited.extend_from_slice(message.get(from..)?);
    Some(edited)
}

/// Whether a path ends with these names.
fn ends_with(path: &[String], names: &[&str]) -> bool {
    let start = path.len().checked_sub(names.len());
    start.is_some_and(|start| path[start..].iter().zip(names).all(|(a, b)| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: [&str; 3] = ["k", "leser", "kennung"];

    #[test]
    fn only_the_texts_meant_are_changed() {
        let message = b"<x:m><k><leser><kennung>a</kennung></leser></k><kennung>a</kennung></x:m>";
        let new = changed(message, &[(PATH, "b<&")]).expect("it is there");
        let wanted =
            "<x:m><k><leser><kennung>b&lt;&amp;</kennung></leser></k><kennung>a</kennung></x:m>";
        assert_eq!(String::from_utf8(new).expect("text"), wanted);
    }

    #[test]
    fn what_is_not_there_once_and_plain_is_not_changed() {
        for message in [
            "<m><k><leser><kennung/></leser></k></m>",
            "<m><k><leser><kennung>a</kennung><kennung>a</kennung></leser></k></m>",
            "<m><k><leser><kennung>a<!-- b -->c</kennung></leser></k></m>",
            "<m><k><leser><kennung>a",
            "",
        ] {
            assert_eq!(
                changed(message.as_bytes(), &[(PATH, "b")]),
                None,
                "{message}"
            );
        }
    }
}
