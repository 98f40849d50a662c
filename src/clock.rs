//! The one place that reads the wall clock, so that tests and the demonstration can move it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

use crate::db::{Moment, cut};

/// The moment that the machine's ticks are counted from.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Tells the time. Cheap to clone; clones of a manual clock move together.
#[derive(Debug, Clone)]
pub struct Clock {
    source: Source,
    /// The wall and the ticks when they were last compared.
    compared: Arc<Mutex<(Moment, Duration)>>,
}

#[derive(Debug, Clone)]
enum Source {
    System,
    Manual(Arc<Hands>),
}

/// What a manual clock is moved by.
#[derive(Debug)]
struct Hands {
    /// Milliseconds since 1970.
    wall: AtomicI64,
    /// Milliseconds since some fixed moment.
    ticks: AtomicI64,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Source::System)
    }

    /// A clock that stands still until it is moved.
    #[must_use]
    pub fn manual(start: Moment) -> Self {
        let millis = start.and_utc().timestamp_millis();
        Self::new(Source::Manual(Arc::new(Hands { wall: AtomicI64::new(millis), ticks: AtomicI64::new(millis) })))
    }

    fn new(source: Source) -> Self {
        let clock = Self { source, compared: Arc::default() };
        clock.compare();
        clock
    }

    /// How far the wall clock was put forward (or, negative, back) since the start, or since the last call
    /// that found a jump worth telling. Measured against the ticks, so time that goes by is none.
    #[must_use]
    pub fn jumped(&self, worth_telling: impl Fn(TimeDelta) -> bool) -> Option<TimeDelta> {
        let (wall, ticks) = *self.compared.lock().unwrap_or_else(PoisonError::into_inner);
        let gone_by = TimeDelta::from_std(self.ticks().saturating_sub(ticks)).unwrap_or_default();
        let jump = self.now() - wall - gone_by;
        if !worth_telling(jump) {
            return None;
        }
        self.compare();
        Some(jump)
    }

    fn compare(&self) {
        *self.compared.lock().unwrap_or_else(PoisonError::into_inner) = (self.now(), self.ticks());
    }

    /// Now, in UTC, to the millisecond.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is where the wall clock is read")]
    pub fn now(&self) -> Moment {
        match &self.source {
            Source::System => cut(Utc::now().naive_utc()),
            Source::Manual(hands) => from_millis(hands.wall.load(Ordering::SeqCst)),
        }
    }

    /// Time since some fixed moment, which never runs backwards on the machine's clock: for waiting, not for dates.
    #[must_use]
    pub fn ticks(&self) -> Duration {
        match &self.source {
            Source::System => START.elapsed(),
            Source::Manual(hands) => Duration::from_millis(hands.ticks.load(Ordering::SeqCst).unsigned_abs()),
        }
    }

    /// Whether [`Clock::set`] and [`Clock::advance`] do anything.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        matches!(self.source, Source::Manual(_))
    }

    /// Sets a manual clock, time going by meanwhile; the system's is left alone.
    pub fn set(&self, moment: Moment) {
        self.advance(moment - self.now());
    }

    /// Lets time go by on a manual clock; the system's is left alone.
    pub fn advance(&self, by: TimeDelta) {
        self.jump(by);
        if let Source::Manual(hands) = &self.source {
            hands.ticks.fetch_add(by.num_milliseconds().max(0), Ordering::SeqCst);
        }
    }

    /// Puts a manual clock forward or back without time going by, as someone who sets a wrong date does;
    /// the system's is left alone.
    pub fn jump(&self, by: TimeDelta) {
        if let Source::Manual(hands) = &self.source {
            hands.wall.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
        }
    }
}

fn from_millis(millis: i64) -> Moment {
    DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH).naive_utc()
}
