//! Whose order a message belongs to: that of the person by AZR number, if the message names one.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;

/// AZR numbers have 12 digits.
const LENGTH: usize = 12;

/// The lane of the first AZR number in a message: `azr 990309012345`. None if there is none that
/// could be one.
///
/// Messages about the same person under different numbers are in different lanes: only the register
/// knows that they are the same.
pub fn lane_of(message: &[u8]) -> Option<String> {
    first_number(Reader::from_reader(message)).map(|number| format!("azr {number}"))
}

fn first_number<R: BufRead>(mut reader: Reader<R>) -> Option<String> {
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut inside = false;
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Eof => return None,
            Event::Start(start) => inside = start.local_name().as_ref() == b"azrNummer",
            Event::End(_) => inside = false,
            Event::Text(text) if inside => {
                let digits: String = text
                    .iter()
                    .filter(|b| !b.is_ascii_whitespace())
                    .map(|b| char::from(*b))
                    .collect();
                if digits.len() == LENGTH && digits.bytes().all(|b| b.is_ascii_digit()) {
                    return Some(digits);
                }
            }
            _ => {}
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_about_one_person_share_a_lane() {
        let message =
            b"<x:a xmlns:x='u'><b>990309012345</b><x:azrNummer> 990309012345\n</x:azrNummer></x:a>";
        assert_eq!(lane_of(message).as_deref(), Some("azr 990309012345"));
    }

    #[test]
    fn what_is_no_number_makes_no_lane() {
        assert_eq!(lane_of(b"<a><azrNummer>12</azrNummer></a>"), None);
        assert_eq!(
            lane_of(b"<a><azrNummer><b>990309012345</b></azrNummer></a>"),
            None
        );
        assert_eq!(lane_of(b"<a><"), None);
        assert_eq!(lane_of(b""), None);
    }
}
