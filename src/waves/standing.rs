//! Where a wave stands, more finely than its state says, and what happens to it next by itself.

use super::store::Reminder;
use super::{Wave, WaveState};
use crate::db::Moment;

/// Where a wave stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Being planned.
    Draft,
    /// Opens by itself.
    Scheduled,
    /// Should have opened by itself, and could not yet.
    Late,
    /// Takes answers.
    Open,
    /// Takes no more answers and is not counted yet.
    Counting,
    /// Counted; there is a report.
    Closed,
    /// Called off by an admin.
    Cancelled,
    /// Called off since the program was not running from the opening to the close.
    Missed,
    /// Could not be counted in time: nothing was opened, the key is destroyed.
    Expired,
}

/// What happens to a wave by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// It opens, and invitations go out.
    Opening,
    /// The reminder of this number goes out.
    Reminder(i32),
    /// It closes.
    Close,
    /// It is counted, and the report is ready.
    Count,
}

/// What happens next, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// What.
    pub event: Event,
    /// When, UTC; in the past if it is due and has not happened yet.
    pub at: Moment,
}

impl Wave {
    /// Where it stands at a moment.
    #[must_use]
    pub fn standing(&self, now: Moment) -> Standing {
        let has_ended_late = self.ended_at.is_some_and(|ended| ended >= self.closes_at);
        match self.state {
            WaveState::Draft => Standing::Draft,
            WaveState::Scheduled if self.opens_at <= now => Standing::Late,
            WaveState::Scheduled => Standing::Scheduled,
            WaveState::Open if self.takes_answers(now) => Standing::Open,
            WaveState::Open => Standing::Counting,
            WaveState::Closed => Standing::Closed,
            WaveState::Cancelled if has_ended_late && self.launched_at.is_some() => Standing::Expired,
            WaveState::Cancelled if has_ended_late => Standing::Missed,
            WaveState::Cancelled => Standing::Cancelled,
        }
    }

    /// What happens to it next by itself; nothing to a draft or to a wave that has ended.
    #[must_use]
    pub fn next(&self, reminders: &[Reminder], now: Moment) -> Option<Next> {
        let (event, at) = match self.standing(now) {
            Standing::Scheduled | Standing::Late => (Event::Opening, self.opens_at),
            Standing::Counting => (Event::Count, self.closes_at),
            Standing::Open => {
                let ahead = |reminder: &&Reminder| reminder.is_ahead(now);
                match reminders.iter().filter(ahead).min_by_key(|reminder| reminder.due_at) {
                    Some(reminder) => (Event::Reminder(reminder.number), reminder.due_at),
                    None => (Event::Close, self.closes_at),
                }
            }
            _ => return None,
        };
        Some(Next { event, at })
    }

    /// Whether its close was moved forward by an admin.
    #[must_use]
    pub fn closes_early(&self) -> bool {
        self.closes_at < self.planned_close_at
    }
}
