//! Reports as mail systems write them.

use candor::mail::bounce::{MOST_BYTES, Verdict, read};
use candor::mail::{FailureKind, ReturnAddress};

pub const RETURN_PATH: &str = "bounces+mfrggzdf@survey.meridian.example";
pub const PERSON: &str = "anna@partner.example";

/// A message of the collection, about someone's mail that had this return path.
pub fn sample(name: &str, return_path: &str, person: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/bounces/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.replace("{return_path}", return_path).replace("{person}", person).replace('\n', "\r\n").into_bytes()
}

fn verdict(name: &str) -> Verdict {
    read(&sample(name, RETURN_PATH, PERSON)).verdict
}

/// The samples that say for good that a mail did not arrive, with why and a part of the words.
pub const HARD: [(&str, FailureKind, &str); 14] = [
    ("postfix", FailureKind::Address, "550 5.1.1 <anna@partner.example>: Recipient address rejected: User unknown in"),
    ("sendmail", FailureKind::MailboxFull, "552 5.2.2 Mailbox full"),
    ("exim", FailureKind::Policy, "550 5.7.1 Message refused by local policy"),
    ("exim-unrouteable", FailureKind::Address, "Unrouteable address"),
    ("qmail", FailureKind::Address, "Sorry, no mailbox here by that name. (#5.1.1)"),
    ("yandex", FailureKind::Policy, "550 5.7.1 Policy rejection on the target address"),
    ("mailru", FailureKind::Address, "user_not_found"),
    ("gmail", FailureKind::Address, "550-5.1.1 The email account that you tried to reach does not exist."),
    ("exchange-online", FailureKind::Address, "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
    ("exchange-2003", FailureKind::Address, "5.1.1"),
    ("exchange-5.5", FailureKind::Address, "The recipient name is not recognized"),
    ("domino", FailureKind::Address, "not listed in Domino Directory"),
    ("amazon-ses", FailureKind::Network, "550 5.4.4 Invalid domain"),
    ("communigate", FailureKind::MailboxFull, "5.2.2"),
];

/// The samples that say nothing of a mail that did not arrive.
pub const NOTHING: [(&str, Verdict); 7] = [
    ("vacation-outlook", Verdict::Vacation),
    ("vacation-sieve", Verdict::Vacation),
    ("vacation-old", Verdict::Vacation),
    ("read-receipt", Verdict::Unknown),
    ("delivered", Verdict::Unknown),
    ("forwarded", Verdict::Unknown),
    ("person", Verdict::Unknown),
];

#[test]
fn what_did_not_arrive_is_known_by_the_words_of_each_mail_system() {
    for (name, kind, words) in HARD {
        let Verdict::Hard(failure) = verdict(name) else { panic!("{name}: {:?}", verdict(name)) };
        assert_eq!(failure.kind, kind, "{name}: {}", failure.words);
        assert!(failure.words.contains(words), "{name}: {}", failure.words);
    }
}

#[test]
fn what_is_late_is_told_from_what_was_given_up() {
    for name in ["postfix-delayed", "exim-delayed"] {
        let Verdict::Soft { is_final, .. } = verdict(name) else { panic!("{name}: {:?}", verdict(name)) };
        assert!(!is_final, "{name}");
    }
    let Verdict::Soft { failure, is_final } = verdict("zimbra-full") else { panic!() };
    assert_eq!(
        (failure.kind, failure.words.as_str(), is_final),
        (FailureKind::MailboxFull, "452 4.2.2 Over quota", true)
    );
}

#[test]
fn a_complaint_is_one_and_machines_people_and_receipts_report_nothing() {
    assert_eq!(verdict("feedback-loop"), Verdict::Complaint);
    for (name, expected) in NOTHING {
        assert_eq!(verdict(name), expected, "{name}");
    }
}

#[test]
fn only_the_header_says_whom_a_message_was_sent_to() {
    let ours: ReturnAddress = "bounces@survey.meridian.example".parse().unwrap();
    let token = |name: &str, return_path: &str| {
        let report = read(&sample(name, return_path, PERSON));
        report.recipients.iter().find_map(|address| ours.token_in(address))
    };
    for (name, _, _) in HARD {
        assert_eq!(token(name, RETURN_PATH).as_deref(), Some("mfrggzdf"), "{name}");
    }
    // The report of a mail that had none, with the address in the message that it returns.
    let raw = String::from_utf8(sample("qmail", "bounces@survey.meridian.example", PERSON)).unwrap();
    let raw = raw.replace("Return-Path: <bounces@", &format!("Return-Path: <{RETURN_PATH}>, <bounces@"));
    let report = read(raw.as_bytes());
    assert!(matches!(report.verdict, Verdict::Hard(_)));
    assert!(report.recipients.iter().all(|address| ours.token_in(address).is_none()), "{report:?}");
}

#[test]
fn whatever_arrives_is_read_without_an_end() {
    let mut huge = sample("postfix", RETURN_PATH, PERSON);
    huge.extend(b"x".repeat(3 * MOST_BYTES));
    assert!(matches!(read(&huge).verdict, Verdict::Hard(_)));
    let mut nested = b"Subject: deep\r\n".to_vec();
    for level in 0..20_000 {
        nested.extend(format!("Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n").bytes());
    }
    assert_eq!(read(&nested).verdict, Verdict::Unknown);
    for raw in [&b""[..], b"\0\xff\xfe", b"\r\n\r\n", b"Content-Type: message/delivery-status\r\n\r\n", b": : :\n\n:"] {
        assert_eq!(read(raw).verdict, Verdict::Unknown, "{raw:?}");
    }
    let whole = sample("gmail", RETURN_PATH, PERSON);
    for length in (0..whole.len()).step_by(7) {
        let _ = read(&whole[..length]);
    }
}
