//! Reference ids: which entry of a record is meant, and in which state the sender has seen it.

use std::fmt;
use std::hash::{Hash, Hasher};

use xauslaender::v26_11::azr as typed;
use xoev::Fault;
use xoev::din91379::DatatypeC;

use crate::Fachgruppe;
use crate::antwort::Bestaetigung;

/// Characters that name the entry.
const FIXED: usize = 7;
/// Characters in all: 7 for the entry, 1 to 7 for the version, 1 that is random.
const LENGTHS: std::ops::RangeInclusive<usize> = 9..=15;

/// The id that the register gives an entry of a record.
///
/// It has 9 to 15 characters: the first 7 name the entry and stay, 1 to 7 count its versions, the
/// last is random. The register makes a new version with each change, and may skip some. So
/// [`is_same_entry`](ReferenzId::is_same_entry) compares the fixed part, `==` compares all of it, and
/// nothing here makes an id from another one.
///
/// The schema accepts any text. An id of another shape is kept as it is;
/// [`is_wellformed`](ReferenzId::is_wellformed) says so, and it names the same entry as its equal only.
///
/// An id comes from an answer of the register (`From` the type of the messages) or, said
/// explicitly, [from local data](ReferenzId::from_local_record), which may be out of date.
///
/// ```
/// use azr::ReferenzId;
///
/// let before = ReferenzId::from_local_record("Rx7C56w06")?;
/// let after = ReferenzId::from_local_record("Rx7C56w13")?;
/// assert_eq!(before.fixed_part(), Some("Rx7C56w"));
/// assert_eq!((before.version(), before.random()), (Some("0"), Some('6')));
/// assert!(before.is_same_entry(&after));
/// assert_ne!(before, after);
/// # Ok::<(), xoev::Fault>(())
/// ```
///
/// Source: `ReferenzId` in `xauslaender-nachrichten-azr.xsd`.
#[derive(Clone, Debug)]
pub struct ReferenzId {
    id: typed::ReferenzId,
    herkunft: Herkunft,
}

/// Where a reference id is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Herkunft {
    /// From an answer of the register.
    Register,
    /// From data of the sender: the register may have a later version by now.
    LokalerBestand,
}

impl ReferenzId {
    /// An id that the sender has stored before.
    ///
    /// # Errors
    /// If the text holds characters beyond DIN 91379 datatype C.
    pub fn from_local_record(text: &str) -> Result<ReferenzId, Fault> {
        Ok(ReferenzId {
            id: typed::ReferenzId::new(text)?,
            herkunft: Herkunft::LokalerBestand,
        })
    }

    /// The id that the register has given to the entry of a report, by its content type: what the
    /// next change of this entry needs. None if the confirmation (090098) names none.
    ///
    /// ```
    /// use azr::{ReferenzId, antwort::Bestaetigung, inhalt::Duldung};
    ///
    /// fn remember(bestaetigung: &Bestaetigung) -> Option<ReferenzId> {
    ///     ReferenzId::of_confirmation::<Duldung>(bestaetigung)
    /// }
    /// ```
    pub fn of_confirmation<T: Fachgruppe>(bestaetigung: &Bestaetigung) -> Option<ReferenzId> {
        let text = bestaetigung.referenz(T::gruppe())?;
        let id = typed::ReferenzId::new(text).ok()?;
        Some(ReferenzId::from(id))
    }

    /// Where it is from.
    pub fn herkunft(&self) -> Herkunft {
        self.herkunft
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        self.id.as_str()
    }

    /// Whether it has the shape that the register gives its ids: 9 to 15 characters, none of them
    /// blank.
    pub fn is_wellformed(&self) -> bool {
        let text = self.as_str();
        LENGTHS.contains(&text.chars().count()) && !text.contains(char::is_whitespace)
    }

    /// The 7 characters that name the entry; none if it is not [well-formed](Self::is_wellformed).
    pub fn fixed_part(&self) -> Option<&str> {
        self.parts().map(|(fixed, _, _)| fixed)
    }

    /// The 1 to 7 characters that name its version; none if it is not
    /// [well-formed](Self::is_wellformed). They are not for computing.
    pub fn version(&self) -> Option<&str> {
        self.parts().map(|(_, version, _)| version)
    }

    /// The last character; none if it is not [well-formed](Self::is_wellformed).
    pub fn random(&self) -> Option<char> {
        self.parts().map(|(_, _, random)| random)
    }

