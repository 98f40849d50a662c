//! A ballot before it is sealed and after it is opened: bytes of one length for the whole wave.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Answer, HIGHEST_SCORE};

/// The first byte of every ballot; a later layout gets another number.
const VERSION: u8 = 1;
/// Version (1), group (4, big-endian), score (1), length of the comment in bytes (2, big-endian).
const HEAD_BYTES: usize = 1 + 4 + 1 + 2;

/// What one person answered, and the group it counts in. Zeroized when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Ballot {
    /// The group's number in the wave's frozen tree.
    pub group: i32,
    /// 0 to 10.
    pub score: u8,
    /// Empty for none.
    pub comment: String,
}

/// The answer needs more bytes than a ballot of this wave has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer does not fit into a ballot of this wave")]
pub struct DoesNotFit;

/// Bytes that no ballot of this version has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no ballot of a version that is known")]
pub struct BrokenBallot;

impl Ballot {
    /// An answer that counts in a group.
    #[must_use]
    pub fn new(group: i32, answer: &Answer) -> Self {
        Self { group, score: answer.score(), comment: answer.comment().to_owned() }
    }

    /// Writes the ballot, padded with zeros to the wave's one length: a rare length would be a name.
    ///
    /// # Errors
    /// When the comment leaves no room.
    pub fn encode(&self, length: usize) -> Result<Zeroizing<Vec<u8>>, DoesNotFit> {
        let comment = self.comment.as_bytes();
        let comment_length = u16::try_from(comment.len()).map_err(|_| DoesNotFit)?;
        if HEAD_BYTES + comment.len() > length {
            return Err(DoesNotFit);
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.group.to_be_bytes());
        bytes.push(self.score);
        bytes.extend_from_slice(&comment_length.to_be_bytes());
        bytes.extend_from_slice(comment);
        bytes.resize(length, 0);
        Ok(bytes)
    }

    /// Reads what [`Ballot::encode`] wrote, and nothing else.
    ///
    /// # Errors
    /// When a byte is not where it must be.
    pub fn decode(bytes: &[u8]) -> Result<Self, BrokenBallot> {
        let (head, rest) = bytes.split_at_checked(HEAD_BYTES).ok_or(BrokenBallot)?;
        let &[VERSION, g0, g1, g2, g3, score, high, low] = head else { return Err(BrokenBallot) };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let (comment, padding) = rest.split_at_checked(length).ok_or(BrokenBallot)?;
        if score > HIGHEST_SCORE || padding.iter().any(|byte| *byte != 0) {
            return Err(BrokenBallot);
        }
        Ok(Self {
            group: i32::from_be_bytes([g0, g1, g2, g3]),
            score,
            comment: std::str::from_utf8(comment).map_err(|_| BrokenBallot)?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LENGTH: usize = 4 * 1024;

    fn ballot(group: i32, score: u8, comment: &str) -> Ballot {
        Ballot { group, score, comment: comment.to_owned() }
    }

    #[test]
    fn the_longest_comment_of_the_widest_characters_fits() {
        let widest = "👋".repeat(1_000);
        let bytes = ballot(i32::MAX, 10, &widest).encode(LENGTH).unwrap();
        assert_eq!(bytes.len(), LENGTH);
        assert!(Ballot::decode(&bytes).unwrap().comment == widest);
        let widest = "👋".repeat(4_000);
        assert!(Ballot::decode(&ballot(0, 0, &widest).encode(4 * LENGTH).unwrap()).unwrap().comment == widest);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(ballot(0, 0, &"a".repeat(LENGTH - HEAD_BYTES)).encode(LENGTH).is_ok());
        assert!(ballot(0, 0, &"a".repeat(LENGTH - HEAD_BYTES + 1)).encode(LENGTH).is_err());
        assert!(ballot(0, 0, &"a".repeat(70_000)).encode(100_000).is_err());
    }

    #[test]
    fn any_byte_out_of_place_is_refused() {
        let good = ballot(3, 7, "да").encode(64).unwrap();
        for (position, value) in [(0, 2), (5, 11), (6, 1), (7, 60), (8, 0xff), (63, 1)] {
            let mut bad = good.to_vec();
            bad[position] = value;
            assert!(Ballot::decode(&bad).is_err(), "byte {position}");
        }
        assert!(Ballot::decode(&good[..7]).is_err());
        assert!(Ballot::decode(&[]).is_err());
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(group: i32, score in 0u8..=10, comment in "\\PC{0,1000}") {
            let written = ballot(group, score, &comment);
            let bytes = written.encode(LENGTH).unwrap();
            prop_assert_eq!(bytes.len(), LENGTH);
            prop_assert!(Ballot::decode(&bytes).unwrap() == written);
        }
    }
}
