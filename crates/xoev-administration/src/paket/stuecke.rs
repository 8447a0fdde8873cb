//! Pieces that lie in any order, read as one file.

use std::io::{self, Read, Seek, SeekFrom};

/// A piece: where it stands in the whole, and where it lies.
#[derive(Clone, Copy, Debug)]
struct Stueck {
    im_ganzen: u64,
    liegt: u64,
    laenge: u64,
}

/// Pieces of a file that lie one after the other in another order, read in theirs.
#[derive(Debug)]
pub struct Stuecke<S> {
    ablage: S,
    stuecke: Vec<Stueck>,
    laenge: u64,
    stelle: u64,
}

impl<S: Read + Seek> Stuecke<S> {
    /// Pieces, each with the place where it lies and its length, in their order.
    pub(super) fn neu(ablage: S, pieces: impl IntoIterator<Item = (u64, u64)>) -> Stuecke<S> {
        let mut laenge = 0;
        let mut stuecke = Vec::new();
        for (liegt, length) in pieces {
            stuecke.push(Stueck {
                im_ganzen: laenge,
                liegt,
                laenge: length,
            });
            laenge += length;
        }
        Stuecke {
            ablage,
            stuecke,
            laenge,
            stelle: 0,
        }
    }

    /// Length of the whole in bytes.
    pub fn laenge(&self) -> u64 {
        self.laenge
    }

    /// Where the pieces lie.
    pub fn into_ablage(self) -> S {
        self.ablage
    }
}

impl<S: Read + Seek> Read for Stuecke<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let next = self
            .stuecke
            .partition_point(|s| s.im_ganzen + s.laenge <= self.stelle);
        let Some(piece) = self.stuecke.get(next).filter(|_| self.stelle < self.laenge) else {
            return Ok(0);
        };
        let within = self.stelle - piece.im_ganzen;
        let most = usize::try_from(piece.laenge - within).unwrap_or(usize::MAX);
        let most = most.min(buffer.len());
        self.ablage.seek(SeekFrom::Start(piece.liegt + within))?;
        let count = self
            .ablage
            .read(buffer.get_mut(..most).unwrap_or_default())?;
        self.stelle += count as u64;
        Ok(count)
    }
}

impl<S: Read + Seek> Seek for Stuecke<S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.laenge.checked_add_signed(by),
            SeekFrom::Current(by) => self.stelle.checked_add_signed(by),
        };
        self.stelle = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.stelle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn pieces_are_read_in_their_order() {
        let mut whole = Stuecke::neu(Cursor::new(b"cccabbb"), [(3, 1), (4, 3), (7, 0), (0, 3)]);
        let mut text = String::new();
        whole.read_to_string(&mut text).expect("read");
        assert_eq!(text, "abbbccc");
        whole.seek(SeekFrom::End(-4)).expect("seek");
        text.clear();
        whole.read_to_string(&mut text).expect("read");
        assert_eq!(text, "bccc");
        assert!(whole.seek(SeekFrom::End(-8)).is_err());
        whole.seek(SeekFrom::Start(100)).expect("seek");
        assert_eq!(whole.read(&mut [0]).expect("read"), 0);
    }
}
