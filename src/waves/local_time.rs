//! Wall-clock times of a zone and the moments they stand for.
//!
//! Twice a year the two disagree: clocks put forward skip times, clocks put back repeat them.
//! A skipped time means the first moment after the gap; a repeated time means its first occurrence.

use chrono::{DateTime, LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::db::{Moment, cut};

/// The longest gap to look for the end of: Samoa once skipped a day.
const LONGEST_GAP: TimeDelta = TimeDelta::minutes(25 * 60);

/// The moment (UTC) that a wall-clock time in a zone stands for.
///
/// ```
/// use candor::waves::local_time::to_utc;
/// let berlin = chrono_tz::Europe::Berlin;
/// // An ordinary time.
/// assert_eq!(to_utc(berlin, "2026-03-02T10:00:00".parse()?), "2026-03-02T09:00:00".parse()?);
/// // 02:30 does not exist on 29 March 2026: the gap ends at 03:00 summer time.
/// assert_eq!(to_utc(berlin, "2026-03-29T02:30:00".parse()?), "2026-03-29T01:00:00".parse()?);
/// // 02:30 comes twice on 25 October 2026: the first, still in summer time.
/// assert_eq!(to_utc(berlin, "2026-10-25T02:30:00".parse()?), "2026-10-25T00:30:00".parse()?);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn to_utc(zone: Tz, local: NaiveDateTime) -> Moment {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => cut(moment.naive_utc()),
        LocalResult::None => after_gap(zone, local),
    }
}

/// Gaps begin and end on whole minutes, so going on minute by minute finds the end exactly.
fn after_gap(zone: Tz, skipped: NaiveDateTime) -> Moment {
    let minute = TimeDelta::minutes(1);
    let seconds =
        TimeDelta::nanoseconds(skipped.and_utc().timestamp_nanos_opt().unwrap_or(0).rem_euclid(60_000_000_000));
    let mut next = skipped - seconds + minute;
    while next - skipped < LONGEST_GAP {
        if let Some(moment) = zone.from_local_datetime(&next).earliest() {
            return cut(moment.naive_utc());
        }
        next += minute;
    }
    cut(skipped)
}

/// The wall-clock time in a zone at a moment.
///
/// ```
/// use candor::waves::local_time::to_local;
/// let new_york = chrono_tz::America::New_York;
/// assert_eq!(to_local(new_york, "2026-07-01T16:00:00".parse()?), "2026-07-01T12:00:00".parse()?);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn to_local(zone: Tz, moment: Moment) -> NaiveDateTime {
    zone.from_utc_datetime(&moment).naive_local()
}

/// A moment for a `datetime` attribute, with the zone's offset at that moment.
///
/// ```
/// use candor::waves::local_time::attribute;
/// let moscow = chrono_tz::Europe::Moscow;
/// assert_eq!(attribute(moscow, "2026-03-13T15:00:00".parse()?), "2026-03-13T18:00:00+03:00");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn attribute(zone: Tz, moment: Moment) -> String {
    let moment: DateTime<Utc> = moment.and_utc();
    moment.with_timezone(&zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

/// The zone's offset from UTC at a moment, as people write it: `+3`, `−9:30`, or nothing for UTC.
///
/// ```
/// use candor::waves::local_time::offset;
/// let now = "2026-07-01T00:00:00".parse()?;
/// assert_eq!(offset(chrono_tz::Asia::Kolkata, now), "+5:30");
/// assert_eq!(offset(chrono_tz::America::New_York, now), "\u{2212}4");
/// assert_eq!(offset(chrono_tz::UTC, now), "");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn offset(zone: Tz, moment: Moment) -> String {
    let seconds = zone.offset_from_utc_datetime(&moment).fix().local_minus_utc();
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    match (hours, minutes) {
        (0, 0) => String::new(),
        (_, 0) => format!("{sign}{hours}"),
        _ => format!("{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;
    use chrono_tz::Australia::Lord_Howe;
    use chrono_tz::Europe::{Berlin, Moscow};
    use chrono_tz::Pacific::Apia;
    use proptest::prelude::*;

    use super::*;

    fn utc(zone: Tz, local: &str) -> String {
        to_utc(zone, local.parse().unwrap()).to_string()
    }

    #[test]
    fn a_skipped_time_means_the_first_moment_after_the_gap() {
        assert_eq!(utc(Berlin, "2026-03-29T02:00:00"), "2026-03-29 01:00:00");
        assert_eq!(utc(Berlin, "2026-03-29T02:59:00"), "2026-03-29 01:00:00");
        assert_eq!(utc(Berlin, "2026-03-29T02:59:59"), "2026-03-29 01:00:00");
        assert_eq!(utc(Berlin, "2026-03-29T03:00:00"), "2026-03-29 01:00:00");
        assert_eq!(utc(Berlin, "2026-03-29T01:59:00"), "2026-03-29 00:59:00");
        assert_eq!(utc(New_York, "2026-03-08T02:30:00"), "2026-03-08 07:00:00");
        // Lord Howe puts its clocks forward by half an hour.
        assert_eq!(utc(Lord_Howe, "2026-10-04T02:10:00"), "2026-10-03 15:30:00");
        assert_eq!(utc(Lord_Howe, "2026-10-04T02:30:00"), "2026-10-03 15:30:00");
        // Samoa had no 30 December 2011.
        assert_eq!(utc(Apia, "2011-12-30T12:00:00"), "2011-12-30 10:00:00");
    }

    #[test]
    fn a_repeated_time_means_its_first_occurrence() {
        assert_eq!(utc(Berlin, "2026-10-25T02:00:00"), "2026-10-25 00:00:00");
        assert_eq!(utc(Berlin, "2026-10-25T03:00:00"), "2026-10-25 02:00:00");
        assert_eq!(utc(New_York, "2026-11-01T01:30:00"), "2026-11-01 05:30:00");
        assert_eq!(utc(Lord_Howe, "2026-04-05T01:45:00"), "2026-04-04 14:45:00");
    }

    #[test]
    fn a_zone_without_summer_time_has_neither() {
        assert_eq!(utc(Moscow, "2026-03-29T02:30:00"), "2026-03-28 23:30:00");
        assert_eq!(utc(Moscow, "2026-10-25T02:30:00"), "2026-10-24 23:30:00");
    }

    proptest! {
        #[test]
        fn a_moment_read_off_the_wall_comes_back_unless_it_is_repeated(minutes in 0_i64..20_000_000) {
            let moment = DateTime::from_timestamp(minutes * 60, 0).unwrap().naive_utc();
            for zone in [Berlin, New_York, Lord_Howe, Moscow] {
                let again = to_utc(zone, to_local(zone, moment));
                let repeated = zone.from_local_datetime(&to_local(zone, moment)).single().is_none();
                prop_assert!(again == moment || (repeated && again < moment));
            }
        }

        #[test]
        fn later_on_the_wall_is_never_earlier_in_time(minutes in 0_i64..20_000_000, step in 1_i64..600) {
            let local = DateTime::from_timestamp(minutes * 60, 0).unwrap().naive_utc();
            let (first, second) = (to_utc(Berlin, local), to_utc(Berlin, local + TimeDelta::minutes(step)));
            prop_assert!(first <= second);
        }
    }
}
