//! Why a mail did not arrive, told apart far enough for somebody to do something about it.

/// What kind of failure it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureKind {
    /// There is no such mailbox, or the address cannot be used.
    Address,
    /// The mailbox takes nothing more for now.
    MailboxFull,
    /// The server does not want this mail: a rule, a block list, a filter, a size.
    Policy,
    /// The way to the mailbox: names, connections, servers that do not answer.
    Network,
    /// Anything else.
    Other,
}

/// The longest run of letters, digits, "-" and "_" that is kept of a server's words: those of a UUID. A link's token has
/// 48.
const LONGEST_RUN: usize = 36;

/// A failure with the words it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind it is.
    pub kind: FailureKind,
    /// The server's words, or ours.
    pub words: String,
}

/// Each kind and its word in the database.
const WORDS: [(FailureKind, &str); 5] = [
    (FailureKind::Address, "address"),
    (FailureKind::MailboxFull, "mailbox_full"),
    (FailureKind::Policy, "policy"),
    (FailureKind::Network, "network"),
    (FailureKind::Other, "other"),
];

impl FailureKind {
    /// The kind as the database holds it.
    #[must_use]
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(kind, _)| *kind == self).map_or("other", |(_, word)| word)
    }

    /// The kind that the database holds; what is unknown is [`FailureKind::Other`].
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        WORDS.iter().find(|(_, known)| *known == word).map_or(Self::Other, |(kind, _)| *kind)
    }
}

impl Failure {
    /// A failure of a known kind.
    #[must_use]
    pub fn new(kind: FailureKind, words: impl Into<String>) -> Self {
        Self { kind, words: without_tokens(&words.into()) }
    }

    /// What a server said: told apart by its enhanced status code (RFC 3463), else by its reply code (RFC 5321),
    /// else by its words. Words that begin with no code are those of a connection that broke.
    ///
    /// ```
    /// use candor::mail::{Failure, FailureKind};
    /// let kind = |reply: &str| Failure::said(reply).kind;
    /// assert_eq!(kind("550 5.1.1 <anna@example.com>: no such person"), FailureKind::Address);
    /// assert_eq!(kind("452-4.2.2 The recipient's inbox is out of storage"), FailureKind::MailboxFull);
    /// assert_eq!(kind("550 Message rejected: listed by a block list"), FailureKind::Policy);
    /// assert_eq!(kind("no answer within 30 s"), FailureKind::Network);
    /// ```
    #[must_use]
    pub fn said(words: impl Into<String>) -> Self {
        let words = words.into();
        let kind = enhanced(&words).and_then(by_enhanced_code).unwrap_or_else(|| by_reply(&words));
        Self { kind, words: without_tokens(&words) }
    }

    /// What it is when the mail server takes no letters beyond ASCII before the @ (RFC 6531).
    #[must_use]
    pub fn beyond_ascii() -> Self {
        Self::new(FailureKind::Address, NO_SMTPUTF8)
    }

    /// Whether words of a failure say that letters beyond ASCII are what was refused: ours, or a server's by its code.
    ///
    /// ```
    /// use candor::mail::Failure;
    /// assert!(Failure::says_beyond_ascii(&Failure::beyond_ascii().words));
    /// assert!(Failure::says_beyond_ascii("553 5.6.7 SMTPUTF8 is required"));
    /// assert!(!Failure::says_beyond_ascii("550 5.1.1 no such person"));
    /// ```
    #[must_use]
    pub fn says_beyond_ascii(words: &str) -> bool {
        words == NO_SMTPUTF8 || matches!(enhanced(words), Some([_, 6, 7]))
    }
}

const NO_SMTPUTF8: &str = "the mail server takes no letters other than a to z before the @ (it has no SMTPUTF8)";

/// A server's words without what they may quote of a message's links: a link is a ballot paper, its token is longer than
/// any word, and what is kept of a failure is shown to admins.
fn without_tokens(words: &str) -> String {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut kept = String::with_capacity(words.len());
    let mut rest = words;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        kept.push_str(if run.len() > LONGEST_RUN { "…" } else { run });
        let next = after.find(is_of_token).unwrap_or(after.len());
        kept.push_str(&after[..next]);
        rest = &after[next..];
    }
    kept
}

/// An enhanced status code such as `5.1.1`, which follows the reply code: class, subject, detail.
fn enhanced(words: &str) -> Option<[u16; 3]> {
    let (code, rest) = words.split_at_checked(3)?;
    let rest = if reply_code(code).is_some() { rest.trim_start_matches([' ', '-']) } else { words };
    let text = rest.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | ')')).next()?;
    let mut numbers = text.trim_start_matches(['#', '(']).splitn(3, '.').map(|number| number.parse().ok());
    let code = [numbers.next()??, numbers.next()??, numbers.next()??];
    matches!(code[0], 4 | 5).then_some(code)
}

