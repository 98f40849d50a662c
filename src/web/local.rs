//! Moments as an admin reads them: in the installation's time zone.

use chrono_tz::Tz;

use super::Result;
use crate::app::App;
use crate::db::Moment;
use crate::i18n::{Lang, full_date, time_of_day};
use crate::settings;

/// A moment for a `<time>`: what the eye reads and what the machine does.
#[derive(Debug, Clone)]
pub struct Shown {
    /// "13 March 2026, 18:00".
    pub text: String,
    /// RFC 3339 with the offset.
    pub machine: String,
}

/// The installation's time zone.
///
/// # Errors
/// When the database cannot be asked.
pub async fn zone(app: &App) -> Result<Tz> {
    let settings = app.db.read(settings::load).await?;
    Ok(settings.time_zone.parse().unwrap_or(Tz::UTC))
}

/// A moment in a language and a time zone.
#[must_use]
pub fn shown(lang: Lang, zone: Tz, moment: Moment) -> Shown {
    let there = moment.and_utc().with_timezone(&zone);
    let local = there.naive_local();
    Shown {
        text: format!("{}, {}", full_date(lang, local.date()), time_of_day(local)),
        machine: there.format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    }
}
