//! A wave's moments in words: "Friday 13 March, 18:00, Moscow time".

use chrono_tz::Tz;

use super::local_time;
use crate::db::Moment;
use crate::i18n::{Lang, Message, full_date, say, time_of_day, weekday_date_time};

/// Zones that have a name people use; the others are named by their IANA name and offset.
const ZONES: [(&str, &str); 33] = [
    ("UTC", "zone-utc"),
    ("Europe/London", "zone-london"),
    ("Europe/Berlin", "zone-berlin"),
    ("Europe/Paris", "zone-paris"),
    ("Europe/Madrid", "zone-madrid"),
    ("Europe/Rome", "zone-rome"),
    ("Europe/Warsaw", "zone-warsaw"),
    ("Europe/Helsinki", "zone-helsinki"),
    ("Europe/Istanbul", "zone-istanbul"),
    ("Europe/Kaliningrad", "zone-kaliningrad"),
    ("Europe/Minsk", "zone-minsk"),
    ("Europe/Moscow", "zone-moscow"),
    ("Europe/Samara", "zone-samara"),
    ("Asia/Yekaterinburg", "zone-yekaterinburg"),
    ("Asia/Omsk", "zone-omsk"),
    ("Asia/Novosibirsk", "zone-novosibirsk"),
    ("Asia/Krasnoyarsk", "zone-krasnoyarsk"),
    ("Asia/Irkutsk", "zone-irkutsk"),
    ("Asia/Yakutsk", "zone-yakutsk"),
    ("Asia/Vladivostok", "zone-vladivostok"),
    ("Asia/Almaty", "zone-almaty"),
    ("Asia/Tashkent", "zone-tashkent"),
    ("Asia/Tbilisi", "zone-tbilisi"),
    ("Asia/Yerevan", "zone-yerevan"),
    ("Asia/Baku", "zone-baku"),
    ("Asia/Dubai", "zone-dubai"),
    ("Asia/Kolkata", "zone-delhi"),
    ("Asia/Singapore", "zone-singapore"),
    ("Asia/Tokyo", "zone-tokyo"),
    ("America/New_York", "zone-new-york"),
    ("America/Chicago", "zone-chicago"),
    ("America/Denver", "zone-denver"),
    ("America/Los_Angeles", "zone-los-angeles"),
];

/// The zones that have a name people use, in the order they are offered.
pub fn named_zones() -> impl Iterator<Item = (&'static str, Message)> {
    ZONES.iter().map(|(name, key)| (*name, say(key)))
}

/// A zone as people say it at a moment: "Moscow time", «по Москве».
///
/// ```
/// use candor::i18n::Lang;
/// use candor::waves::words::zone;
/// let now = "2026-07-01T00:00:00".parse()?;
/// assert_eq!(Lang::Ru.text(&zone(chrono_tz::Europe::Moscow, now)), "по Москве");
/// assert_eq!(Lang::En.text(&zone(chrono_tz::Asia::Kathmandu, now)), "Asia/Kathmandu, UTC+5:45");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn zone(zone: Tz, moment: Moment) -> Message {
    match ZONES.iter().find(|(name, _)| *name == zone.name()) {
        Some((_, key)) => say(key),
        None => say("zone-other").with("name", zone.name()).with("offset", local_time::offset(zone, moment)),
    }
}

/// A moment on a zone's wall: "Friday 13 March, 18:00".
#[must_use]
pub fn on_the_wall(lang: Lang, zone: Tz, moment: Moment) -> String {
    weekday_date_time(lang, local_time::to_local(zone, moment))
}

/// A moment on a zone's wall, for one that may be long ago: "13 March 2026, 18:00".
#[must_use]
pub fn on_the_wall_in_year(lang: Lang, zone: Tz, moment: Moment) -> String {
    let local = local_time::to_local(zone, moment);
    format!("{}, {}", full_date(lang, local.date()), time_of_day(local))
}

/// A moment with its zone: "Friday 13 March, 18:00, Moscow time".
#[must_use]
pub fn with_zone(lang: Lang, tz: Tz, moment: Moment) -> String {
    let (when, zone) = (on_the_wall(lang, tz, moment), lang.text(&zone(tz, moment)));
    lang.say("moment-in-zone").with("when", when).with("zone", zone).to_string()
}
