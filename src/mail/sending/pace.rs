//! How fast messages follow each other: a limit that was set, and slowing down where a server asks for it.

use std::time::Duration;

use tokio::time::Instant;

/// The slowest: one message a minute.
const SLOWEST: Duration = Duration::from_mins(1);
/// A pause that is shorter than this after a slow-down is none.
const NONE: Duration = Duration::from_millis(2);
/// The first pause where nothing is known about the speed before.
const FIRST: Duration = Duration::from_millis(100);
/// Messages that must be taken in a row before it goes faster again, at less than a second between two.
const TAKEN_IN_A_ROW: u32 = 10;
/// A pause longer than this between two messages says nothing about the speed.
const A_LULL: Duration = Duration::from_secs(5);

/// The pace of messages to one domain, or of all together.
#[derive(Debug, Clone)]
pub(super) struct Pace {
    /// The pause that the settings ask for.
    set: Duration,
    /// The pause that the server asks for.
    slowed: Duration,
    /// The pause that there was on the average.
    usual: Duration,
    started: Option<Instant>,
    slowed_at: Option<Instant>,
    in_a_row: u32,
}

impl Pace {
    /// A pace of at most so many messages a minute.
    pub(super) fn at_most(rate: Option<u32>) -> Self {
        let set = rate.map_or(Duration::ZERO, |rate| Duration::from_mins(1) / rate.max(1));
        Self { set, slowed: Duration::ZERO, usual: FIRST, started: None, slowed_at: None, in_a_row: 0 }
    }

    /// The pause between two messages.
    pub(super) fn pause(&self) -> Duration {
        self.set.max(self.slowed)
    }

    /// Whether a server has asked for this pace.
    pub(super) fn is_slowed(&self) -> bool {
        self.slowed > Duration::ZERO
    }

    /// When the next message may begin, if not yet.
    pub(super) fn not_before(&self, now: Instant) -> Option<Instant> {
        let at = self.started? + self.pause();
        (at > now).then_some(at)
    }

    /// A message begins. Where it begins late the next need not: the pace is held on the average.
    pub(super) fn start(&mut self, now: Instant) {
        let gone_by = self.started.map_or(A_LULL, |started| now.saturating_duration_since(started));
        if gone_by < A_LULL {
            self.usual = (self.usual * 15 + gone_by) / 16;
        }
        let pause = self.pause();
        let late = gone_by.saturating_sub(pause);
        self.started = Some(if late < pause { now.checked_sub(late).unwrap_or(now) } else { now });
    }

    /// A message that began at a moment was refused since we are too fast: half as fast from here on. Others that
    /// were on their way already when this was noticed say nothing new.
    pub(super) fn slow_down(&mut self, began: Instant, now: Instant) {
        self.in_a_row = 0;
        if self.slowed_at.is_some_and(|at| began <= at) {
            return;
        }
        self.slowed_at = Some(now);
        self.slowed = (self.pause().max(self.usual) * 2).clamp(NONE, SLOWEST);
    }

    /// A message was taken: a quarter less of a pause after some in a row.
    pub(super) fn taken(&mut self) {
        if !self.is_slowed() {
            return;
        }
        self.in_a_row += 1;
        let needed = if self.slowed >= Duration::from_secs(1) { 1 } else { TAKEN_IN_A_ROW };
        if self.in_a_row >= needed {
            self.in_a_row = 0;
            self.slowed = self.slowed * 3 / 4;
            if self.slowed < NONE {
                self.slowed = Duration::ZERO;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Begins messages as soon as it may, for a time, and says how many these were.
    fn begun(pace: &mut Pace, from: Instant, time: Duration) -> u32 {
        let (mut now, mut count) = (from, 0);
        while now < from + time {
            pace.start(now);
            count += 1;
            now = pace.not_before(now).unwrap_or(now + Duration::from_millis(1)) + Duration::from_micros(300);
        }
        count
    }

    #[test]
    fn a_rate_that_is_set_is_kept_on_the_average() {
        let mut pace = Pace::at_most(Some(600));
        assert!((598..=602).contains(&begun(&mut pace, Instant::now(), Duration::from_mins(1))));
        let mut pace = Pace::at_most(None);
        assert!(begun(&mut pace, Instant::now(), Duration::from_secs(1)) > 700);
    }

    #[test]
    fn a_server_that_is_too_slow_gets_half_as_much_and_more_again_when_it_takes_it() {
        let (mut pace, now) = (Pace::at_most(None), Instant::now());
        begun(&mut pace, now, Duration::from_secs(1));
        pace.slow_down(now + Duration::from_secs(1), now + Duration::from_secs(1));
        let once = pace.pause();
        assert!(once >= Duration::from_millis(2) && once < Duration::from_millis(4), "{once:?}");
        pace.slow_down(now, now + Duration::from_secs(1));
        assert_eq!(pace.pause(), once, "that message had begun before");
        for second in 2..40 {
            pace.slow_down(now + Duration::from_secs(second), now + Duration::from_secs(second));
        }
        assert_eq!(pace.pause(), SLOWEST);
        for _ in 0..1_000 {
            pace.taken();
        }
        assert_eq!(pace.pause(), Duration::ZERO);
    }
}
