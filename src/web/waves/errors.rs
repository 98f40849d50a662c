//! What went wrong with a wave, in words.

use crate::ballots::CancelError;
use crate::i18n::{Message, say};
use crate::invitations::anew::{Anew, MONTH_DAYS};
use crate::invitations::launch::LaunchError;
use crate::invitations::resend::ResendError;
use crate::waves::plan::{ChangeError, DraftError, ScheduleError};
use crate::waves::{self, BackToDraftError, LaunchRefusal, ScheduleRefusal, Wave};
use crate::web::Error;

fn overlap(with: &Wave, people: usize) -> Error {
    Error::Conflict(say("wave-conflict-overlap").with("title", &with.title).with("people", people))
}

/// Who would be asked again too soon, why not, and what to do.
pub fn asked_anew(anew: &Anew) -> Message {
    let message = if anew.group.is_empty() {
        say("wave-conflict-anew-everyone")
    } else {
        say("wave-conflict-anew").with("group", &anew.group)
    };
    message.with("title", &anew.title).with("people", anew.people).with("days", MONTH_DAYS)
}

impl From<DraftError> for Error {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::NotFound => Self::NotFound,
            DraftError::NotADraft => Self::Conflict(say("wave-conflict-not-draft")),
            DraftError::Invalid(errors) => Self::Invalid(errors),
            DraftError::Database(error) => error.into(),
        }
    }
}

impl From<ScheduleError> for Error {
    fn from(error: ScheduleError) -> Self {
        match error {
            ScheduleError::NotFound => Self::NotFound,
            ScheduleError::Refused(ScheduleRefusal::NotADraft) => Self::Conflict(say("wave-conflict-not-draft")),
            ScheduleError::Refused(ScheduleRefusal::OpeningPassed) => {
                Self::Conflict(say("wave-conflict-opening-passed"))
            }
            ScheduleError::Overlap { with, people } => overlap(&with, people),
            ScheduleError::NobodyToInvite => Self::Conflict(say("wave-conflict-nobody")),
            ScheduleError::Database(error) => error.into(),
        }
    }
}

impl From<LaunchError> for Error {
    fn from(error: LaunchError) -> Self {
        match error {
            LaunchError::NotFound => Self::NotFound,
            LaunchError::Refused(refusal) => Self::Conflict(say(match refusal {
                LaunchRefusal::AlreadyOpen => "wave-conflict-open",
                LaunchRefusal::Ended => "wave-conflict-ended",
                LaunchRefusal::ClosePassed => "wave-conflict-close-passed",
            })),
            LaunchError::NotScheduled => Self::Conflict(say("wave-conflict-not-scheduled")),
            LaunchError::NobodyToInvite => Self::Conflict(say("wave-conflict-nobody")),
            LaunchError::Overlap { with, people } => overlap(&with, people),
            LaunchError::Anew(anew) => Self::Conflict(asked_anew(&anew)),
            LaunchError::Key(error) => {
                Self::Internal(anyhow::Error::new(error).context("the wave's key cannot be made"))
            }
            LaunchError::Database(error) => error.into(),
        }
    }
}

impl From<ChangeError<BackToDraftError>> for Error {
    fn from(error: ChangeError<BackToDraftError>) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Refused(BackToDraftError::NotScheduled) | ChangeError::Open => {
                Self::Conflict(say("wave-conflict-not-scheduled"))
            }
            ChangeError::Database(error) => error.into(),
        }
    }
}

impl From<CancelError> for Error {
    fn from(error: CancelError) -> Self {
        match error {
            CancelError::NotFound => Self::NotFound,
            CancelError::Ended => Self::Conflict(say("wave-conflict-ended")),
            CancelError::BeingCounted => Self::Conflict(say("wave-conflict-counting")),
            CancelError::Key(error) => Self::Internal(error.into()),
            CancelError::Database(error) => error.into(),
        }
    }
}

impl From<waves::CancelError> for Error {
    fn from(refusal: waves::CancelError) -> Self {
        CancelError::from(refusal).into()
    }
}

impl From<ResendError> for Error {
    fn from(error: ResendError) -> Self {
        match error {
            ResendError::NotFound => Self::NotFound,
            ResendError::NotOpen => Self::Conflict(say("wave-conflict-not-open")),
            ResendError::CalledOff => Self::Conflict(say("wave-conflict-called-off")),
            ResendError::OnItsWay => Self::Conflict(say("wave-conflict-on-its-way")),
            ResendError::Database(error) => error.into(),
        }
    }
}
