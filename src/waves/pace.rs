//! When a reminder really goes out: in working time, and not too near to the close. Pure.

use chrono::{Days, TimeDelta};
use chrono_tz::Tz;

use super::local_time::{to_local, to_utc};
use crate::db::Moment;
use crate::settings::Pace;

/// Working time is looked for on so many days.
pub(super) const MOST_DAYS: u64 = 366;

/// The first moment at or after another at which people work by the clocks of a zone; none within a year.
///
/// ```
/// use candor::settings::Pace;
/// use candor::waves::pace::working_moment;
/// let berlin = chrono_tz::Europe::Berlin;
/// let next = |at: &str| working_moment(&Pace::default(), berlin, at.parse().unwrap()).unwrap().to_string();
/// // Thursday at ten stays.
/// assert_eq!(next("2026-03-05T09:00:00"), "2026-03-05 09:00:00");
/// // Friday at 18:00 becomes Monday at nine, and so does Saturday.
/// assert_eq!(next("2026-03-06T17:00:00"), "2026-03-09 08:00:00");
/// assert_eq!(next("2026-03-07T12:00:00"), "2026-03-09 08:00:00");
/// // Clocks are put forward on Sunday: Monday's nine comes an hour earlier.
/// assert_eq!(next("2026-03-28T12:00:00"), "2026-03-30 07:00:00");
/// ```
#[must_use]
pub fn working_moment(pace: &Pace, zone: Tz, at: Moment) -> Option<Moment> {
    let today = to_local(zone, at).date();
    (0..MOST_DAYS)
        .filter_map(|days| today.checked_add_days(Days::new(days)))
        .filter(|day| pace.works_on(*day))
        .find_map(|day| {
            // A working hour that clocks skip is shorter or none; one that they repeat begins with its first occurrence.
            let begins = at.max(to_utc(zone, day.and_time(pace.from)));
            (begins < to_utc(zone, day.and_time(pace.to))).then_some(begins)
        })
}

/// When a reminder goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// In working time, UTC.
    pub at: Moment,
    /// From this moment on it is not sent any more, UTC; a reminder that is due no earlier never goes out.
    pub too_late_at: Moment,
}

/// When a reminder goes out that is planned for a moment, in a wave of a zone that closes at another.
///
/// ```
/// use candor::settings::Pace;
/// use candor::waves::pace::due;
/// let closes = "2026-03-09T18:00:00".parse()?;
/// let saturday = due(&Pace::default(), chrono_tz::UTC, "2026-03-07T10:00:00".parse()?, closes);
/// assert_eq!(saturday.at, "2026-03-09T09:00:00".parse()?);
/// // Monday at nine is within twelve hours of the close: it is left out.
/// assert_eq!(saturday.too_late_at, "2026-03-09T06:00:00".parse()?);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn due(pace: &Pace, zone: Tz, planned_at: Moment, closes_at: Moment) -> Due {
    // Where people never work, nothing is ever due.
    let at = working_moment(pace, zone, planned_at).unwrap_or(closes_at);
    // A close that nobody is kept quiet before still comes first.
    Due { at, too_late_at: closes_at - pace.quiet().max(TimeDelta::zero()) }
}

