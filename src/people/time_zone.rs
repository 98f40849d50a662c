//! Time zones as rosters write them.

use chrono_tz::Tz;

/// Zones without a slash in their name that are not taken for anything else.
const PLAIN: [&str; 5] = ["UTC", "GMT", "CET", "EET", "WET"];
/// Zones by hours after Moscow time, which Russia counts in; none of them changes its clocks.
const AFTER_MOSCOW: [(i32, &str); 11] = [
    (-1, "Europe/Kaliningrad"),
    (0, "Europe/Moscow"),
    (1, "Europe/Samara"),
    (2, "Asia/Yekaterinburg"),
    (3, "Asia/Omsk"),
    (4, "Asia/Krasnoyarsk"),
    (5, "Asia/Irkutsk"),
    (6, "Asia/Yakutsk"),
    (7, "Asia/Vladivostok"),
    (8, "Asia/Magadan"),
    (9, "Asia/Kamchatka"),
];
/// Zones by minutes after UTC where these are no whole hours and only one zone has them all year.
const PARTS_OF_HOURS: [(i32, &str); 6] = [
    (210, "Asia/Tehran"),
    (270, "Asia/Kabul"),
    (330, "Asia/Kolkata"),
    (345, "Asia/Kathmandu"),
    (390, "Asia/Yangon"),
    (570, "Australia/Darwin"),
];
/// What IANA calls a fixed number of hours, with the sign turned round.
const FIXED: &str = "Etc/GMT";
const MINUTES: i32 = 60;

/// Reads an IANA name, an offset such as `UTC+3`, or Moscow time with hours after it; none where it is none of these,
/// or could be several.
///
/// ```
/// use candor::people::time_zone::parse;
/// let name = |text| parse(text).map(|zone| zone.name());
/// assert_eq!(name("europe/berlin"), Some("Europe/Berlin"));
/// assert_eq!(name("America/New York"), Some("America/New_York"));
/// assert_eq!(name("UTC+3"), Some("Etc/GMT-3"));
/// assert_eq!(name("GMT\u{2212}05:00"), Some("Etc/GMT+5"));
/// assert_eq!(name("utc +5:30"), Some("Asia/Kolkata"));
/// assert_eq!(name("МСК"), Some("Europe/Moscow"));
/// assert_eq!(name("мск + 2"), Some("Asia/Yekaterinburg"));
/// assert_eq!(name("MSK-1"), Some("Europe/Kaliningrad"));
/// // Central Standard Time of America or China, half past three in Newfoundland's winter, a city.
/// assert_eq!(["CST", "UTC-3:30", "Moscow", "UTC+15", "3"].map(name), [None; 5]);
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<Tz> {
    let name = text.split_whitespace().collect::<Vec<_>>().join("_");
    let known = chrono_tz::TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(&name));
    if let Some(zone) = known.filter(|zone| zone.name().contains('/') || PLAIN.contains(&zone.name())) {
        return Some(*zone);
    }
    let short: String = text.to_uppercase().chars().filter(|c| !c.is_whitespace()).collect();
    let short = short.replace(['\u{2212}', '–', '—'], "-");
    if let Some(hours) = ["МСК", "MSK"].iter().find_map(|start| short.strip_prefix(start)) {
        let minutes = if hours.is_empty() { 0 } else { offset(hours)? };
        return zone_of(&AFTER_MOSCOW, minutes / MINUTES).filter(|_| minutes % MINUTES == 0);
    }
    let hours = ["UTC", "GMT"].iter().find_map(|start| short.strip_prefix(start));
    fixed(offset(hours.unwrap_or(&short))?)
}

/// Minutes of an offset with its sign: `+3`, `-05:00`, `+0530`.
fn offset(text: &str) -> Option<i32> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits = &text[1..];
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at(2),
        None => (digits, "00"),
    };
    let number = |text: &str| text.parse::<u8>().ok().filter(|_| (1..=2).contains(&text.len())).map(i32::from);
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|minutes| *minutes < MINUTES)?);
    Some(sign * (hours * MINUTES + minutes))
}

fn fixed(minutes: i32) -> Option<Tz> {
    match (minutes % MINUTES, minutes / MINUTES) {
        (0, 0) => Some(Tz::UTC),
        (0, hours) => format!("{FIXED}{:+}", -hours).parse().ok(),
        _ => zone_of(&PARTS_OF_HOURS, minutes),
    }
}

fn zone_of(table: &[(i32, &str)], number: i32) -> Option<Tz> {
    table.iter().find(|(of, _)| *of == number).and_then(|(_, name)| name.parse().ok())
}

/// A zone as people read it, and as [`parse`] reads it again: its IANA name, or an offset.
///
/// ```
/// use candor::people::time_zone::{parse, written};
/// assert_eq!(written(chrono_tz::Etc::GMTMinus3), "UTC+3");
/// assert_eq!(written(chrono_tz::Europe::Berlin), "Europe/Berlin");
/// assert!(chrono_tz::TZ_VARIANTS.iter().filter(|zone| zone.name().contains('/')).all(|zone| parse(&written(*zone)).is_some()));
/// ```
#[must_use]
pub fn written(zone: Tz) -> String {
    let hours = zone.name().strip_prefix(FIXED).and_then(|hours| hours.parse::<i32>().ok());
    match hours {
        Some(0) => "UTC".to_owned(),
        Some(hours) => format!("UTC{:+}", -hours).replace('-', "\u{2212}"),
        None => zone.name().to_owned(),
    }
}
