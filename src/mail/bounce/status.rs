//! Reports in the forms that were agreed on: RFC 3464 (with the status codes of RFC 3463) and RFC 5965.

use super::Verdict;
use crate::mail::{Failure, FailureKind};

/// Characters of a mail system's words that are kept.
const MOST_WORDS: usize = 300;

/// An enhanced status code: class, subject, detail (RFC 3463).
pub(super) type Code = [u16; 3];

/// What the fields of a delivery report say; none if they say nothing.
pub(super) fn verdict(text: &str) -> Option<Verdict> {
    let recipients: Vec<Recipient> = groups(text).iter().filter_map(Recipient::read).collect();
    // Where it went to several places (an alias, a copy), one that took it is enough.
    if recipients.iter().any(|recipient| recipient.outcome == Outcome::Arrived) {
        return Some(Verdict::Unknown);
    }
    let failed = recipients.iter().find(|recipient| recipient.outcome == Outcome::Failed);
    failed.or(recipients.first()).map(Recipient::verdict)
}

/// Whether a feedback report complains: there are also those that say that something was no spam, or that a
/// signature was wrong.
pub(super) fn complaint(text: &str) -> Verdict {
    const COMPLAINTS: [&str; 6] = ["abuse", "fraud", "virus", "opt-out", "opt-out-list", "other"];
    let groups = groups(text);
    let kind = groups.iter().find_map(|group| field(group, "feedback-type")).unwrap_or_default().to_lowercase();
    if COMPLAINTS.contains(&kind.trim()) { Verdict::Complaint } else { Verdict::Unknown }
}

type Group = Vec<(String, String)>;

