//! What may become of a wave, by its state and the time. Pure: the store writes what these decide.

use chrono::TimeDelta;

use super::{Wave, WaveState};
use crate::db::Moment;

/// Closing early takes effect this many hours later at the soonest, so that nobody closes on the
/// answer they wait for.
pub const CLOSE_NOTICE_HOURS: i64 = 24;

/// Why a wave cannot be scheduled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleRefusal {
    /// Only a draft can be scheduled.
    #[error("the wave is not a draft")]
    NotADraft,
    /// The opening lies in the past.
    #[error("the opening has passed")]
    OpeningPassed,
}

/// Why a wave cannot become a draft again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BackToDraftError {
    /// Only a scheduled wave can.
    #[error("the wave is not scheduled")]
    NotScheduled,
}

/// Why a wave cannot be launched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LaunchRefusal {
    /// It is open.
    #[error("the wave is open already")]
    AlreadyOpen,
    /// It is closed or cancelled.
    #[error("the wave has ended")]
    Ended,
    /// Its close lies in the past.
    #[error("the close has passed")]
    ClosePassed,
}

/// Why a wave cannot be closed at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CloseEarlyError {
    /// Only an open wave can.
    #[error("the wave is not open")]
    NotOpen,
    /// The new close is too near; the earliest allowed is given.
    #[error("the wave can close at {earliest} at the soonest")]
    TooSoon {
        /// The earliest close, UTC.
        earliest: Moment,
    },
    /// The new close is not earlier than the one that stands.
    #[error("that is not earlier")]
    NotEarlier,
}

/// Why a wave cannot be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CancelError {
    /// It is closed or cancelled.
    #[error("the wave has ended")]
    Ended,
    /// Its close has passed: it is being counted.
    #[error("the wave is being counted")]
    BeingCounted,
}

impl Wave {
    /// Draft → scheduled.
    ///
    /// # Errors
    /// When it is no draft, or its opening has passed.
    pub fn schedule(&mut self, now: Moment) -> Result<(), ScheduleRefusal> {
        if self.state != WaveState::Draft {
            return Err(ScheduleRefusal::NotADraft);
        }
        if self.opens_at <= now {
            return Err(ScheduleRefusal::OpeningPassed);
        }
        self.state = WaveState::Scheduled;
        Ok(())
    }

    /// Scheduled → draft.
    ///
    /// # Errors
    /// When it is not scheduled.
    pub fn back_to_draft(&mut self) -> Result<(), BackToDraftError> {
        if self.state != WaveState::Scheduled {
            return Err(BackToDraftError::NotScheduled);
        }
        self.state = WaveState::Draft;
        Ok(())
    }

    /// Draft or scheduled → open.
    ///
    /// # Errors
    /// When it was open before, or its close has passed.
    pub fn launch(&mut self, now: Moment) -> Result<(), LaunchRefusal> {
        match self.state {
            WaveState::Open => return Err(LaunchRefusal::AlreadyOpen),
            WaveState::Closed | WaveState::Cancelled => return Err(LaunchRefusal::Ended),
            WaveState::Draft | WaveState::Scheduled => {}
        }
        if self.closes_at <= now {
            return Err(LaunchRefusal::ClosePassed);
        }
        self.state = WaveState::Open;
        self.launched_at = Some(now);
        Ok(())
    }

    /// The earliest moment to which the close can be moved now.
    #[must_use]
    pub fn earliest_close(&self, now: Moment) -> Moment {
        now + TimeDelta::hours(CLOSE_NOTICE_HOURS)
    }

    /// Moves the close of an open wave forward.
    ///
    /// # Errors
    /// When it is not open, or the moment is too near or no earlier than the close that stands.
    pub fn close_early(&mut self, at: Moment, now: Moment) -> Result<(), CloseEarlyError> {
        if self.state != WaveState::Open {
            return Err(CloseEarlyError::NotOpen);
        }
        let earliest = self.earliest_close(now);
        if at < earliest {
            return Err(CloseEarlyError::TooSoon { earliest });
        }
        if at >= self.closes_at {
            return Err(CloseEarlyError::NotEarlier);
        }
        self.closes_at = at;
        self.closes_local = super::local_time::to_local(self.time_zone, at);
        Ok(())
    }

    /// Anything but ended → cancelled.
    ///
    /// # Errors
    /// When it has ended, or is open and its close has passed.
    pub fn cancel(&mut self, now: Moment) -> Result<(), CancelError> {
        match self.state {
            WaveState::Closed | WaveState::Cancelled => return Err(CancelError::Ended),
            WaveState::Open if self.closes_at <= now => return Err(CancelError::BeingCounted),
            WaveState::Draft | WaveState::Scheduled | WaveState::Open => {}
        }
        self.state = WaveState::Cancelled;
        self.ended_at = Some(now);
        Ok(())
    }
}
