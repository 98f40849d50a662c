//! What a new wave starts with, so that most of the form can stay as it is.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::pace::MOST_DAYS;
use super::{Audience, CommentsBy, Draft, Survey, local_time};
use crate::db::Moment;
use crate::settings::Pace;

/// Waves open and remind at this hour.
const MORNING: u32 = 10;
/// Waves close at this hour.
const EVENING: u32 = 18;
/// Days from the opening to the close.
const OPEN_FOR: u64 = 14;
/// Days from the opening to the reminders: the fourth and the tenth day.
const REMINDERS: [u64; 2] = [3, 9];
/// Days from one wave to the next: thirteen weeks, so that weekdays stay.
const QUARTER: u64 = 91;

/// A plain wave: everyone, for two weeks, with two reminders. It opens a quarter after the last opening there was, or
/// on the next working day if that lies nearer or there was none.
///
/// ```
/// use candor::settings::Pace;
/// use candor::waves::{Survey, suggest};
/// let friday = "2026-03-06T12:00:00".parse()?;
/// let draft = suggest::draft(chrono_tz::UTC, 5, None, friday, Survey::standard(&[]), &Pace::default());
/// assert_eq!(draft.opens_local, "2026-03-09T10:00:00".parse()?);
/// assert_eq!(draft.closes_local, "2026-03-23T18:00:00".parse()?);
/// assert_eq!(draft.reminders, ["2026-03-12T10:00:00".parse()?, "2026-03-18T10:00:00".parse()?]);
/// let last = Some("2026-03-02T10:00:00".parse()?);
/// let next = suggest::draft(chrono_tz::UTC, 5, last, friday, Survey::standard(&[]), &Pace::default());
/// assert_eq!(next.opens_local, "2026-06-01T10:00:00".parse()?);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn draft(time_zone: Tz, threshold: u32, last: Option<Moment>, now: Moment, survey: Survey, pace: &Pace) -> Draft {
    let working_day = |day| working_day(pace, day);
    let day = |moment| local_time::to_local(time_zone, moment).date();
    let tomorrow = day(now) + Days::new(1);
    let opens = working_day(last.map_or(tomorrow, |last| tomorrow.max(day(last) + Days::new(QUARTER))));
    Draft {
        title: String::new(),
        audience: Audience::Everyone,
        time_zone,
        opens_local: at(opens, MORNING),
        closes_local: at(working_day(opens + Days::new(OPEN_FOR)), EVENING),
        reminders: REMINDERS.map(|days| at(working_day(opens + Days::new(days)), MORNING)).to_vec(),
        threshold,
        long_comments: false,
        remind_everyone: false,
        closing_message: true,
        comments_by: CommentsBy::Group,
        survey,
    }
}

/// The same wave a quarter later, or as many quarters as it takes to lie ahead.
#[must_use]
pub fn next_quarter(mut draft: Draft, now: Moment) -> Draft {
    loop {
        let later = |local: NaiveDateTime| local + Days::new(QUARTER);
        draft.opens_local = later(draft.opens_local);
        draft.closes_local = later(draft.closes_local);
        draft.reminders.iter_mut().for_each(|reminder| *reminder = later(*reminder));
        if draft.opens_at() > now {
            return draft;
        }
    }
}

/// The day itself if people work on it, or the first after it on which they do.
fn working_day(pace: &Pace, day: NaiveDate) -> NaiveDate {
    (0..MOST_DAYS).map(|days| day + Days::new(days)).find(|day| pace.works_on(*day)).unwrap_or(day)
}

fn at(day: NaiveDate, hour: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())
}
