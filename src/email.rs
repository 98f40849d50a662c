//! E-mail addresses: what is taken for one, and when two are the same.

use crate::i18n::{Message, say};

/// The longest address that SMTP carries, in bytes (RFC 5321, 4.5.3.1.3).
const MAX_ADDRESS: usize = 254;
/// The longest part before the @, in bytes (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// An address that mail can be sent to.
///
/// ```
/// use candor::email::Address;
/// let address = Address::parse(" Anna.Petrova+hr@Почта.рф ").unwrap();
/// assert_eq!(address.as_written(), "Anna.Petrova+hr@Почта.рф");
/// assert_eq!(address.key(), "anna.petrova+hr@xn--80a1acny.xn--p1ai");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    written: String,
    key: String,
}

/// Why a text is not an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was written.
    #[error("the address is empty")]
    Empty,
    /// No @.
    #[error("the address has no @")]
    NoAt,
    /// Two or more.
    #[error("the address has more than one @")]
    ManyAts,
    /// A space or line break inside.
    #[error("the address has a space or a line break in it")]
    Space,
    /// The part before the @ is empty or has characters that mail servers refuse.
    #[error("the part of the address before the @ cannot be used")]
    Local,
    /// The part after the @ is no domain.
    #[error("the part of the address after the @ is not a domain")]
    Domain,
    /// Longer than mail servers take.
    #[error("the address is too long")]
    TooLong,
}

impl AddressError {
    /// What to say next to the field.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::Empty => say("email-empty"),
            Self::NoAt => say("email-no-at"),
            Self::ManyAts => say("email-many-ats"),
            Self::Space => say("email-space"),
            Self::Local => say("email-local"),
            Self::Domain => say("email-domain"),
            Self::TooLong => say("email-too-long"),
        }
    }
}

impl Address {
    /// Reads an address; spaces around it are left out.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let written = text.trim();
        if written.is_empty() {
            return Err(AddressError::Empty);
        }
        if written.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(AddressError::Space);
        }
        let (local, domain) = written.split_once('@').ok_or(AddressError::NoAt)?;
        if domain.contains('@') {
            return Err(AddressError::ManyAts);
        }
        if !is_local_part(local) {
            return Err(AddressError::Local);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| AddressError::Domain)?;
        if domain.is_empty() || domain.ends_with('.') {
            return Err(AddressError::Domain);
        }
        let key = format!("{}@{domain}", local.to_lowercase());
        if key.len() > MAX_ADDRESS || local.len() > MAX_LOCAL {
            return Err(AddressError::TooLong);
        }
        Ok(Self { written: written.to_owned(), key })
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// Whether every mail server can be asked to take it: the part before the @ is ASCII. Others need a server
    /// with SMTPUTF8 (RFC 6531), which few have.
    ///
    /// ```
    /// use candor::email::Address;
    /// assert!(Address::parse("anna@пример.рф").unwrap().can_be_sent_to());
    /// assert!(!Address::parse("иван@пример.рф").unwrap().can_be_sent_to());
    /// ```
    #[must_use]
    pub fn can_be_sent_to(&self) -> bool {
        self.key.is_ascii()
    }

    /// The address as compared: lower case, the domain in its ASCII form.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// The unquoted form of RFC 5321: ASCII letters, digits and some signs, with single dots between;
/// or, as RFC 6531 allows, letters beyond ASCII in their place. Never both: "аnna" with one Cyrillic
/// letter is a trap or a slip.
fn is_local_part(local: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_digit() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let is_ascii =
        local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(|c| is_sign(c) || c.is_ascii_alphabetic()));
    let is_beyond = |c: char| is_sign(c) || !c.is_ascii() && c.is_alphabetic();
    is_ascii || local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_beyond))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> AddressError {
        Address::parse(text).unwrap_err()
    }

    #[test]
    fn what_is_not_an_address_is_refused_with_its_reason() {
        assert_eq!(error("  "), AddressError::Empty);
        assert_eq!(error("anna"), AddressError::NoAt);
        assert_eq!(error("anna@@example.com"), AddressError::ManyAts);
        assert_eq!(error("a@b@example.com"), AddressError::ManyAts);
        assert_eq!(error("anna petrova@example.com"), AddressError::Space);
        assert_eq!(error("anna@example.com\r\nBcc: x@example.com"), AddressError::Space);
        assert_eq!(error("@example.com"), AddressError::Local);
        assert_eq!(error("a,b@example.com"), AddressError::Local);
        assert_eq!(error("a..b@example.com"), AddressError::Local);
        assert_eq!(error("аnna@example.com"), AddressError::Local, "the first letter is Cyrillic");
        assert_eq!(error("anna@"), AddressError::Domain);
        assert_eq!(error("anna@exam_ple.com"), AddressError::Domain);
        assert_eq!(error("anna@example..com"), AddressError::Domain);
        assert_eq!(error(&format!("{}@example.com", "a".repeat(65))), AddressError::TooLong);
    }

    #[test]
    fn addresses_that_reach_the_same_person_have_one_key() {
        let key = |text: &str| Address::parse(text).unwrap().key().to_owned();
        assert_eq!(key("Anna@Example.COM"), key("anna@example.com"));
        assert_eq!(key("Иван@пример.рф"), "иван@xn--e1afmkfd.xn--p1ai");
        assert_eq!(key("anna@bücher.example"), key("anna@xn--bcher-kva.example"));
        assert_ne!(key("anna+hr@example.com"), key("anna@example.com"));
    }
}
