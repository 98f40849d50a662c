//! What the settings page says of mail that does not arrive.

use chrono_tz::Tz;

use crate::app::App;
use crate::db::Moment;
use crate::i18n::{Lang, Message, say};
use crate::web::local;

/// How hearing of it stands: where reports go, and whether they are read.
pub(super) fn standing(app: &App) -> Message {
    let Ok(Some(address)) = app.config.return_address() else { return say("settings-bounces-none") };
    let standing = if app.bounces.is_some() { say("settings-bounces-read") } else { say("settings-bounces-piped") };
    standing.with("address", address.plain())
}

/// Since when reports cannot be read, and why.
pub(super) fn trouble(lang: Lang, zone: Tz, unread: Option<&(Moment, String)>) -> Option<Message> {
    let (since, why) = unread?;
    Some(say("settings-bounces-unread").with("since", local::shown(lang, zone, *since).text).with("why", why.clone()))
}