/// Groups of fields with empty lines between; a line that begins with a space goes on with the one before.
fn groups(text: &str) -> Vec<Group> {
    let mut groups = vec![Group::new()];
    for line in text.lines() {
        let Some(group) = groups.last_mut() else { break };
        if line.trim().is_empty() {
            if !group.is_empty() {
                groups.push(Group::new());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            group.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    groups
}

fn field<'g>(group: &'g Group, name: &str) -> Option<&'g str> {
    group.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Arrived,
    Failed,
    Delayed,
}

/// What a report says of one recipient.
struct Recipient {
    outcome: Outcome,
    status: Option<Code>,
    /// What the server of the recipient said.
    words: String,
}

impl Recipient {
    fn read(group: &Group) -> Option<Self> {
        let status = field(group, "status").and_then(code_in);
        let outcome = match field(group, "action").map(str::to_lowercase) {
            Some(action) if action.starts_with("failed") => Outcome::Failed,
            Some(action) if action.starts_with("delayed") => Outcome::Delayed,
            Some(_) => Outcome::Arrived,
            None => match status?[0] {
                5 => Outcome::Failed,
                4 => Outcome::Delayed,
                _ => Outcome::Arrived,
            },
        };
        let diagnostic = field(group, "diagnostic-code").unwrap_or_default();
        // The type of the words: `smtp;`, `X-Notes;`.
        let words = diagnostic.split_once(';').map_or(diagnostic, |(_, words)| words);
        Some(Self { outcome, status, words: clean(words) })
    }

    fn verdict(&self) -> Verdict {
        let failure = failure(self.status, &self.words);
        let code = self.status.or_else(|| code_in(&self.words));
        let is_for_good = code.map_or_else(|| reply_class(&self.words) != Some(4), |code| code[0] == 5);
        match self.outcome {
            Outcome::Arrived => Verdict::Unknown,
            Outcome::Delayed => Verdict::Soft { failure, is_final: false },
            Outcome::Failed if is_for_good => Verdict::Hard(failure),
            Outcome::Failed => Verdict::Soft { failure, is_final: true },
        }
    }
}

/// A failure by its code, where that tells something, else by its words.
pub(super) fn failure(status: Option<Code>, words: &str) -> Failure {
    let said = |code: Code| Failure::said(format!("{}.{}.{} {words}", code[0], code[1], code[2])).kind;
    // x.0.0 is undefined; x.4.7 is only that trying was given up.
    let tells = |code: &Code| code[1] != 0 && code[1..] != [4, 7];
    let told = status.filter(tells).or_else(|| code_in(words).filter(tells)).map(said);
    let kind = told.unwrap_or_else(|| match (reply_class(words), status) {
        (Some(_), _) => Failure::said(words).kind,
        (None, Some([4, 4, _])) => FailureKind::Network,
        // A code that is nobody's, so that the words decide.
        (None, _) => Failure::said(format!("500 {words}")).kind,
    });
    match status {
        Some(code) if words.is_empty() => Failure::new(kind, format!("{}.{}.{}", code[0], code[1], code[2])),
        _ => Failure::new(kind, words),
    }
}

/// On one line, without control characters, and not endless.
pub(super) fn clean(words: &str) -> String {
    let words = words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").chars().take(MOST_WORDS).collect()
}

/// The first enhanced status code of a failure or a success among words.
pub(super) fn code_in(words: &str) -> Option<Code> {
    words.split(|c: char| c.is_whitespace() || "()<>[]#,;:-".contains(c)).find_map(|word| {
        let numbers: Vec<u16> = word.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        let code: Code = numbers.try_into().ok()?;
        matches!(code[0], 2 | 4 | 5).then_some(code)
    })
}

/// Whether words begin with the reply of a server (RFC 5321): 4, to be tried again, or 5.
pub(super) fn reply_class(words: &str) -> Option<u8> {
    let (code, rest) = words.split_at_checked(3)?;
    let is_reply = code.bytes().all(|byte| byte.is_ascii_digit()) && (rest.is_empty() || rest.starts_with([' ', '-']));
    code.bytes().next()?.checked_sub(b'0').filter(|class| is_reply && matches!(class, 4 | 5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hard(kind: FailureKind, words: &str) -> Verdict {
        Verdict::Hard(Failure::new(kind, words))
    }

    #[test]
    fn a_report_speaks_of_its_recipient() {
        let of = |fields: &str| verdict(&format!("Reporting-MTA: dns; mx.example.com\n\n{fields}"));
        assert_eq!(
            of(
                "Final-Recipient: rfc822; anna@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp;\n\t550 5.1.1 no such\n user\n"
            ),
            Some(hard(FailureKind::Address, "550 5.1.1 no such user"))
        );
        assert_eq!(of("Action: failed\nStatus: 5.0.0 (permanent failure)\n"), Some(hard(FailureKind::Other, "5.0.0")));
        assert_eq!(of("Action: delivered\nStatus: 2.0.0\n"), Some(Verdict::Unknown));
        assert_eq!(of("Action: expanded\n\nAction: failed\nStatus: 5.1.1\n"), Some(Verdict::Unknown));
        assert_eq!(of("Status: 5.2.2\n"), Some(hard(FailureKind::MailboxFull, "5.2.2")));
        assert_eq!(of("Arrival-Date: Mon, 2 Mar 2026 06:00:00 +0000\n"), None);
        let given_up = of("Action: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp; 452 4.2.2 mailbox full\n");
        let full = Failure::new(FailureKind::MailboxFull, "452 4.2.2 mailbox full");
        assert_eq!(given_up, Some(Verdict::Soft { failure: full, is_final: true }));
    }

    #[test]
    fn words_are_kept_short_and_on_one_line() {
        let words = clean(&format!("550 a\r\n\tb\u{7}c {}", "х".repeat(1_000)));
        assert!(words.starts_with("550 a b c х"));
        assert_eq!(words.chars().count(), MOST_WORDS);
    }

    #[test]
    fn only_some_feedback_complains() {
        assert_eq!(complaint("Feedback-Type: abuse\nVersion: 1\n"), Verdict::Complaint);
        for other in ["Feedback-Type: not-spam", "Feedback-Type: auth-failure", "", "User-Agent: x"] {
            assert_eq!(complaint(other), Verdict::Unknown, "{other}");
        }
    }
}
