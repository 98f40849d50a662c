//! What a refusal for now says about the messages to come.

/// Whom a refusal for now concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// This recipient alone: the mailbox, or a server that lets newcomers wait.
    Recipient,
    /// We are too fast, or too many at once.
    TooFast,
    /// It does not say.
    Unclear,
}

/// Words that let newcomers wait, in lower case.
const GREYLISTED: [&str; 4] = ["greylist", "graylist", "grey list", "gray list"];
/// Words that ask for a slower pace, in lower case.
const TOO_FAST: [&str; 11] = [
    "rate",
    "throttl",
    "too many",
    "too much",
    "too fast",
    "slow down",
    "concurren",
    "limit exceeded",
    "exceeded the",
    "unusual",
    "temporarily deferred",
];

/// Reads the words of a refusal for now, which begin with its reply code.
pub(super) fn signal(words: &str) -> Signal {
    let lower = words.to_lowercase();
    let says = |some: &[&str]| some.iter().any(|word| lower.contains(word));
    let mut parts = lower.split(' ');
    let (code, enhanced) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if says(&GREYLISTED) {
        return Signal::Recipient;
    }
    if matches!(code, "421" | "432" | "454") || says(&TOO_FAST) {
        return Signal::TooFast;
    }
    // RFC 3463: X.1 is about the address, X.2 about the mailbox.
    if enhanced.starts_with("4.1.") || enhanced.starts_with("4.2.") {
        return Signal::Recipient;
    }
    Signal::Unclear
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_for_now_are_told_apart() {
        let cases = [
            ("451 4.7.1 greylisted, try again later", Signal::Recipient),
            ("450 4.2.0 <a@b.c>: Recipient address rejected: Greylisted", Signal::Recipient),
            ("450 4.2.1 mailbox busy", Signal::Recipient),
            ("452 4.2.2 mailbox full", Signal::Recipient),
            ("450 4.2.1 The user you are trying to contact is receiving mail at a rate that", Signal::TooFast),
            ("454 4.7.0 Throttling failure: Maximum sending rate exceeded", Signal::TooFast),
            ("432 4.3.2 Concurrent connections limit exceeded", Signal::TooFast),
            ("421 4.7.0 Try again later", Signal::TooFast),
            ("452 4.5.3 Too many recipients", Signal::TooFast),
            ("451 4.3.0 disk full", Signal::Unclear),
            ("451 try again later", Signal::Unclear),
            ("", Signal::Unclear),
        ];
        for (words, expected) in cases {
            assert_eq!(signal(words), expected, "{words:?}");
        }
    }
}
