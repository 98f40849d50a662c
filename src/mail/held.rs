//! Messages sent at most once that could not be sent yet. Their rows have ended, so they are held in memory
//! alone: nothing in the database tells who was written to, and a crash loses them.

use std::time::Duration;

use uuid::Uuid;

use super::store::Row;

/// Most messages held; beyond it the mail server has refused a city, and the rest is let go.
const MOST_HELD: usize = 100_000;

/// A message to be written and sent: what a row of the queue asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Errand {
    pub kind: String,
    pub reference: Uuid,
    /// How often sending failed so far.
    pub failed: i32,
}

impl Errand {
    pub(super) fn of(row: &Row) -> Self {
        Self { kind: row.kind.clone(), reference: row.reference.uuid(), failed: row.attempts }
    }
}

/// Errands with the time, in the clock's ticks, before which they are not tried.
#[derive(Debug, Default)]
pub(super) struct Held(Vec<(Duration, Errand)>);

impl Held {
    pub(super) fn hold(&mut self, until: Duration, errand: Errand) {
        if self.0.len() < MOST_HELD {
            self.0.push((until, errand));
        }
    }

    pub(super) fn is_due(&self, now: Duration) -> bool {
        self.0.iter().any(|(until, _)| *until <= now)
    }

    /// Takes up to `most` errands that are due.
    pub(super) fn take(&mut self, now: Duration, most: usize) -> Vec<Errand> {
        let mut room = most;
        self.0
            .extract_if(.., |(until, _)| {
                let taken = *until <= now && room > 0;
                room -= usize::from(taken);
                taken
            })
            .map(|(_, errand)| errand)
            .collect()
    }
}
