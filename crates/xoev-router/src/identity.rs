//! UUIDs of messages that may have to be made twice: they follow from what the message is about.
//!
//! Between handing a receipt over and noting that, the program may end. Made again, the message gets
//! the same UUID, and meets the one that is there: the outbox takes a UUID once.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The namespace of these names: a UUID of our own.
const NAMESPACE: Uuid = Uuid::from_u128(0x8d1f_6a54_0c6e_4d7b_9c1a_52b7_e03f_9a16);

/// The UUID of a message that is about these things, always the same for the same things in the same
/// order. By RFC 9562, version 8, from SHA-256 over a namespace and the name.
pub(crate) fn uuid_about(things: &[&str]) -> String {
    let mut hash = Sha256::new();
    hash.update(NAMESPACE.as_bytes());
    for thing in things {
        // With its length, so that no two lists make one name.
        hash.update((thing.len() as u64).to_be_bytes());
        hash.update(thing.as_bytes());
    }
    let mut bytes = [0; 16];
    for (byte, made) in bytes.iter_mut().zip(hash.finalize()) {
        *byte = made;
    }
    Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_things_have_the_same_uuid_and_others_another_one() {
        let one = uuid_about(&["azr:990100", "0020", "EWO/77"]);
        assert_eq!(one, uuid_about(&["azr:990100", "0020", "EWO/77"]));
        assert_eq!(one.parse::<Uuid>().map(|u| u.get_version_num()), Ok(8));
        for other in [
            &["azr:990100", "0020", "EWO/78"][..],
            &["azr:990100", "0020EWO/77"],
            &["azr:990100", "0020", "EWO/77", ""],
            &["azr:990100", "0020EWO", "/77"],
        ] {
            assert_ne!(one, uuid_about(other), "{other:?}");
        }
    }

    #[test]
    fn the_uuid_is_the_same_in_every_version_of_this_program() {
        // A change would send a second receipt after an update.
        assert_eq!(
            uuid_about(&["a", "b"]),
            "19453f3a-52b7-83e0-ba63-accc5973fcee"
        );
    }
}
