//! What the end of a try means: for its row, and for the messages to come.

use super::job::Job;
use super::ledger::Entry;
use super::signal::{Signal, signal};
use crate::db::Moment;
use crate::mail::store::{Again, Fate};
use crate::mail::{Ended, Failure, FailureKind, SendError, retry};

/// What a try says about the messages to come. Words are left out where the message was one of which nothing is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Taken,
    /// Nothing: it was this recipient's matter.
    Recipient,
    TooFast(Option<String>),
    Unclear(Option<String>),
    /// Something is wrong that may be wrong for all.
    Error(Option<String>),
    /// The server does not talk to us.
    Unreachable(String),
}

/// What becomes of a job.
pub(super) enum Outcome {
    /// Note it.
    Note(Box<Entry>),
    /// Nothing is noted.
    Nothing,
    /// It was not tried.
    Back(Job),
}

/// What a result says about the messages to come.
pub(super) fn verdict(job: &Job, result: &Result<(), SendError>) -> Verdict {
    let words = |failure: &Failure| job.tracked.is_some().then(|| failure.words.clone());
    match result {
        Ok(()) => Verdict::Taken,
        Err(SendError::Unreachable(words)) => Verdict::Unreachable(words.clone()),
        Err(SendError::Uncertain(failure)) => Verdict::Error(words(failure)),
        Err(SendError::Later(failure)) if failure.kind == FailureKind::Network && !is_reply(failure) => {
            Verdict::Error(words(failure))
        }
        Err(SendError::Later(failure)) => match signal(&failure.words) {
            Signal::Recipient => Verdict::Recipient,
            Signal::TooFast => Verdict::TooFast(words(failure)),
            Signal::Unclear => Verdict::Unclear(words(failure)),
        },
        Err(SendError::Refused(failure)) => match failure.kind {
            FailureKind::Address | FailureKind::MailboxFull => Verdict::Recipient,
            _ => Verdict::Error(words(failure)),
        },
    }
}

fn is_reply(failure: &Failure) -> bool {
    failure.words.starts_with(|c: char| c.is_ascii_digit())
}

/// What is noted about a row that was tried. `is_suspicious`: the last few messages all went wrong, so that a
/// refusal for good is perhaps none of this message.
pub(super) fn fate(job: &Job, result: &Result<(), SendError>, now: Moment, is_suspicious: bool) -> Option<Fate> {
    let (row, _) = job.tracked.as_ref()?;
    let (failure, is_an_attempt) = match result {
        Ok(()) => return Some(Fate::Done),
        Err(SendError::Unreachable(_)) => return None,
        Err(SendError::Refused(failure)) if is_suspicious && failure.kind == FailureKind::Policy => (failure, true),
        Err(SendError::Refused(failure)) => return Some(Fate::Failed(failure.clone())),
        Err(SendError::Later(failure)) => (failure, signal(&failure.words) != Signal::TooFast),
        Err(SendError::Uncertain(failure)) => (failure, true),
    };
    Some(match retry::next(row.attempts, row.failing_since, now) {
        Some(at) => Fate::Again(Again {
            at: if is_an_attempt { at } else { at.min(now + retry::SHORTEST_PAUSE) },
            failing_since: row.failing_since.unwrap_or(now),
            attempts: row.attempts + i32::from(is_an_attempt),
            failure: failure.clone(),
        }),
        None => Fate::Failed(failure.clone()),
    })
}

/// What the composer is told about a fate.
pub(super) fn ended(fate: &Fate) -> Option<Ended> {
    match fate {
        Fate::Done => Some(Ended::Done),
        Fate::Failed(failure) => Some(Ended::Failed(failure.clone())),
        Fate::TooLate => Some(Ended::TooLate),
        Fate::Again(_) => None,
    }
}
