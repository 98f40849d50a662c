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
    /// How far it was put forward, in milliseconds.
    Shifted(Arc<AtomicI64>),
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

    /// The machine's clock until it is put forward; it runs on from there, and is never put back.
    #[must_use]
    pub fn shifted() -> Self {
        Self::new(Source::Shifted(Arc::default()))
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
        let (now, ticks_now) = self.read();
        let gone_by = TimeDelta::from_std(ticks_now.saturating_sub(ticks)).unwrap_or_default();
        let jump = now - wall - gone_by;
        if !worth_telling(jump) {
            return None;
        }
        self.compare();
        Some(jump)
    }

    fn compare(&self) {
        *self.compared.lock().unwrap_or_else(PoisonError::into_inner) = self.read();
    }

    /// The wall and the ticks at one moment: a shift between two readings would look like a jump.
    fn read(&self) -> (Moment, Duration) {
        match &self.source {
            Source::System => (machine(), START.elapsed()),
            Source::Manual(hands) => {
                let (wall, ticks) = (hands.wall.load(Ordering::SeqCst), hands.ticks.load(Ordering::SeqCst));
                (from_millis(wall), Duration::from_millis(ticks.unsigned_abs()))
            }
            Source::Shifted(ahead) => {
                let ahead = ahead.load(Ordering::SeqCst);
                let ticks = START.elapsed() + Duration::from_millis(ahead.unsigned_abs());
                (machine() + TimeDelta::milliseconds(ahead), ticks)
            }
        }
    }

    /// Now, in UTC, to the millisecond.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.read().0
    }

    /// Now wherever a shifted clock was put: for what belongs to whoever looks on, such as their session.
    #[must_use]
    pub fn unshifted(&self) -> Moment {
        match &self.source {
            Source::Shifted(_) => machine(),
            Source::System | Source::Manual(_) => self.now(),
        }
    }

    /// Time since some fixed moment, which never runs backwards on the machine's clock: for waiting, not for dates.
    #[must_use]
    pub fn ticks(&self) -> Duration {
        self.read().1
    }

    /// Whether [`Clock::set`] and [`Clock::advance`] do anything.
    #[must_use]
    pub fn can_be_moved(&self) -> bool {
        !matches!(self.source, Source::System)
    }

    /// Sets a clock that can be moved, time going by meanwhile; the system's is left alone.
    pub fn set(&self, moment: Moment) {
        self.advance(moment - self.now());
    }

    /// Lets time go by on a clock that can be moved; the system's is left alone.
    pub fn advance(&self, by: TimeDelta) {
        self.jump(by);
        let forward = by.num_milliseconds().max(0);
        match &self.source {
            Source::System => {}
            Source::Manual(hands) => drop(hands.ticks.fetch_add(forward, Ordering::SeqCst)),
            Source::Shifted(ahead) => drop(ahead.fetch_add(forward, Ordering::SeqCst)),
        }
    }

    /// Puts a manual clock forward or back without time going by, as someone who sets a wrong date does;
    /// every other is left alone.
    pub fn jump(&self, by: TimeDelta) {
        if let Source::Manual(hands) = &self.source {
            hands.wall.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the wall clock is read")]
fn machine() -> Moment {
    cut(Utc::now().naive_utc())
}

fn from_millis(millis: i64) -> Moment {
    DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH).naive_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_clock_goes_forward_and_never_back_and_that_is_no_jump() {
        let clock = Clock::shifted();
        let (before, ticks) = (clock.now(), clock.ticks());
        clock.advance(TimeDelta::days(90));
        clock.advance(TimeDelta::days(-30));
        clock.jump(TimeDelta::days(30));
        let gone_by = clock.now() - before;
        assert!((TimeDelta::days(90)..TimeDelta::days(91)).contains(&gone_by), "{gone_by}");
        assert!(clock.ticks() >= ticks + Duration::from_hours(90 * 24));
        assert!(clock.now() - clock.unshifted() >= TimeDelta::days(90));
        assert_eq!(clock.jumped(|jump| jump.abs() > TimeDelta::minutes(1)), None);
        clock.set(before);
        assert!(clock.now() > before, "never backwards");
    }

    #[test]
    fn the_machines_clock_is_not_moved() {
        let clock = Clock::system();
        let before = clock.now();
        clock.advance(TimeDelta::days(90));
        assert!(!clock.can_be_moved() && clock.now() - before < TimeDelta::days(1));
    }
}
