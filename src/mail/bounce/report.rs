//! What a message to a return address says.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders};

use super::{automatic, prose, status};
use crate::mail::Failure;

/// Bytes of a message that are read. What a report says stands before the message that it returns, and ours are
/// a fraction of this.
pub const MOST_BYTES: usize = 256 * 1024;
/// Addresses that a message may be sent to before it is no report to one of ours.
const MOST_RECIPIENTS: usize = 50;

/// The header fields in which mail systems write whom a message was delivered to.
const RECIPIENT_FIELDS: [&str; 9] = [
    "Delivered-To",
    "X-Original-To",
    "X-Delivered-To",
    "Envelope-To",
    "X-Envelope-To",
    "Original-Recipient",
    "Resent-To",
    "To",
    "Cc",
];

/// What a message to a return address says of the mail that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It did not arrive, and would not at another try.
    Hard(Failure),
    /// It did not arrive yet (then it may still), or was given up after trying for long.
    Soft {
        /// Why.
        failure: Failure,
        /// Whether it was given up.
        is_final: bool,
    },
    /// It arrived, and was reported as unwanted.
    Complaint,
    /// It arrived, and a machine has answered.
    Vacation,
    /// Nothing that is understood, or nothing that went wrong.
    Unknown,
}

/// A message, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The addresses it was sent to, as its own header has them; never those in its content.
    pub recipients: Vec<String>,
    /// What it says.
    pub verdict: Verdict,
}

/// Reads a message, as far as [`MOST_BYTES`]. What is no message says nothing.
#[must_use]
pub fn read(raw: &[u8]) -> Report {
    let beginning = &raw[..raw.len().min(MOST_BYTES)];
    let Some(message) = MessageParser::default().parse(beginning) else {
        return Report { recipients: Vec::new(), verdict: Verdict::Unknown };
    };
    Report { recipients: recipients(&message), verdict: verdict(&message) }
}

fn recipients(message: &Message) -> Vec<String> {
    let is_recipient = |name: &str| RECIPIENT_FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field));
    let fields = message.headers_raw().filter(|(name, _)| is_recipient(name));
    let words = fields.flat_map(|(_, value)| value.split(|c: char| c.is_whitespace() || "<>,;:\"()".contains(c)));
    words.filter(|word| word.contains('@')).take(MOST_RECIPIENTS).map(str::to_owned).collect()
}

/// Reports in a form that was agreed on first; then what mail systems write in words of their own; then machines
/// that answer for people. A report that a message merely carries, forwarded or returned, is not one.
fn verdict(message: &Message) -> Verdict {
    if let Some(part) = part(message, "feedback-report") {
        return status::complaint(&text(part));
    }
    if part(message, "disposition-notification").is_some() {
        return Verdict::Unknown;
    }
    let reported = part(message, "delivery-status").or_else(|| part(message, "global-delivery-status"));
    if let Some(verdict) = reported.and_then(|part| status::verdict(&text(part))) {
        return verdict;
    }
    if let Some(verdict) = prose::verdict(message) {
        return verdict;
    }
    if automatic::is_answer(message) { Verdict::Vacation } else { Verdict::Unknown }
}

/// The part of a message, itself or beside its text, that has the type `message/<subtype>`.
fn part<'m>(message: &'m Message<'m>, subtype: &str) -> Option<&'m MessagePart<'m>> {
    message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind.subtype().is_some_and(|other| other.eq_ignore_ascii_case(subtype))
        })
    })
}

fn text(part: &MessagePart) -> String {
    String::from_utf8_lossy(part.contents()).into_owned()
}