    /// Whether both name the same entry, in whatever version.
    pub fn is_same_entry(&self, other: &ReferenzId) -> bool {
        match (self.fixed_part(), other.fixed_part()) {
            (Some(one), Some(other)) => one == other,
            _ => self == other,
        }
    }

    fn parts(&self) -> Option<(&str, &str, char)> {
        if !self.is_wellformed() {
            return None;
        }
        let text = self.as_str();
        let (start, _) = text.char_indices().nth(FIXED)?;
        let (end, random) = text.char_indices().next_back()?;
        Some((text.get(..start)?, text.get(start..end)?, random))
    }
}

impl PartialEq for ReferenzId {
    fn eq(&self, other: &ReferenzId) -> bool {
        self.id == other.id
    }
}

impl Eq for ReferenzId {}

impl Hash for ReferenzId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl PartialOrd for ReferenzId {
    fn partial_cmp(&self, other: &ReferenzId) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ReferenzId {
    fn cmp(&self, other: &ReferenzId) -> std::cmp::Ordering {
        self.id.cmp(&other.id)
    }
}

impl fmt::Display for ReferenzId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An id as answers of the register hold it.
impl From<typed::ReferenzId> for ReferenzId {
    fn from(id: typed::ReferenzId) -> ReferenzId {
        let herkunft = Herkunft::Register;
        ReferenzId { id, herkunft }
    }
}

/// An id as answers of the register hold it.
impl From<&typed::ReferenzId> for ReferenzId {
    fn from(id: &typed::ReferenzId) -> ReferenzId {
        ReferenzId::from(id.clone())
    }
}

/// An id from an answer whose type is plain text: `sisAusschreibungshintergrund.referenz.id` and
/// `unerlaubteEinreiseUndAufenthalt.referenz.id` in 090098.
impl TryFrom<&DatatypeC> for ReferenzId {
    type Error = Fault;

    fn try_from(text: &DatatypeC) -> Result<ReferenzId, Fault> {
        Ok(ReferenzId::from(typed::ReferenzId::new(text.as_str())?))
    }
}

impl From<ReferenzId> for typed::ReferenzId {
    fn from(id: ReferenzId) -> typed::ReferenzId {
        id.id
    }
}

impl From<&ReferenzId> for typed::ReferenzId {
    fn from(id: &ReferenzId) -> typed::ReferenzId {
        id.id.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ReferenzId {
        ReferenzId::from_local_record(text).expect("a text of datatype C")
    }

    #[test]
    fn the_longest_and_the_shortest_id_fall_apart_into_their_parts() {
        let shortest = id("abcdefg1z");
        assert_eq!(shortest.fixed_part(), Some("abcdefg"));
        assert_eq!(shortest.version(), Some("1"));
        assert_eq!(shortest.random(), Some('z'));
        let longest = id("äöüdefg1234567ß");
        assert_eq!(longest.fixed_part(), Some("äöüdefg"));
        assert_eq!(longest.version(), Some("1234567"));
        assert_eq!(longest.random(), Some('ß'));
    }

    #[test]
    fn an_id_of_another_shape_is_kept_and_equals_itself_only() {
        for text in [
            "",
            "abcdefg1",
            "abcdefg12345678z",
            "abc efg1z",
            "Altbestand",
        ] {
            let other = id(text);
            let wellformed = text == "Altbestand";
            assert_eq!(other.is_wellformed(), wellformed, "{text}");
            assert_eq!(other.fixed_part().is_some(), wellformed, "{text}");
            let typed = typed::ReferenzId::from(&other);
            assert_eq!(typed.as_str(), text);
            assert!(ReferenzId::from(typed).is_same_entry(&other));
        }
        assert!(!id("abcdefg1").is_same_entry(&id("abcdefg2")));
        assert!(!id("abcdefg1").is_same_entry(&id("abcdefg1z")));
    }

    #[test]
    fn the_fixed_part_names_the_entry_and_the_origin_is_no_part_of_the_id() {
        let local = id("abcdefg1z");
        let told = ReferenzId::from(typed::ReferenzId::from(&local));
        assert_eq!(told.herkunft(), Herkunft::Register);
        assert_eq!(told, local);
        assert!(!local.is_same_entry(&id("abcdefh1z")));
        assert!(local.is_same_entry(&id("abcdefg99x")));
    }
}
