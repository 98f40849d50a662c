//! Randomness, ids, the installation's secret, and the wave keys with what is derived from them.
//!
//! Refuses to know what a ballot or an invitation is: it hands out subkeys and MACs.

pub mod copies;
mod folder;
mod secret;
mod wave_key;

pub use folder::{KeyFolder, LoadError, PutBack};
pub use secret::{Secret, SecretError};
pub use wave_key::{MacKey, Subkey, WaveKey};

use crate::db::Id;

/// Bytes from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give: nothing safe can be done then.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_random(&mut bytes);
    bytes
}

/// [`random_bytes`] into a place that is there already, so that a key leaves no copy on the stack.
///
/// # Panics
/// As [`random_bytes`].
#[expect(clippy::disallowed_methods, reason = "this is where randomness comes from")]
pub fn fill_random(bytes: &mut [u8]) {
    #[expect(clippy::expect_used, reason = "without randomness nothing safe can be done")]
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}

/// Keeps what is in memory (wave keys, answers being cast) out of core dumps for the life of the process.
///
/// # Errors
/// When the operating system refuses.
pub fn forbid_core_dumps() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// An id that tells nothing of when it was made: UUID version 4.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is where ids are made")]
pub fn random_id<T>() -> Id<T> {
    Id::from_uuid(uuid::Uuid::new_v4())
}

/// An id that sorts by when it was made: UUID version 7. Never for ballots, comments or invitations.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is where ids are made")]
pub fn ordered_id<T>() -> Id<T> {
    Id::from_uuid(uuid::Uuid::now_v7())
}

/// A random secret as 43 URL-safe characters: 256 bits.
#[must_use]
pub fn random_token() -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}
