//! Passwords: the rules for new ones, and argon2id behind a bound on how many are hashed at once.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as Argon2Error, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::email::Address;
use crate::keys::random_bytes;

/// The shortest password, in characters. There are no other rules of composition (NIST SP 800-63B).
pub const MIN_CHARACTERS: usize = 12;
/// The longest password, in characters.
pub const MAX_CHARACTERS: usize = 200;
/// Passwords hashed at once: each takes 19 MiB of memory and one core.
const AT_ONCE: usize = 4;
/// The length of a salt in bytes.
const SALT_BYTES: usize = 16;

/// Verified where there is no account, so that the answer takes as long as where there is one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Y2FuZG9yLCBub2JvZHkhIQ$kXr0mZ2bJ1cQW9tTqg3sVh7yUe5LdN8oPfA4iKx6RwE";

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// A password as it was typed; wiped when dropped.
pub type Typed = Zeroizing<String>;

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`MIN_CHARACTERS`].
    #[error("the password is shorter than {MIN_CHARACTERS} characters")]
    TooShort,
    /// More than [`MAX_CHARACTERS`].
    #[error("the password is longer than {MAX_CHARACTERS} characters")]
    TooLong,
    /// The account's own address.
    #[error("the password is the account's address")]
    IsAddress,
}

/// The program could not hash; never that a password is wrong.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed: {0}")]
pub struct HashError(String);

impl From<Argon2Error> for HashError {
    fn from(error: Argon2Error) -> Self {
        Self(error.to_string())
    }
}

/// Whether a new password may be used by the owner of an address, as far as the address is known.
///
/// # Errors
/// Which rule it breaks.
pub fn check(password: &str, address: Option<&Address>) -> Result<(), PasswordError> {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let is_address = |address: &Address| lower == address.key() || lower == address.as_written().to_lowercase();
    if length < MIN_CHARACTERS {
        Err(PasswordError::TooShort)
    } else if length > MAX_CHARACTERS {
        Err(PasswordError::TooLong)
    } else if address.is_some_and(is_address) {
        Err(PasswordError::IsAddress)
    } else {
        Ok(())
    }
}

/// Hashes a new password, on the blocking pool.
///
/// # Errors
/// When the program cannot.
pub async fn hash(password: Typed) -> Result<String, HashError> {
    in_turn(move || {
        let salt = random_bytes::<SALT_BYTES>();
        let hash: PasswordHash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt)?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether a password is the one behind a hash. Exactly one verification is done in every case:
/// without a hash, because there is no such account, against [`NOBODY`], and the answer is no.
///
/// # Errors
/// When the program cannot tell.
pub async fn verify(stored: Option<String>, password: Typed) -> Result<bool, HashError> {
    in_turn(move || {
        let hash =
            PasswordHash::new(stored.as_deref().unwrap_or(NOBODY)).map_err(|error| HashError(error.to_string()))?;
        match Argon2::default().verify_password(password.as_bytes(), &hash) {
            Ok(()) => Ok(stored.is_some()),
            Err(Argon2Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
) -> Result<T, HashError> {
    let _turn = TURNS.acquire().await.map_err(|error| HashError(error.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| HashError(error.to_string()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Typed {
        Typed::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_missing_account_costs_the_same_verification_as_a_wrong_password() {
        let real = hash(typed("correct horse battery")).await.unwrap();
        let (real, nobody) = (PasswordHash::new(&real).unwrap(), PasswordHash::new(NOBODY).unwrap());
        assert_eq!(real.algorithm, nobody.algorithm);
        assert_eq!(real.version, nobody.version);
        assert_eq!(real.params.to_string(), nobody.params.to_string());
        assert_eq!(real.salt.map(|salt| salt.len()), nobody.salt.map(|salt| salt.len()));
        assert_eq!(real.hash.map(|hash| hash.len()), nobody.hash.map(|hash| hash.len()));
        assert!(!verify(None, typed("correct horse battery")).await.unwrap());
    }

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let stored = hash(typed("correct horse battery")).await.unwrap();
        assert!(verify(Some(stored.clone()), typed("correct horse battery")).await.unwrap());
        assert!(!verify(Some(stored), typed("correct horse batterz")).await.unwrap());
    }

    #[tokio::test]
    async fn a_damaged_hash_is_not_a_wrong_password() {
        assert!(verify(Some("nonsense".to_owned()), typed("correct horse battery")).await.is_err());
    }

    #[test]
    fn new_passwords_are_long_and_not_the_address() {
        let address = Address::parse("anna.petrova@example.com").unwrap();
        let check = |password: &str| check(password, Some(&address));
        assert_eq!(check("eleven char"), Err(PasswordError::TooShort));
        assert_eq!(check("двенадцать б"), Ok(()));
        assert_eq!(check(&"x".repeat(200)), Ok(()));
        assert_eq!(check(&"x".repeat(201)), Err(PasswordError::TooLong));
        assert_eq!(check("Anna.Petrova@example.com"), Err(PasswordError::IsAddress));
    }
}
