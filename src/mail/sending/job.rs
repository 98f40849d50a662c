//! A message in hand: what is to be sent, and by what right.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::db::{Id, named};
use crate::mail::Message;
use crate::mail::held::Errand;
use crate::mail::store::Row;

/// The right to send some rows; nobody else gets these rows before it ends.
#[derive(Debug)]
pub(super) struct Claim {
    pub id: Id<named::Mail>,
    /// Its end in the clock's ticks, in milliseconds: a wall clock that is set changes nothing.
    until: AtomicU64,
}

impl Claim {
    pub(super) fn new(id: Id<named::Mail>, until: Duration) -> Self {
        Self { id, until: AtomicU64::new(millis(until)) }
    }

    pub(super) fn renew(&self, until: Duration) {
        self.until.store(millis(until), Ordering::Relaxed);
    }

    /// Whether it still holds at a time.
    pub(super) fn holds(&self, at: Duration) -> bool {
        self.until.load(Ordering::Relaxed) >= millis(at)
    }
}

fn millis(ticks: Duration) -> u64 {
    u64::try_from(ticks.as_millis()).unwrap_or(u64::MAX)
}

/// A message to be sent.
#[derive(Debug)]
pub(super) struct Job {
    pub errand: Errand,
    /// The row to be settled and the right to it; none for a message sent at most once, whose row has ended.
    pub tracked: Option<(Row, Arc<Claim>)>,
    pub message: Box<Message>,
    pub domain: String,
}

impl Job {
    pub(super) fn new(errand: Errand, tracked: Option<(Row, Arc<Claim>)>, message: Box<Message>) -> Self {
        let domain = super::domain_of(&message.to.address);
        Self { errand, tracked, message, domain }
    }

    /// Whether it is still ours to send, for as long as the slowest server may take.
    pub(super) fn may_begin(&self, now: Duration, slowest: Duration) -> bool {
        self.tracked.as_ref().is_none_or(|(_, claim)| claim.holds(now + slowest))
    }
}
