//! A message as it goes over the wire (RFC 5322, 2045, 2047, 3834).

use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox as WireMailbox, MultiPart, SinglePart};

use super::{Mailbox, Message};
use crate::db::Moment;

/// The longest display name, in characters; the rest is cut.
const LONGEST_NAME: usize = 128;
/// The longest subject, in characters; the rest is cut.
const LONGEST_SUBJECT: usize = 250;
/// The longest boundary that RFC 2046 allows is 70 characters; ours has a prefix of two.
const LONGEST_BOUNDARY: usize = 68;

/// A message ready to be sent.
#[derive(Debug)]
pub(super) struct Wire {
    /// The envelope's sender.
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

/// Why a message cannot be put on the wire. The text is for the admin.
#[derive(Debug, thiserror::Error)]
pub(super) enum WireError {
    #[error("{0} is not an address that mail can be sent to")]
    Address(String),
    #[error("the letters before the @ of {0} must be ASCII")]
    LocalPart(String),
    #[error("the message cannot be written: {0}")]
    Build(#[from] lettre::error::Error),
}

/// Writes a message. The same message gets the same bytes, apart from the date.
pub(super) fn encode(message: &Message, date: Moment) -> Result<Wire, WireError> {
    let (from, to) = (mailbox(&message.from)?, mailbox(&message.to)?);
    let id = identifier(&message.id);
    let mut builder = lettre::Message::builder()
        .date(date.and_utc().into())
        .from(from.clone())
        .to(to.clone())
        .subject(one_line(&message.subject, LONGEST_SUBJECT))
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        .raw_header(header("Content-Language", message.language))
        // No out-of-office replies (RFC 3834), and Microsoft's word for the same.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"));
    // Without it the mail still arrives, and its text names the address.
    if let Some(reply_to) = message.reply_to.as_ref().and_then(|reply_to| mailbox(reply_to).ok()) {
        builder = builder.reply_to(reply_to);
    }
    let boundary: String = id.chars().take(LONGEST_BOUNDARY).collect();
    let parts = MultiPart::alternative()
        .boundary(format!("=_{boundary}"))
        .singlepart(part(ContentType::TEXT_PLAIN, &message.text))
        .singlepart(part(ContentType::TEXT_HTML, &message.html));
    let built = builder.multipart(parts)?;
    let envelope = message.return_path.as_deref().map(address).transpose()?;
    Ok(Wire { from: envelope.unwrap_or(from.email), to: to.email, bytes: built.formatted() })
}

/// The Message-ID that a message gets, without its angle brackets.
pub(super) fn identifier(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect()
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(text.to_owned())
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn mailbox(mailbox: &Mailbox) -> Result<WireMailbox, WireError> {
    let name = one_line(&mailbox.name, LONGEST_NAME);
    Ok(WireMailbox::new((!name.is_empty()).then_some(name), address(&mailbox.address)?))
}

/// An address whose domain is in the ASCII form that every server takes.
fn address(text: &str) -> Result<Address, WireError> {
    let wrong = || WireError::Address(one_line(text, LONGEST_NAME));
    let (local, domain) = text.trim().rsplit_once('@').ok_or_else(wrong)?;
    if !local.is_ascii() {
        return Err(WireError::LocalPart(one_line(text, LONGEST_NAME)));
    }
    let domain = idna::domain_to_ascii(domain).map_err(|_| wrong())?;
    Address::new(local, domain).map_err(|_| wrong())
}

/// One line of at most so many characters: no control characters, which would end the header, and no marks that
/// turn the reading direction, which would disguise it.
fn one_line(text: &str, longest: usize) -> String {
    let direction = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced: String = text
        .chars()
        .filter(|c| !direction(c))
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .take(longest)
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(name: &str, address: &str) -> Message {
        Message {
            kind: "invitation",
            id: "019a-1".to_owned(),
            from: Mailbox { name: "Отдел кадров".to_owned(), address: "hr@пример.рф".to_owned() },
            return_path: None,
            reply_to: None,
            to: Mailbox { name: name.to_owned(), address: address.to_owned() },
            subject: "Один вопрос о компании\r\nBcc: everyone@example.com".to_owned(),
            text: "Текст".to_owned(),
            html: "<p>Текст</p>".to_owned(),
            language: "ru",
        }
    }

    #[test]
    fn a_name_cannot_end_its_header() {
        let wire =
            encode(&message("Eve\r\nBcc: all@example.com\u{202e}", "eve@example.com"), Moment::default()).unwrap();
        let text = String::from_utf8(wire.bytes).unwrap();
        assert!(!text.contains("\nBcc:") && !text.contains("\nbcc:"), "{text}");
        assert!(text.is_ascii());
    }

    #[test]
    fn the_same_message_has_the_same_bytes_and_a_stable_id() {
        let one = encode(&message("A", "a@example.com"), Moment::default()).unwrap();
        let two = encode(&message("A", "a@example.com"), Moment::default()).unwrap();
        assert_eq!(one.bytes, two.bytes);
        assert!(String::from_utf8(one.bytes).unwrap().contains("Message-ID: <019a-1@xn--e1afmkfd.xn--p1ai>"));
    }

    #[test]
    fn what_is_no_address_is_refused_with_words() {
        for wrong in ["", "a", "a@", "@b", "a b@example.com", "a@exa mple.com", "a@example.com\r\nRCPT TO:<b@c.d>"] {
            assert!(encode(&message("A", wrong), Moment::default()).is_err(), "{wrong:?}");
        }
        let error = encode(&message("A", "ива@example.com"), Moment::default()).unwrap_err();
        assert_eq!(error.to_string(), "the letters before the @ of ива@example.com must be ASCII");
    }
}
