//! Reports that mail systems write in words of their own: qmail, older Exim and Exchange, Domino, Mail.ru and others.
//!
//! Only what a mail system itself has written is read so: a person who quotes such words reports nothing.

use mail_parser::Message;

use super::Verdict;
use super::status::{self, Code, clean, code_in, failure, reply_class};
use crate::mail::{Failure, FailureKind};

/// The part before the @ that mail systems write from, in lower case.
const SYSTEMS: [&str; 6] = ["mailer-daemon", "postmaster", "mail-daemon", "mdaemon", "mailerdaemon", "mailsystem"];

/// Header fields that only mail systems write, and only when they report a failure.
const FIELDS: [&str; 2] = ["X-Failed-Recipients", "X-Mailer-Daemon-Error"];

/// What mail systems write when a message is late and they go on trying, in lower case.
const DELAYED: [&str; 12] = [
    "delivery attempts will continue",
    "has not yet been delivered",
    "has been delayed",
    "will continue to be attempted",
    "this is a warning message only",
    "do not need to resend",
    "message delayed",
    "will be retried",
    "noch nicht zugestellt",
    "wird weiterhin versucht",
    "пока не доставлено",
    "попытки доставки будут продолжены",
];

/// What they write when a message did not arrive, in lower case with е for ё.
const FAILED: [&str; 27] = [
    // qmail, and netqmail's kin.
    "wasn't able to deliver your message",
    // Postfix, Zimbra, Yandex.
    "could not be delivered to one or more recipients",
    // Exim, Mail.ru.
    "could not be delivered to one or more of its recipients",
    "could not be delivered to all of its recipients",
    // Sendmail.
    "the following addresses had permanent fatal errors",
    "the following addresses had permanent delivery errors",
    // Exchange, from 4.0 to Online.
    "did not reach the following recipient",
    "did not reach some or all of the intended recipients",
    "the following recipient(s) could not be reached",
    "the following recipient(s) cannot be reached",
    "delivery has failed to these recipients",
    "delivery to the following recipients failed",
    "wasn't delivered to",
    "couldn't be delivered",
    // Domino.
    "was not delivered to:",
    // Gmail.
    "delivery to the following recipient failed permanently",
    // Amazon SES.
    "an error occurred while trying to deliver the mail",
    // CommuniGate Pro, MDaemon, Kerio.
    "failed to deliver to",
    "undeliverable",
    "could not be delivered",
    "cannot be delivered",
    // German and Russian.
    "konnte nicht zugestellt werden",
    "nicht zustellbar",
    "не может быть доставлено",
    "не было доставлено",
    "не удалось доставить",
    "не доставлено следующим",
];

/// Where the message that is returned begins, in lower case.
const RETURNED: [&str; 6] = [
    "--- below this line is a copy of the message",
    "--- this is a copy of the message",
    "--- the header of the original message is following",
    "----- original message follows",
    "----- the following is a copy",
    "-----original message-----",
];

/// What a mail system says in its own words; none where no mail system speaks, or nothing is understood.
pub(super) fn verdict(message: &Message) -> Option<Verdict> {
    let field = |name: &str| message.headers_raw().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let has_field = FIELDS.iter().any(|name| field(name).is_some());
    if !has_field && !is_from_system(message) {
        return None;
    }
    if let Some((_, error)) = field("X-Mailer-Daemon-Error") {
        return Some(Verdict::Hard(by_word(error.trim())));
    }
    let body = message.body_text(0).unwrap_or_default();
    let body = own_words(&body);
    let folded = format!("{}\n{body}", message.subject().unwrap_or_default()).to_lowercase().replace('ё', "е");
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'");
    let says = |some: &[&str]| some.iter().any(|words| folded.contains(words));
    let (words, code) = reason(body);
    if says(&DELAYED) {
        return Some(Verdict::Soft { failure: failure(code, &words), is_final: false });
    }
    (has_field || says(&FAILED)).then(|| told(code, &words))
}

fn told(code: Option<Code>, words: &str) -> Verdict {
    let failure = failure(code, words);
    let class = code.map(|code| code[0]).or(reply_class(words).map(u16::from));
    if class == Some(4) { Verdict::Soft { failure, is_final: true } } else { Verdict::Hard(failure) }
}

fn is_from_system(message: &Message) -> bool {
    let from = message.from().and_then(|from| from.first()).and_then(|from| from.address()).unwrap_or_default();
    let local = from.split('@').next().unwrap_or_default().to_lowercase();
    SYSTEMS.contains(&local.as_str())
}

/// Mail.ru's word for what went wrong.
fn by_word(word: &str) -> Failure {
    let kind = match word {
        "user_not_found" | "user_disabled" | "mailbox_not_found" => FailureKind::Address,
        "over_quota" | "mailbox_full" | "quota_exceeded" => FailureKind::MailboxFull,
        word if word.contains("spam") || word.contains("reject") => FailureKind::Policy,
        _ => FailureKind::Other,
    };
    Failure::new(kind, clean(word))
}

/// The text up to the message that is returned below it.
fn own_words(body: &str) -> &str {
    let lower = body.to_ascii_lowercase();
    let end = RETURNED.iter().filter_map(|mark| lower.find(mark)).min().unwrap_or(body.len());
    &body[..end]
}

/// Why it did not arrive: the line that has a code, from the server's reply on; else what stands below the address.
fn reason(body: &str) -> (String, Option<Code>) {
    let lines: Vec<&str> = body.lines().map(str::trim).collect();
    let coded = lines.iter().enumerate().find_map(|(place, line)| {
        let code = code_in(line).filter(|code| code[0] != 2);
        let reply = reply_in(line);
        (code.is_some() || reply.is_some()).then(|| (place, reply.unwrap_or(line), code))
    });
    if let Some((place, words, code)) = coded {
        return (clean(&format!("{words} {}", paragraph(&lines[place + 1..]))), code);
    }
    let below = lines.iter().position(|line| is_address(line)).map(|place| &lines[place + 1..]).unwrap_or_default();
    let start = below.iter().position(|line| !line.is_empty() && !line.ends_with("because:"));
    (clean(&paragraph(&below[start.unwrap_or_default()..])), None)
}

/// Lines up to the first empty one.
fn paragraph(lines: &[&str]) -> String {
    lines.iter().take_while(|line| !line.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// A line that begins with the recipient: an address alone, or with a few words.
fn is_address(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| word.contains('@'))
}

/// A server's reply within a line: `host mx.example.com said: 550 no such user`.
fn reply_in(line: &str) -> Option<&str> {
    let starts = std::iter::once(0).chain(line.match_indices([' ', ':', '(', '<']).map(|(place, _)| place + 1));
    let mut replies = starts.filter_map(|start| line.get(start..));
    replies.find(|rest| rest.len() > 4 && status::reply_class(rest).is_some())
}