/// When someone in a zone of their own gets a reminder that goes out at a moment: in their working time, or never,
/// when that would be too late; then its row ends with the others'.
#[must_use]
pub fn due_in_zone(pace: &Pace, zone: Tz, at: Moment, too_late_at: Moment) -> Moment {
    working_moment(pace, zone, at).map_or(too_late_at, |due| due.min(too_late_at))
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime};
    use chrono_tz::America::New_York;
    use chrono_tz::Australia::Lord_Howe;
    use chrono_tz::Europe::{Berlin, Moscow};
    use chrono_tz::Pacific::Apia;
    use proptest::prelude::*;

    use super::*;
    use crate::settings::Holidays;

    fn pace(from: &str, to: &str, holidays: &str) -> Pace {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let holidays = Holidays::read(holidays).unwrap();
        Pace { from: time(from), to: time(to), holidays, ..Pace::default() }
    }

    fn next(pace: &Pace, zone: Tz, at: &str) -> String {
        working_moment(pace, zone, at.parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn a_holiday_on_a_monday_makes_a_long_weekend() {
        let easter = pace("09:00", "18:00", "2026-04-03 Good Friday\n2026-04-06 Easter Monday");
        assert_eq!(next(&easter, Berlin, "2026-04-02T16:30:00"), "2026-04-07 07:00:00");
        assert_eq!(next(&easter, Berlin, "2026-04-02T15:59:00"), "2026-04-02 15:59:00");
    }

    #[test]
    fn hours_that_clocks_skip_are_no_working_hours() {
        let night = Pace { days: [true; 7], ..pace("02:00", "03:00", "") };
        // The only working hour of 29 March 2026 does not exist in Berlin.
        assert_eq!(next(&night, Berlin, "2026-03-28T12:00:00"), "2026-03-30 00:00:00");
        let half = Pace { days: [true; 7], ..pace("02:15", "03:00", "") };
        // On Lord Howe half an hour is skipped: work begins when the gap ends.
        assert_eq!(next(&half, Lord_Howe, "2026-10-03T14:00:00"), "2026-10-03 15:30:00");
        // Samoa had no Friday 30 December 2011.
        assert_eq!(next(&pace("09:00", "18:00", ""), Apia, "2011-12-30T04:30:00"), "2012-01-01 19:00:00");
    }

    #[test]
    fn hours_that_clocks_repeat_begin_the_first_time() {
        let night = Pace { days: [true; 7], ..pace("01:30", "05:00", "") };
        assert_eq!(next(&night, New_York, "2026-10-31T12:00:00"), "2026-11-01 05:30:00");
        assert_eq!(next(&night, Berlin, "2026-10-25T01:30:00"), "2026-10-25 01:30:00");
    }

    #[test]
    fn a_leap_day_is_a_day_like_others() {
        let fixed = pace("09:00", "18:00", "28.02. A holiday");
        assert_eq!(next(&fixed, Moscow, "2028-02-28T07:00:00"), "2028-02-29 06:00:00");
        let leap = pace("09:00", "18:00", "29.02. A holiday");
        assert_eq!(next(&leap, Moscow, "2028-02-29T07:00:00"), "2028-03-01 06:00:00");
    }

    #[test]
    fn where_people_never_work_nothing_is_due() {
        let never = Pace { days: [false; 7], ..Pace::default() };
        assert_eq!(working_moment(&never, Berlin, Moment::default()), None);
        let closes: Moment = "2026-03-09T18:00:00".parse().unwrap();
        let due = due(&never, Berlin, closes - TimeDelta::days(5), closes);
        assert!(due.at >= due.too_late_at);
    }

    #[test]
    fn someone_far_away_is_reminded_in_their_morning_or_not_at_all() {
        let (pace, at) = (Pace::default(), "2026-03-05T07:00:00".parse().unwrap());
        let closes: Moment = "2026-03-06T15:00:00".parse().unwrap();
        let late = closes - pace.quiet();
        assert_eq!(due_in_zone(&pace, New_York, at, late).to_string(), "2026-03-05 14:00:00");
        assert_eq!(due_in_zone(&pace, chrono_tz::Asia::Vladivostok, at, late).to_string(), "2026-03-05 07:00:00");
        // Honolulu's nine o'clock on Thursday is 19:00 UTC; on Friday it would be after the close.
        let evening = "2026-03-06T04:30:00".parse().unwrap();
        assert_eq!(due_in_zone(&pace, chrono_tz::Pacific::Honolulu, evening, late), late);
    }

    proptest! {
        #[test]
        fn what_is_found_is_working_time_and_nothing_before_it_is(minutes in 28_000_000_i64..31_000_000, ahead in 1_i64..4_000) {
            let pace = pace("08:30", "17:00", "2026-04-06 x\n1.1. y\n29.02. z");
            let at = chrono::DateTime::from_timestamp(minutes * 60, 0).unwrap().naive_utc();
            for zone in [Berlin, New_York, Lord_Howe, Moscow] {
                let found = working_moment(&pace, zone, at).unwrap();
                prop_assert!(found >= at && pace.rest_at(to_local(zone, found)).is_none());
                let before = at + TimeDelta::minutes(ahead);
                prop_assert!(before >= found || pace.rest_at(to_local(zone, before)).is_some());
            }
        }
    }

    #[test]
    fn a_date_that_ends_the_calendar_is_no_panic() {
        let end = NaiveDate::MAX.and_time(NaiveTime::MIN) - TimeDelta::days(2);
        let _ = working_moment(&Pace { days: [false; 7], ..Pace::default() }, chrono_tz::UTC, end);
    }
}
