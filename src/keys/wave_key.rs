//! The key of one wave and its subkeys.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::db::WaveId;

/// 32 bytes that exist in one file while the wave is open, and nowhere else.
///
/// On the heap, so that moving the key leaves no copy behind; zeroized when dropped.
pub struct WaveKey {
    bytes: Box<Zeroizing<[u8; WaveKey::BYTES]>>,
    /// What subkeys are expanded from.
    extracted: Box<Hkdf<Sha256>>,
    wave: WaveId,
}

/// What a subkey is for; part of its derivation, so that no two uses share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subkey {
    /// Authenticates links.
    Link,
    /// Marks an invitation as having answered.
    Spend,
    /// Seals ballots.
    Seal,
    /// Proves that a key is the right one.
    Check,
}

impl Subkey {
    fn purpose(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Spend => "spend",
            Self::Seal => "seal",
            Self::Check => "check",
        }
    }
}

impl WaveKey {
    /// The length of a key in bytes.
    pub(super) const BYTES: usize = 32;

    pub(super) fn new(wave: WaveId, bytes: Box<Zeroizing<[u8; Self::BYTES]>>) -> Self {
        let extracted = Box::new(Hkdf::new(None, bytes.as_slice()));
        Self { bytes, extracted, wave }
    }

    pub(super) fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.bytes
    }

    /// The wave whose key this is.
    #[must_use]
    pub fn wave(&self) -> WaveId {
        self.wave
    }

    /// HKDF-SHA256 with the info `candor/1/<purpose>` ‖ wave id.
    #[must_use]
    pub fn subkey(&self, subkey: Subkey) -> Zeroizing<[u8; 32]> {
        let mut derived = Zeroizing::new([0; 32]);
        let wave = self.wave.uuid();
        let info: [&[u8]; 3] = [b"candor/1/", subkey.purpose().as_bytes(), wave.as_bytes()];
        #[expect(clippy::expect_used, reason = "32 bytes is a length that HKDF-SHA256 has")]
        self.extracted.expand_multi_info(&info, derived.as_mut()).expect("HKDF-SHA256 gives 32 bytes");
        derived
    }

    /// A subkey made ready for many MACs.
    #[must_use]
    pub fn mac_key(&self, subkey: Subkey) -> MacKey {
        MacKey::new(self.subkey(subkey).as_ref())
    }

    /// HMAC-SHA256 of a message under a subkey.
    #[must_use]
    pub fn mac(&self, subkey: Subkey, message: &[u8]) -> [u8; 32] {
        self.mac_key(subkey).mac(message)
    }

    /// What the database stores to recognise this key: it opens nothing.
    #[must_use]
    pub fn check_value(&self) -> [u8; 32] {
        self.mac(Subkey::Check, b"candor/1/check")
    }
}

impl std::fmt::Debug for WaveKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WaveKey(of {})", self.wave)
    }
}

/// HMAC-SHA256 under one derived key; zeroized when dropped.
pub struct MacKey(Hmac<Sha256>);

impl MacKey {
    pub(super) fn new(key: &[u8]) -> Self {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
        Self(Hmac::new_from_slice(key).expect("HMAC takes every key"))
    }

    /// The MAC of a message.
    #[must_use]
    pub fn mac(&self, message: &[u8]) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}
