//! When the reminders of a draft go out, in words.

use crate::i18n::{Lang, Message, say, weekday_date_time};
use crate::settings::{Pace, Rest};
use crate::waves::{Draft, local_time};

/// A line for each reminder: when it goes out, and why not at the time that was written; and one on those who have a
/// time zone of their own, if there are any.
pub fn moments(lang: Lang, draft: &Draft, pace: &Pace, elsewhere: usize) -> Vec<String> {
    let line = |(number, (local, due)): (usize, (chrono::NaiveDateTime, crate::waves::pace::Due))| {
        let when = weekday_date_time(lang, local_time::to_local(draft.time_zone, due.at));
        let message = if due.at >= due.too_late_at {
            say("pace-reminder-dropped").with("hours", pace.quiet_hours)
        } else if due.at == local_time::to_utc(draft.time_zone, local) {
            say("pace-reminder-goes")
        } else {
            moved(pace.rest_at(local)).with("planned", weekday_date_time(lang, local))
        };
        lang.text(&message.with("number", number).with("when", when))
    };
    let mut lines: Vec<String> = (1..).zip(draft.in_order().into_iter().zip(draft.due(pace))).map(line).collect();
    if elsewhere > 0 && !lines.is_empty() {
        lines.push(lang.text(&say("pace-reminder-zones").with("people", elsewhere)));
    }
    lines
}

fn moved(why: Option<Rest>) -> Message {
    match why {
        Some(Rest::Holiday(name)) => say("pace-reminder-holiday").with("name", name),
        Some(Rest::DayOff) => say("pace-reminder-day-off"),
        // A time that clocks skip is no working time either.
        Some(Rest::Hours) | None => say("pace-reminder-hours"),
    }
}
