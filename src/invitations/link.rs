//! The link of an invitation: its ballot paper. Nothing of it is stored.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use crate::db::InvitationId;
use crate::keys::{Subkey, WaveKey};

/// Invitation id (16), group number (4, big-endian), MAC (16).
const TOKEN_BYTES: usize = 16 + 4 + MAC_BYTES;
const MAC_BYTES: usize = 16;

/// What a genuine token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The invitation it belongs to.
    pub invitation: InvitationId,
    /// The group its answer counts in.
    pub group: i32,
}

/// Writes the token of an invitation: base64url(invitation id ‖ group ‖ first 16 bytes of
/// HMAC-SHA256(link, those)). The same every time.
#[must_use]
pub fn token(key: &WaveKey, claim: Claim) -> String {
    let mut bytes = claimed_bytes(claim).to_vec();
    bytes.extend_from_slice(&key.mac(Subkey::Link, &claimed_bytes(claim))[..MAC_BYTES]);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a token; none if it was not written with this wave's key.
#[must_use]
pub fn verify(key: &WaveKey, token: &str) -> Option<Claim> {
    let bytes: [u8; TOKEN_BYTES] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
    let (claimed, mac) = bytes.split_at(TOKEN_BYTES - MAC_BYTES);
    let expected = key.mac(Subkey::Link, claimed);
    if !bool::from(expected[..MAC_BYTES].ct_eq(mac)) {
        return None;
    }
    let (id, group) = claimed.split_at(16);
    Some(Claim {
        invitation: InvitationId::from_uuid(uuid::Uuid::from_slice(id).ok()?),
        group: i32::from_be_bytes(group.try_into().ok()?),
    })
}

fn claimed_bytes(claim: Claim) -> [u8; 20] {
    let mut bytes = [0; 20];
    bytes[..16].copy_from_slice(claim.invitation.uuid().as_bytes());
    bytes[16..].copy_from_slice(&claim.group.to_be_bytes());
    bytes
}
