//! A message as it goes over the wire (RFC 5322, 2045, 2047, 3834, 6532).

use std::fmt::Write as _;

use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{quoted_string, rfc2047};

use super::dkim::Dkim;
use super::{Failure, FailureKind, Mailbox, Message, body};
use crate::db::Moment;
use crate::email::Address;

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
    pub from: String,
    pub to: String,
    /// Whether an address goes beyond ASCII before its @, which few servers take (RFC 6531).
    pub needs_smtputf8: bool,
    /// The message as it goes into DATA: lines that begin with a dot have one more (RFC 5321, 4.5.2), and the
    /// line with the dot alone is at its end.
    pub stuffed: Vec<u8>,
}

impl Wire {
    /// The message as a file holds it.
    pub(super) fn plain(&self) -> Vec<u8> {
        let mut plain = Vec::with_capacity(self.stuffed.len());
        for line in self.stuffed.split_inclusive(|byte| *byte == b'\n') {
            plain.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
        }
        plain.truncate(plain.len().saturating_sub(b"\r\n".len()));
        plain
    }
}

/// Writes a message. The same message gets the same bytes, apart from the date.
///
/// # Errors
/// When an address is none.
pub(super) fn encode(message: &Message, date: Moment, dkim: Option<&Dkim>) -> Result<Wire, Failure> {
    let (from, to) = (address(&message.from.address)?, address(&message.to.address)?);
    let sender = message.return_path.as_deref().map(address).transpose()?;
    // Without it the mail still arrives, and its text names the address.
    let needs_smtputf8 = !(from.is_ascii() && to.is_ascii() && sender.as_ref().is_none_or(|sender| sender.is_ascii()));
    let usable = |address: &String| needs_smtputf8 || address.is_ascii();
    let reply_to = message
        .reply_to
        .as_ref()
        .and_then(|reply_to| Some((&reply_to.name, address(&reply_to.address).ok().filter(usable)?)));
    let id = identifier(&message.id);
    let mut out = String::with_capacity(2 * (message.text.len() + message.html.len()) + 1_024);
    head(&mut out, message, &id, date, [(&message.from, &from), (&message.to, &to)]);
    if let Some((name, address)) = &reply_to {
        mailbox(&mut out, "Reply-To", name, address);
    }
    let boundary: String = id.chars().take(LONGEST_BOUNDARY).collect();
    let _ = write!(out, "Content-Type: multipart/alternative;\r\n boundary=\"=_{boundary}\"\r\n");
    for (kind, text) in [("plain", &message.text), ("html", &message.html)] {
        let _ = write!(out, "\r\n--=_{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n");
        body::write(&mut out, text);
    }
    let _ = write!(out, "\r\n--=_{boundary}--\r\n.\r\n");
    if let Some(dkim) = dkim {
        let signature = dkim.header(&out, domain_of(&from), date);
        out.insert_str(0, &signature);
    }
    Ok(Wire { from: sender.unwrap_or(from), to, needs_smtputf8, stuffed: out.into_bytes() })
}

fn head(out: &mut String, message: &Message, id: &str, date: Moment, ends: [(&Mailbox, &String); 2]) {
    let [(_, from), _] = ends;
    let domain = domain_of(from);
    let _ = write!(out, "Date: {}\r\n", date.and_utc().to_rfc2822());
    for ((mail, address), name) in ends.into_iter().zip(["From", "To"]) {
        mailbox(out, name, &mail.name, address);
    }
    header(out, "Subject", |writer| text(&one_line(&message.subject, LONGEST_SUBJECT), writer));
    let _ =
        write!(out, "Message-ID: <{id}@{domain}>\r\nMIME-Version: 1.0\r\nContent-Language: {}\r\n", message.language);
    // No out-of-office replies (RFC 3834), and Microsoft's word for the same.
    out.push_str("Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n");
}

fn domain_of(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or_default()
}