fn by_enhanced_code([_, subject, detail]: [u16; 3]) -> Option<FailureKind> {
    Some(match (subject, detail) {
        // Non-ASCII addresses that the server cannot take.
        (6, 7) => FailureKind::Address,
        // The first two: what is wrong with our own address is no failure of theirs.
        (1, 7 | 8) | (2, 3) | (3, 4) | (6 | 7, _) => FailureKind::Policy,
        (1, _) | (2, 1) => FailureKind::Address,
        (2, 2) => FailureKind::MailboxFull,
        (4, _) => FailureKind::Network,
        // Undefined: the reply code and the words may tell more.
        (0, _) | (2, 0) => return None,
        _ => FailureKind::Other,
    })
}

fn reply_code(text: &str) -> Option<u16> {
    text.get(..3)?.parse().ok().filter(|code| (400..600).contains(code))
}

/// Words that say that there is no such mailbox, in lower case.
const ADDRESS: [&str; 17] = [
    "not listed in",
    "not recognized",
    "unrouteable",
    "no such",
    "unknown user",
    "user unknown",
    "recipient unknown",
    "unknown recipient",
    "not found",
    "does not exist",
    "doesn't exist",
    "invalid recipient",
    "invalid mailbox",
    "no mailbox",
    "mailbox unavailable",
    "not exist",
    "disabled",
];
/// Words that say that the mailbox is full, in lower case.
const FULL: [&str; 6] =
    ["quota", "mailbox full", "mailbox is full", "over limit", "out of storage", "exceeded storage"];
/// Words that say that the mail is not wanted, in lower case.
const POLICY: [&str; 13] = [
    "spam",
    "policy",
    "block",
    "blacklist",
    "denied",
    "reputation",
    "spf",
    "dkim",
    "dmarc",
    "relay",
    "banned",
    "authenticat",
    "too large",
];

fn by_reply(words: &str) -> FailureKind {
    let Some(code) = reply_code(words) else { return FailureKind::Network };
    let lower = words.to_lowercase();
    let says = |some: &[&str]| some.iter().any(|word| lower.contains(word));
    match code {
        // 550 is said for a missing mailbox and for unwanted mail alike.
        _ if says(&FULL) => FailureKind::MailboxFull,
        _ if says(&ADDRESS) => FailureKind::Address,
        _ if says(&POLICY) => FailureKind::Policy,
        550 | 551 | 553 | 556 => FailureKind::Address,
        552 => FailureKind::MailboxFull,
        554 | 521 | 523 | 530 | 534 | 535 | 538 => FailureKind::Policy,
        421 | 447 => FailureKind::Network,
        _ => FailureKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_told_apart() {
        let cases = [
            ("550-5.1.1 The email account that you tried to reach does not exist.", FailureKind::Address),
            ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", FailureKind::Address),
            ("550 5.2.1 The account is disabled", FailureKind::Address),
            ("553 5.6.7 needs SMTPUTF8", FailureKind::Address),
            ("550 No such user here", FailureKind::Address),
            ("550 5.0.0 no such user", FailureKind::Address),
            ("551 user not local", FailureKind::Address),
            ("552 5.2.2 over quota", FailureKind::MailboxFull),
            ("552 requested mail action aborted", FailureKind::MailboxFull),
            ("422 mailbox full", FailureKind::MailboxFull),
            ("550 5.7.1 we do not like you", FailureKind::Policy),
            ("550 5.7.1 no such user", FailureKind::Policy),
            ("554 5.7.1 looks like spam", FailureKind::Policy),
            ("552 5.3.4 message too big", FailureKind::Policy),
            ("553 5.1.8 sender's domain does not exist", FailureKind::Policy),
            ("550 blocked by a list", FailureKind::Policy),
            ("554 transaction failed", FailureKind::Policy),
            ("450 4.4.1 no answer from host", FailureKind::Network),
            ("5.4.4 host not found", FailureKind::Network),
            ("421 closing", FailureKind::Network),
            ("connection reset by peer", FailureKind::Network),
            ("", FailureKind::Network),
            ("451 4.3.0 disk full", FailureKind::Other),
            ("451 try later", FailureKind::Other),
        ];
        for (reply, kind) in cases {
            assert_eq!(Failure::said(reply).kind, kind, "{reply:?}");
        }
    }

    #[test]
    fn kinds_come_back_from_their_words() {
        for (kind, word) in WORDS {
            assert_eq!((FailureKind::from_word(word), kind.word()), (kind, word));
        }
        assert_eq!(FailureKind::from_word("what?"), FailureKind::Other);
    }
}
