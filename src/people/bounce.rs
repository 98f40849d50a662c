//! That mail to someone came back.

use crate::db::Moment;
use crate::mail::FailureKind;

/// What is wrong with the way to someone, as a mail system has reported it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounce {
    /// Since when it is known.
    pub at: Moment,
    /// What it is.
    pub why: Why,
}

/// Why mail to someone came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It could not be delivered.
    Failed(FailureKind),
    /// It was delivered, and reported as unwanted.
    Complaint,
}

/// The word for a complaint in the database.
const COMPLAINT: &str = "complaint";

impl Why {
    /// The reason as the database holds it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Failed(kind) => kind.word(),
            Self::Complaint => COMPLAINT,
        }
    }

    /// The reason that the database holds.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        if word == COMPLAINT { Self::Complaint } else { Self::Failed(FailureKind::from_word(word)) }
    }
}
