//! The audit log's page.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{Admin, Page, Result, html, local};
use crate::accounts;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::db;
use crate::i18n::{Lang, say};

/// Entries on a page.
const PER_PAGE: usize = 50;

/// What each action is called, by the word that is recorded.
const ACTIONS: [(&str, &str); 8] = [
    ("account.changed", "audit-account-changed"),
    ("account.created", "audit-account-created"),
    ("account.password-changed", "audit-account-password-changed"),
    ("account.password-reset", "audit-account-password-reset"),
    ("account.signed-in", "audit-account-signed-in"),
    ("account.signed-out-elsewhere", "audit-account-signed-out-elsewhere"),
    ("settings.changed", "audit-settings-changed"),
    ("settings.mail-tested", "audit-settings-mail-tested"),
];

/// What each setting is called, by the name that is recorded when it changes.
const SETTINGS: [(&str, &str); 7] = [
    ("company", "settings-company"),
    ("contact", "settings-contact"),
    ("languages", "settings-languages"),
    ("sender_address", "settings-sender-address"),
    ("sender_name", "settings-sender-name"),
    ("threshold", "settings-threshold"),
    ("time_zone", "settings-time-zone"),
];

#[derive(Template)]
#[template(path = "settings/audit.html")]
struct AuditPage {
    page: Page,
    entries: Vec<Row>,
    number: usize,
    has_more: bool,
}

/// An entry as it is read.
struct Row {
    at: local::Shown,
    actor: String,
    action: String,
    object: String,
    details: String,
}

#[derive(Deserialize)]
pub struct Paging {
    page: Option<usize>,
}

/// `GET /settings/audit`: newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, app: web::Data<App>, admin: Admin, query: web::Query<Paging>) -> Result {
    let number = query.page.unwrap_or(1).clamp(1, usize::MAX / PER_PAGE);
    let offset = i64::try_from((number - 1) * PER_PAGE).unwrap_or(i64::MAX);
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let found = app.db.read(move |conn| {
        let names: HashMap<String, String> =
            accounts::store::names(conn)?.into_iter().map(|(id, name)| (format!("account:{id}"), name)).collect();
        Ok::<_, db::Error>((audit::page(conn, offset, limit)?, names))
    });
    let (mut entries, names) = found.await?;
    let has_more = entries.len() > PER_PAGE;
    entries.truncate(PER_PAGE);
    let (zone, lang) = (local::zone(&app).await?, admin.account.language);
    let rows = entries.into_iter().map(|entry| Row {
        at: local::shown(lang, zone, entry.at),
        actor: actor(lang, &names, &entry),
        action: action(lang, &entry.action),
        object: object(lang, &entry.action, entry.object),
        details: entry.details,
    });
    let page = Page::new(&request, &admin, "settings", say("audit"));
    html(StatusCode::OK, &AuditPage { page, entries: rows.collect(), number, has_more })
}

fn actor(lang: Lang, names: &HashMap<String, String>, entry: &Entry) -> String {
    match entry.actor.as_str() {
        "schedule" => lang.say("audit-by-schedule").to_string(),
        "command-line" => lang.say("audit-by-command-line").to_string(),
        other => names.get(other).cloned().unwrap_or_else(|| other.to_owned()),
    }
}

/// An action in words; one without is shown as it was recorded.
fn action(lang: Lang, word: &str) -> String {
    let known = ACTIONS.iter().find(|(action, _)| *action == word);
    known.map_or_else(|| word.to_owned(), |(_, key)| lang.say(key).to_string())
}

/// What was acted on: settings by their names on the page, all else as it was recorded.
fn object(lang: Lang, action: &str, recorded: String) -> String {
    if action != "settings.changed" {
        return recorded;
    }
    let named = recorded.split(", ").map(|word| {
        let known = SETTINGS.iter().find(|(setting, _)| *setting == word);
        known.map_or_else(|| word.to_owned(), |(_, key)| lang.say(key).to_string())
    });
    named.collect::<Vec<_>>().join(", ")
}
