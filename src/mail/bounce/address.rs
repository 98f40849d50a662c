//! The address that reports are sent to: plain, or with a token that says what came back.

use crate::email::{Address, AddressError};

/// The longest part of an address before the @, in bytes (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// The longest token, in characters.
pub const MAX_TOKEN: usize = 45;
/// Between the name of the mailbox and the token: what mail servers call the recipient delimiter.
const DELIMITER: char = '+';

/// An address of the administrator's that takes mail for `<local>+<anything>@<domain>` too.
///
/// ```
/// use candor::mail::ReturnAddress;
/// let address: ReturnAddress = "Bounces@survey.example.com".parse().unwrap();
/// assert_eq!(address.plain(), "bounces@survey.example.com");
/// assert_eq!(address.with_token("mfra"), "bounces+mfra@survey.example.com");
/// assert_eq!(address.token_in("BOUNCES+MFRA@Survey.Example.com").as_deref(), Some("mfra"));
/// assert_eq!(address.token_in("bounces@survey.example.com"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnAddress {
    local: String,
    domain: String,
}

/// Why an address cannot be used as a return address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReturnAddressError {
    /// It is no address.
    #[error("--return-address cannot be used: {0}")]
    Address(#[from] AddressError),
    /// A token would be no token any more.
    #[error(
        "--return-address cannot be used: the part before the @ may have up to 18 ASCII letters, digits and signs, and no +"
    )]
    Local,
}

impl std::str::FromStr for ReturnAddress {
    type Err = ReturnAddressError;

    fn from_str(text: &str) -> Result<Self, ReturnAddressError> {
        let address = Address::parse(text)?;
        let (local, domain) = address.key().split_once('@').unwrap_or_default();
        let room = MAX_LOCAL - MAX_TOKEN - DELIMITER.len_utf8();
        if !local.is_ascii() || local.contains(DELIMITER) || local.len() > room {
            return Err(ReturnAddressError::Local);
        }
        Ok(Self { local: local.to_owned(), domain: domain.to_owned() })
    }
}

impl ReturnAddress {
    /// The address with nobody in it.
    #[must_use]
    pub fn plain(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// The address with a token of lower-case letters and digits in it.
    #[must_use]
    pub fn with_token(&self, token: &str) -> String {
        format!("{}{DELIMITER}{token}@{}", self.local, self.domain)
    }

    /// The token in an address, in lower case, if it is one of these.
    #[must_use]
    pub fn token_in(&self, address: &str) -> Option<String> {
        let (local, domain) = address.rsplit_once('@')?;
        let (name, token) = local.split_once(DELIMITER)?;
        let is_ours = name.eq_ignore_ascii_case(&self.local) && domain.eq_ignore_ascii_case(&self.domain);
        (is_ours && token.len() <= MAX_TOKEN).then(|| token.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_before_the_at_leaves_room_for_the_longest_token() {
        let address: ReturnAddress = "eighteen-octets-ok@example.com".parse().unwrap();
        let full = address.with_token(&"a".repeat(MAX_TOKEN));
        assert_eq!(full.split('@').next().unwrap().len(), MAX_LOCAL);
        for wrong in ["nineteen-octets-bad@example.com", "a+b@example.com", "почта@example.com"] {
            assert_eq!(wrong.parse::<ReturnAddress>(), Err(ReturnAddressError::Local), "{wrong}");
        }
        assert!(matches!("bounces".parse::<ReturnAddress>(), Err(ReturnAddressError::Address(_))));
    }

    #[test]
    fn addresses_of_others_have_no_token() {
        let address: ReturnAddress = "bounces@почта.рф".parse().unwrap();
        assert_eq!(address.token_in("bounces+abc@xn--80a1acny.xn--p1ai").as_deref(), Some("abc"));
        for other in ["bounces+abc@example.com", "bounce+abc@xn--80a1acny.xn--p1ai", "abc", "+@", "@"] {
            assert_eq!(address.token_in(other), None, "{other}");
        }
        assert_eq!(address.token_in(&address.with_token(&"a".repeat(MAX_TOKEN + 1))), None);
    }
}
