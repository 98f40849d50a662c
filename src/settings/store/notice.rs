//! The company's own words among the settings.

use super::{set_value, value};
use crate::db::{Conn, Result};
use crate::i18n::Lang;
use crate::settings::OwnWords;

/// The company's own words of the privacy notice.
///
/// # Errors
/// When the database cannot be asked.
pub fn own_words(conn: &mut Conn) -> Result<OwnWords> {
    let mut found = OwnWords::default();
    for lang in Lang::ALL {
        found = found.with(lang, &value(conn, key(lang))?.unwrap_or_default());
    }
    Ok(found)
}

/// Writes them.
///
/// # Errors
/// When the database refuses.
pub fn save_own_words(conn: &mut Conn, new: &OwnWords) -> Result<()> {
    Lang::ALL.into_iter().try_for_each(|lang| set_value(conn, key(lang), new.of(lang)))
}

fn key(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "notice_en",
        Lang::Ru => "notice_ru",
    }
}
