//! Copies of wave keys in one file, sealed by a passphrase in the age format, so that age itself opens it, too.

use age::secrecy::SecretString;
use age::{DecryptError, EncryptError, scrypt};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::WaveKey;

/// The shortest passphrase, in characters.
pub const MIN_PASSPHRASE: usize = 12;
/// The largest file that is read, in bytes: keys of more open waves than anyone has.
pub const MAX_FILE_BYTES: u64 = 1024 * 1024;
/// The first line of what is sealed.
const HEADER: &str = "candor wave keys 1";
/// scrypt with N = 2^17 takes 128 MiB and about half a second (the advice of OWASP, 2023).
const WORK: u8 = 17;
/// The most work that a file may ask for: 2^22 takes 4 GiB.
const MAX_WORK: u8 = 22;

/// Why copies could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum CopiesError {
    /// A passphrase that would be guessed.
    #[error("the passphrase is shorter than {MIN_PASSPHRASE} characters")]
    TooShort,
    /// Another passphrase, or a damaged file.
    #[error("the passphrase is another one, or the file is damaged")]
    Passphrase,
    /// No file of ours.
    #[error("the file holds no wave keys")]
    NotOurs,
    /// It could not be sealed.
    #[error("the keys cannot be sealed: {0}")]
    Seal(#[from] EncryptError),
    /// It could not be opened.
    #[error("the file cannot be opened: {0}")]
    Open(DecryptError),
}

/// The bytes of a file with copies of some keys.
///
/// # Errors
/// When the passphrase is too short.
pub fn seal(keys: &[WaveKey], passphrase: &str) -> Result<Vec<u8>, CopiesError> {
    if passphrase.chars().count() < MIN_PASSPHRASE {
        return Err(CopiesError::TooShort);
    }
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase));
    recipient.set_work_factor(WORK);
    Ok(age::encrypt(&recipient, written(keys).as_bytes())?)
}

/// The keys in the bytes of a file.
///
/// # Errors
/// When the passphrase is another one, or the file none of ours.
pub fn open(file: &[u8], passphrase: &str) -> Result<Vec<WaveKey>, CopiesError> {
    let mut identity = scrypt::Identity::new(SecretString::from(passphrase));
    identity.set_max_work_factor(MAX_WORK);
    let opened = age::decrypt(&identity, file).map_err(|error| match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::InvalidMac => {
            CopiesError::Passphrase
        }
        DecryptError::InvalidHeader | DecryptError::NoMatchingKeys | DecryptError::UnknownFormat => {
            CopiesError::NotOurs
        }
        DecryptError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => CopiesError::NotOurs,
        other => CopiesError::Open(other),
    })?;
    let opened = Zeroizing::new(opened);
    std::str::from_utf8(&opened).ok().and_then(read).ok_or(CopiesError::NotOurs)
}

/// A line for each key: its wave and its bytes.
fn written(keys: &[WaveKey]) -> Zeroizing<String> {
    let length = HEADER.len() + 1 + keys.len() * 128;
    // As long as it will be from the start, so that growing leaves no copy behind.
    let mut text = Zeroizing::new(String::with_capacity(length));
    text.push_str(HEADER);
    text.push('\n');
    for key in keys {
        text.push_str(&key.wave().to_string());
        text.push(' ');
        URL_SAFE_NO_PAD.encode_string(key.bytes(), &mut text);
        text.push('\n');
    }
    text
}

fn read(text: &str) -> Option<Vec<WaveKey>> {
    let mut lines = text.lines();
    if lines.next() != Some(HEADER) {
        return None;
    }
    lines.map(read_key).collect()
}

fn read_key(line: &str) -> Option<WaveKey> {
    let (wave, encoded) = line.split_once(' ')?;
    let decoded = Zeroizing::new(URL_SAFE_NO_PAD.decode(encoded).ok()?);
    let mut bytes = Box::new(Zeroizing::new([0; WaveKey::BYTES]));
    bytes.copy_from_slice(decoded.get(..WaveKey::BYTES).filter(|_| decoded.len() == WaveKey::BYTES)?);
    Some(WaveKey::new(wave.parse().ok()?, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{KeyFolder, random_id};

    const PASSPHRASE: &str = "correct horse battery";

    #[test]
    fn sealed_copies_open_with_their_passphrase_alone() {
        let folder = tempfile::tempdir().unwrap();
        let folder = KeyFolder::open(folder.path()).unwrap();
        let keys = [folder.create(random_id()).unwrap(), folder.create(random_id()).unwrap()];
        let file = seal(&keys, PASSPHRASE).unwrap();
        assert!(file.starts_with(b"age-encryption.org/v1\n-> scrypt "));
        let opened = open(&file, PASSPHRASE).unwrap();
        let all = |keys: &[WaveKey]| keys.iter().map(|key| (key.wave(), *key.bytes())).collect::<Vec<_>>();
        assert_eq!(all(&opened), all(&keys));
        assert!(matches!(open(&file, "another horse battery"), Err(CopiesError::Passphrase)));
        for key in &keys {
            assert!(!file.windows(32).any(|window| window == key.bytes()));
        }
        let mut damaged = file.clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert!(open(&damaged, PASSPHRASE).is_err());
    }

    #[test]
    fn a_passphrase_that_would_be_guessed_is_refused() {
        assert!(matches!(seal(&[], "short"), Err(CopiesError::TooShort)));
    }

    #[test]
    fn other_files_are_not_taken_for_keys() {
        for other in [b"".as_slice(), b"age-encryption.org/v1\n", &[0; 300]] {
            assert!(open(other, PASSPHRASE).is_err());
        }
        for other in ["", "candor wave keys 2\n", "candor wave keys 1\nnothing\n"] {
            assert!(read(other).is_none(), "{other}");
        }
        let short = format!("{HEADER}\n{} AAAA\n", random_id::<()>());
        assert!(read(&short).is_none());
    }
}
