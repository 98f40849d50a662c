//! The list of people, and what its pages share.

mod apply;
mod columns;
pub mod departments;
mod download;
mod encoding;
mod export;
pub mod import;
mod part;
pub mod person;
mod preview;
mod words;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{Admin, Error, Page, Result, html};
use crate::app::App;
use crate::db::{self, DepartmentId, Id, Moment};
use crate::i18n::{Lang, full_date, say};
use crate::people::store::{self, Filter, Order, Presence, Slice};
use crate::people::{Department, Departments, Person};

/// People on a page of the list.
const PAGE: usize = 50;
/// The longest search, in characters.
const MAX_SEARCH: usize = 100;

/// An id in a path; there is no page where it is none.
fn id<T>(text: &str) -> Result<Id<T>> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The date of a moment where the company is.
fn date(lang: Lang, moment: Moment, time_zone: &str) -> String {
    let zone: chrono_tz::Tz = time_zone.parse().unwrap_or(chrono_tz::UTC);
    full_date(lang, moment.and_utc().with_timezone(&zone).date_naive())
}

/// The list's filters, as they stand in its address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    department: String,
    status: String,
    sort: String,
    page: String,
}

impl ListQuery {
    fn presence(&self) -> Presence {
        if self.status == "left" { Presence::Left } else { Presence::Here }
    }

    fn order(&self) -> Order {
        if self.sort == "department" { Order::Department } else { Order::Name }
    }

    fn number(&self) -> usize {
        self.page.parse().unwrap_or(1).clamp(1, usize::MAX / PAGE)
    }

    fn search(&self) -> String {
        self.q.chars().take(MAX_SEARCH).collect()
    }

    fn is_filtered(&self) -> bool {
        !self.q.trim().is_empty() || !self.department.is_empty()
    }

    /// The address of the list with these filters, from the first page.
    fn address(&self) -> String {
        let parts = [("q", &self.q), ("department", &self.department), ("status", &self.status), ("sort", &self.sort)];
        let pairs: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        if pairs.is_empty() { "/people".to_owned() } else { format!("/people?{}", pairs.join("&")) }
    }

    fn with_status(&self, status: &str) -> String {
        Self { status: status.to_owned(), ..self.clone() }.address()
    }

    fn with_sort(&self, sort: &str) -> String {
        Self { sort: sort.to_owned(), ..self.clone() }.address()
    }

    fn with_page(&self, number: usize) -> String {
        let address = self.address();
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}page={number}")
    }
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(encode).collect()
}

#[derive(Template)]
#[template(path = "people/index.html")]
struct IndexPage {
    page: Page,
    query: ListQuery,
    people: Vec<Person>,
    tree: Departments,
    /// People found, on all pages.
    total: usize,
    /// People found who are here and who left, whichever is shown.
    here: usize,
    left: usize,
    /// People before those shown.
    before: usize,
    time_zone: String,
    /// Whether nobody was ever imported.
    is_new: bool,
}

impl IndexPage {
    fn path(&self, department: &Department) -> String {
        self.tree.path_text(Some(department.id))
    }

    fn left_on(&self, person: &Person) -> Option<String> {
        person.left_at.map(|moment| date(self.page.lang, moment, &self.time_zone))
    }

    fn is_chosen(&self, department: &DepartmentId) -> bool {
        self.query.department == department.to_string()
    }

    fn last_shown(&self) -> usize {
        self.before + self.people.len()
    }

    fn number(&self) -> usize {
        self.query.number()
    }
}

/// `GET /people`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, admin: Admin, app: web::Data<App>, query: web::Query<ListQuery>) -> Result {
    let query = query.into_inner();
    let page = Page::new(&request, &admin, "people", say("people-title"));
    let found = app.db.read(move |conn| list(conn, page, query)).await?;
    html(StatusCode::OK, &found)
}

fn list(conn: &mut db::Conn, page: Page, query: ListQuery) -> db::Result<IndexPage> {
    let tree = Departments::new(store::departments(conn)?);
    let departments = query
        .department
        .parse()
        .ok()
        .map(|id: DepartmentId| tree.with_below(id).iter().map(|department| department.id).collect::<Vec<_>>());
    let filter = Filter { search: query.search(), departments, presence: query.presence() };
    let count = |conn: &mut db::Conn, presence| store::count(conn, &Filter { presence, ..filter.clone() });
    let (here, left) = (count(conn, Presence::Here)?, count(conn, Presence::Left)?);
    let before = (query.number() - 1) * PAGE;
    let slice = Slice { offset: before, limit: PAGE };
    let (people, total) = store::page(conn, &tree, &filter, query.order(), slice)?;
    let is_new = here + left == 0 && !query.is_filtered();
    let time_zone = crate::settings::load(conn)?.time_zone;
    Ok(IndexPage { page, query, people, tree, total, here, left, before, time_zone, is_new })
}
