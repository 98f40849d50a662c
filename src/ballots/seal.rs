//! Sealing and opening ballots, and the mark that an invitation is spent.

use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::{Ballot, BrokenBallot, DoesNotFit};
use crate::db::{InvitationId, WaveId};
use crate::keys::{MacKey, Subkey, WaveKey, random_bytes};

/// Fresh random bytes before each ciphertext.
const NONCE_BYTES: usize = 24;
/// The authentication tag after it.
const TAG_BYTES: usize = 16;

/// HMAC-SHA256(spend, invitation id): says that an invitation has answered, and to nobody without
/// the wave's key which one.
pub type Spent = [u8; 32];

/// Seals and opens the ballots of one wave. The subkeys are zeroized when it is dropped.
pub struct Seal {
    wave: WaveId,
    cipher: XChaCha20Poly1305,
    spend: MacKey,
}

impl Seal {
    /// The seal of a wave.
    #[must_use]
    pub fn of(key: &WaveKey) -> Self {
        let cipher = XChaCha20Poly1305::new((&*key.subkey(Subkey::Seal)).into());
        Self { wave: key.wave(), cipher, spend: key.mac_key(Subkey::Spend) }
    }

    /// The mark of an invitation.
    #[must_use]
    pub fn spent(&self, invitation: InvitationId) -> Spent {
        self.spend.mac(invitation.uuid().as_bytes())
    }

    /// Seals a ballot: 24 random bytes ‖ XChaCha20-Poly1305 of its plaintext of `length` bytes, bound to the
    /// wave and to the mark it is stored under. The same work and the same length for every answer.
    ///
    /// # Errors
    /// When the answer does not fit.
    pub fn seal(&self, ballot: &Ballot, spent: &Spent, length: usize) -> Result<Vec<u8>, DoesNotFit> {
        let mut text = ballot.encode(length)?;
        let nonce = random_bytes::<NONCE_BYTES>();
        let tag = self
            .cipher
            .encrypt_inout_detached(&XNonce::from(nonce), &self.bound_to(spent), text.as_mut_slice().into())
            .map_err(|_| DoesNotFit)?;
        let mut sealed = Vec::with_capacity(NONCE_BYTES + length + TAG_BYTES);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&text);
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// Opens a ballot that was stored under a mark.
    ///
    /// # Errors
    /// When it was not sealed with this key for this wave and mark, or has another length or layout.
    pub fn open(&self, sealed: &[u8], spent: &Spent, length: usize) -> Result<Ballot, BrokenBallot> {
        if sealed.len() != NONCE_BYTES + length + TAG_BYTES {
            return Err(BrokenBallot);
        }
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(BrokenBallot)?;
        let (text, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(BrokenBallot)?;
        let mut text = Zeroizing::new(text.to_vec());
        self.cipher
            .decrypt_inout_detached(
                &XNonce::from(*nonce),
                &self.bound_to(spent),
                text.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| BrokenBallot)?;
        Ballot::decode(&text)
    }

    fn bound_to(&self, spent: &Spent) -> [u8; 48] {
        let mut bound = [0; 48];
        bound[..16].copy_from_slice(self.wave.uuid().as_bytes());
        bound[16..].copy_from_slice(spent);
        bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{KeyFolder, random_id};

    const LENGTH: usize = 4 * 1024;

    fn seal() -> Seal {
        let folder = tempfile::tempdir().unwrap();
        Seal::of(&KeyFolder::open(folder.path()).unwrap().create(random_id()).unwrap())
    }

    fn ballot(comment: &str) -> Ballot {
        Ballot { group: 2, score: 9, comment: comment.to_owned() }
    }

    #[test]
    fn a_sealed_ballot_opens_under_its_own_mark_only() {
        let seal = seal();
        let (mine, other) = (seal.spent(random_id()), seal.spent(random_id()));
        let sealed = seal.seal(&ballot("why"), &mine, LENGTH).unwrap();
        assert!(seal.open(&sealed, &mine, LENGTH).unwrap() == ballot("why"));
        assert!(seal.open(&sealed, &other, LENGTH).is_err());
    }

    #[test]
    fn another_waves_key_opens_nothing() {
        let (one, other) = (seal(), seal());
        let spent = one.spent(random_id());
        assert!(other.open(&one.seal(&ballot(""), &spent, LENGTH).unwrap(), &spent, LENGTH).is_err());
    }

    #[test]
    fn a_changed_bit_anywhere_is_noticed() {
        let seal = seal();
        let spent = seal.spent(random_id());
        let sealed = seal.seal(&ballot("why"), &spent, LENGTH).unwrap();
        for position in [0, NONCE_BYTES, NONCE_BYTES + LENGTH - 1, sealed.len() - 1] {
            let mut bad = sealed.clone();
            bad[position] ^= 1;
            assert!(seal.open(&bad, &spent, LENGTH).is_err(), "byte {position}");
        }
        assert!(seal.open(&sealed[1..], &spent, LENGTH).is_err());
    }

    #[test]
    fn every_ballot_has_one_length_and_no_two_are_alike() {
        let seal = seal();
        let spent = seal.spent(random_id());
        let short = seal.seal(&ballot(""), &spent, LENGTH).unwrap();
        let long = seal.seal(&ballot(&"ё".repeat(1_000)), &spent, LENGTH).unwrap();
        assert_eq!(short.len(), long.len());
        assert_ne!(short, seal.seal(&ballot(""), &spent, LENGTH).unwrap());
    }

    #[test]
    fn a_mark_is_the_same_every_time_and_tells_no_id() {
        let seal = seal();
        let id: InvitationId = random_id();
        assert_eq!(seal.spent(id), seal.spent(id));
        assert!(!seal.spent(id).windows(16).any(|window| window == id.uuid().as_bytes()));
    }
}
