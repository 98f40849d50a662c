//! The audit log's page.

pub(super) mod words;

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use chrono_tz::Tz;
use serde::Deserialize;

use super::reports::blackout::reason_key;
use super::reports::place_name;
use super::{Admin, Page, Result, html, local};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::db::{self, Conn, Moment};
use crate::i18n::{Lang, say};
use crate::reports::store;
use crate::{accounts, people, waves};

/// The action whose details are a place and a reason.
const BLACKED_OUT: &str = "comment.blacked-out";
/// Entries on a page.
const PER_PAGE: usize = 50;

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
    /// Where the object has its page.
    link: Option<String>,
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
    let lang = admin.account.language;
    let found = app.db.read(move |conn| {
        let entries = audit::page(conn, offset, limit)?;
        let mut names = names(conn, &entries)?;
        names.extend(places(conn, lang, &entries)?);
        Ok::<_, db::Error>((entries, names))
    });
    let (mut entries, names) = found.await?;
    let has_more = entries.len() > PER_PAGE;
    entries.truncate(PER_PAGE);
    let reader = Reader { lang, zone: local::zone(&app).await?, names };
    let entries = entries.into_iter().map(|entry| reader.row(entry)).collect();
    let page = Page::new(&request, &admin, "settings", say("audit"));
    html(StatusCode::OK, &AuditPage { page, entries, number, has_more })
}

/// The names of those who acted, and of the waves and people acted on, by what the log recorded of them.
fn names(conn: &mut Conn, entries: &[Entry]) -> db::Result<HashMap<String, String>> {
    let accounts = accounts::store::names(conn)?;
    let mut names: HashMap<String, String> =
        accounts.into_iter().map(|(id, name)| (format!("account:{id}"), name)).collect();
    if entries.iter().any(is_about_department) {
        let tree = people::Departments::new(people::store::departments(conn)?);
        names.extend(tree.paths().map(|(id, path)| (id.to_string(), path)));
    }
    for entry in entries {
        let is_person = entry.action.starts_with("person.");
        let person = entry.details.strip_prefix("person:").or(is_person.then_some(entry.object.as_str()));
        if let Some(id) = person.filter(|id| !names.contains_key(*id)).and_then(|id| id.parse().ok())
            && let Some(person) = people::store::find(conn, id)?
        {
            names.insert(id.to_string(), person.full_name);
        }
        if !is_person
            && !names.contains_key(&entry.object)
            && let Ok(id) = entry.object.parse()
            && let Some(wave) = waves::store::find(conn, id)?
        {
            names.insert(entry.object.clone(), wave.title);
        }
    }
    Ok(names)
}

/// The names of the places in which comments were blacked out, by wave and place.
fn places(conn: &mut Conn, lang: Lang, entries: &[Entry]) -> db::Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.action == BLACKED_OUT) {
        let place = place_of(entry);
        if names.contains_key(&place) {
            continue;
        }
        let report = entry.object.parse().map_or(Ok(None), |wave| store::find(conn, wave))?;
        for known in report.map(|report| report.comments).unwrap_or_default() {
            names.insert(format!("{}/{}", entry.object, known.word), place_name(lang, &known));
        }
    }
    Ok(names)
}

/// Wave and place of a black-out.
fn place_of(entry: &Entry) -> String {
    format!("{}/{}", entry.object, entry.details.split(' ').next().unwrap_or_default())
}

/// Whether the object of an entry is a department, there or gone.
fn is_about_department(entry: &Entry) -> bool {
    entry.action.starts_with("department.") || entry.action == "people.moved"
}

/// Who reads the log, and what it takes to read it.
struct Reader {
    lang: Lang,
    zone: Tz,
    names: HashMap<String, String>,
}

impl Reader {
    fn row(&self, entry: Entry) -> Row {
        let name = self.names.get(&entry.object);
        let folder = match entry.action.as_str() {
            _ if is_about_department(&entry) => "people/departments",
            action if action.starts_with("person.") => "people",
            _ => "waves",
        };
        let object = match (entry.action.as_str(), name) {
            ("settings.changed", _) => words::settings(self.lang, &entry.object),
            // An import has no name; what came of it is in the details.
            ("roster.imported" | "clock.confirmed" | "settings.mail-tested", _) => String::new(),
            (_, Some(name)) => name.clone(),
            // A department that is gone stands in the details by its name.
            (_, None) if is_about_department(&entry) => String::new(),
            (_, None) => entry.object.clone(),
        };
        let details = match entry.action.as_str() {
            // The titles and addresses that these keep are names, even where one is a word that others use.
            "wave.drafted" | "wave.changed" | "wave.scheduled" | "wave.unscheduled" => entry.details.clone(),
            action if action.starts_with("department.") || action.starts_with("wave.action-") => entry.details.clone(),
            "settings.mail-tested" => words::details(self.lang, &entry.object),
            BLACKED_OUT => self.black_out(&entry),
            _ => self.details(&entry.details),
        };
        Row {
            at: local::shown(self.lang, self.zone, entry.at),
            actor: self.actor(&entry.actor),
            action: words::action(self.lang, &entry.action),
            link: name.map(|_| format!("/{folder}/{}", entry.object)),
            details: if details == object { String::new() } else { details },
            object,
        }
    }

    /// Where, and why.
    fn black_out(&self, entry: &Entry) -> String {
        let place = self.names.get(&place_of(entry)).cloned().unwrap_or_default();
        let reason = entry.details.split(' ').next_back().and_then(reason_key);
        format!("{place}; {}", reason.map(|key| self.lang.say(key).to_string()).unwrap_or_default())
    }

    fn actor(&self, recorded: &str) -> String {
        match recorded {
            "schedule" => self.lang.say("audit-by-schedule").to_string(),
            "command-line" => self.lang.say("audit-by-command-line").to_string(),
            other => self.names.get(other).cloned().unwrap_or_else(|| other.to_owned()),
        }
    }

    /// A moment and words in the reader's language, a person by name.
    fn details(&self, recorded: &str) -> String {
        if let Ok(moment) = Moment::parse_from_str(recorded, "%Y-%m-%d %H:%M:%S%.f") {
            return local::shown(self.lang, self.zone, moment).text;
        }
        match recorded.strip_prefix("person:") {
            Some(person) => self.names.get(person).cloned().unwrap_or_default(),
            None => words::details(self.lang, recorded),
        }
    }
}
