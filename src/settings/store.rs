//! The settings table: one row for each setting.

mod benchmarks;
mod clock_hold;
mod marks;
mod notice;
mod pace;

use diesel::prelude::*;

use super::Settings;
use crate::db::{Conn, Result, on_backend};
use crate::i18n::Lang;
use crate::schema::settings;

pub use benchmarks::{benchmarks, save_benchmarks};
pub use clock_hold::{ClockHold, clock_hold, hold_clock, release_clock};
pub use marks::{
    are_first_steps_aside, bounces_unread, forget_mail_tested, mail_tested, note_bounces_unread, note_mail_tested,
    put_first_steps_aside,
};
pub use notice::{own_words, save_own_words};
pub use pace::{pace, save_pace};

/// Reads the settings.
///
/// # Errors
/// When the database cannot be asked.
pub fn load(conn: &mut Conn) -> Result<Settings> {
    let rows: Vec<(String, String)> = settings::table.select((settings::key, settings::value)).load(conn)?;
    let mut found = Settings::default();
    for (key, value) in rows {
        match key.as_str() {
            "company" => found.company = value,
            "languages" => found.languages = value.split(',').filter_map(Lang::from_code).collect(),
            "sender_address" => found.sender_address = value,
            "sender_name" => found.sender_name = value,
            "contact" => found.contact = value,
            "threshold" => found.threshold = value.parse().unwrap_or(found.threshold),
            "time_zone" => found.time_zone = value,
            _ => {}
        }
    }
    Ok(found)
}

/// Writes the settings.
///
/// # Errors
/// When the database refuses.
pub fn save(conn: &mut Conn, new: &Settings) -> Result<()> {
    let languages = new.languages.iter().map(|lang| lang.code()).collect::<Vec<_>>().join(",");
    let threshold = new.threshold.to_string();
    let rows = [
        ("company", &new.company),
        ("languages", &languages),
        ("sender_address", &new.sender_address),
        ("sender_name", &new.sender_name),
        ("contact", &new.contact),
        ("threshold", &threshold),
        ("time_zone", &new.time_zone),
    ];
    for (key, value) in rows {
        set_value(conn, key, value)?;
    }
    Ok(())
}

/// One value by its key, for what is kept beside the settings that an admin sees.
///
/// # Errors
/// When the database cannot be asked.
pub fn value(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    settings::table.find(key).select(settings::value).first(conn).optional()
}

/// Writes one value.
///
/// # Errors
/// When the database refuses.
pub fn set_value(conn: &mut Conn, key: &str, value: &str) -> Result<()> {
    on_backend!(conn => diesel::insert_into(settings::table)
        .values((settings::key.eq(key), settings::value.eq(value)))
        .on_conflict(settings::key)
        .do_update()
        .set(settings::value.eq(value))
        .execute(conn))
    .map(drop)
}

/// Removes one value; returns how many rows went: 1 or 0.
///
/// # Errors
/// When the database refuses.
pub fn remove_value(conn: &mut Conn, key: &str) -> Result<usize> {
    diesel::delete(settings::table.find(key)).execute(conn)
}

/// Removes one value, unless it has become another; returns how many rows went: 1 or 0.
///
/// # Errors
/// When the database refuses.
pub fn remove_value_if(conn: &mut Conn, key: &str, value: &str) -> Result<usize> {
    diesel::delete(settings::table.find(key).filter(settings::value.eq(value))).execute(conn)
}