/// A header that the writer folds.
fn header(out: &mut String, name: &str, write: impl FnOnce(&mut EmailWriter<'_>) -> std::fmt::Result) {
    out.push_str(name);
    out.push(':');
    // Writing to a string cannot fail.
    let _ = write(&mut EmailWriter::new(out, name.len() + 1, 1, false));
    out.push_str("\r\n");
}

fn mailbox(out: &mut String, header_name: &str, name: &str, address: &str) {
    let name = one_line(name, LONGEST_NAME);
    header(out, header_name, |writer| {
        if name.is_empty() {
            return writer.write_str(address);
        }
        // Quoted, it would still be decoded by many programs.
        if name.contains("=?") {
            rfc2047::encode(&name, writer)?;
        } else {
            quoted_string::encode(&name, writer)?;
        }
        writer.space();
        writer.folding().write_str(&format!("<{address}>"))
    });
}

/// Words of a header: as they stand where they can be, else encoded word by word.
fn text(words: &str, writer: &mut EmailWriter<'_>) -> std::fmt::Result {
    let is_plain = |c: char| c == ' ' || c.is_ascii_graphic();
    if words.chars().all(is_plain) && !words.contains("=?") {
        return writer.folding().write_str(words);
    }
    rfc2047::encode(words, writer)
}

/// The Message-ID that a message gets, without its angle brackets.
pub(super) fn identifier(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect()
}

/// An address whose domain is in the ASCII form that every server takes.
fn address(text: &str) -> Result<String, Failure> {
    let wrong = |error| Failure::new(FailureKind::Address, format!("{}: {error}", one_line(text, LONGEST_NAME)));
    let address = Address::parse(text).map_err(wrong)?;
    let local = address.as_written().split('@').next().unwrap_or_default();
    let domain = address.key().rsplit('@').next().unwrap_or_default();
    Ok(format!("{local}@{domain}"))
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
        let wire = encode(&message("Eve\r\nBcc: all@example.com\u{202e}", "eve@example.com"), Moment::default(), None)
            .unwrap();
        let text = String::from_utf8(wire.plain()).unwrap();
        assert!(!text.contains("\nBcc:") && !text.contains("\nbcc:"), "{text}");
        assert!(text.is_ascii());
    }

    #[test]
    fn a_name_that_looks_like_an_encoded_word_arrives_as_it_was_written() {
        let odd = "=?utf-8?q?Boss?=";
        let wire = encode(&message(odd, "eve@example.com"), Moment::default(), None).unwrap();
        let plain = wire.plain();
        let parsed = mail_parser::MessageParser::default().parse(&plain).unwrap();
        assert_eq!(parsed.to().unwrap().first().unwrap().name(), Some(odd));
    }

    #[test]
    fn the_same_message_has_the_same_bytes_and_a_stable_id() {
        let one = encode(&message("A", "a@example.com"), Moment::default(), None).unwrap();
        let two = encode(&message("A", "a@example.com"), Moment::default(), None).unwrap();
        assert_eq!(one.stuffed, two.stuffed);
        assert!(String::from_utf8(one.plain()).unwrap().contains("Message-ID: <019a-1@xn--e1afmkfd.xn--p1ai>"));
    }

    #[test]
    fn what_is_no_address_is_refused_with_words() {
        for wrong in ["", "a", "a@", "@b", "a b@example.com", "a@exa mple.com", "a@example.com\r\nRCPT TO:<b@c.d>"] {
            let failure = encode(&message("A", wrong), Moment::default(), None).unwrap_err();
            assert_eq!(failure.kind, FailureKind::Address, "{wrong:?}");
        }
        let failure = encode(&message("A", "anna@exa_mple.com"), Moment::default(), None).unwrap_err();
        assert_eq!(failure.words, "anna@exa_mple.com: the part of the address after the @ is not a domain");
    }

    #[test]
    fn the_envelopes_sender_may_be_another_and_letters_beyond_ascii_are_noted() {
        let mut message = message("Ива", "ива@пример.рф");
        message.return_path = Some("bounce+1@пример.рф".to_owned());
        let wire = encode(&message, Moment::default(), None).unwrap();
        assert_eq!(
            (wire.from.as_str(), wire.to.as_str()),
            ("bounce+1@xn--e1afmkfd.xn--p1ai", "ива@xn--e1afmkfd.xn--p1ai")
        );
        assert!(wire.needs_smtputf8);
        assert!(String::from_utf8(wire.plain()).unwrap().contains("<ива@xn--e1afmkfd.xn--p1ai>"));
        let wire = encode(&super::tests::message("Anna", "anna@пример.рф"), Moment::default(), None).unwrap();
        assert!(!wire.needs_smtputf8);
    }
}
