//! The list of people.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::query::{BOUNCED, ListQuery, MAX_SEARCH, OUTSIDE, PAGE};
use super::{Choice, choices, date};
use crate::app::App;
use crate::db;
use crate::i18n::{Lang, say};
use crate::people::many::MAX_AT_ONCE;
use crate::people::store::{self, Counts, Filter, Slice};
use crate::people::{Departments, Person, Why};
use crate::web::{Admin, Page, Result, html};

/// A column's word in the address and its heading.
const HEADINGS: [(&str, &str); 5] = [
    ("name", "column-name"),
    ("email", "column-email"),
    ("department", "column-department"),
    ("id", "column-employee-id-short"),
    ("language", "column-language"),
];

#[derive(Template)]
#[template(path = "people/index.html")]
struct IndexPage {
    page: Page,
    query: ListQuery,
    people: Vec<Person>,
    tree: Departments,
    choices: Vec<Choice>,
    /// How many the filter finds, here and left.
    counts: Counts,
    /// How many of those here have a mark, since mail to them came back.
    bounced: usize,
    /// The page shown, from 1.
    number: usize,
    time_zone: String,
    /// Whether nobody was ever imported or added.
    is_new: bool,
}

impl IndexPage {
    /// People found, on all pages.
    fn total(&self) -> usize {
        if self.query.is_of_bounced() { self.bounced } else { self.counts.of(self.query.presence()) }
    }

    fn last_page(&self) -> usize {
        self.total().div_ceil(PAGE).max(1)
    }

    fn first_shown(&self) -> usize {
        (self.number - 1) * PAGE + 1
    }

    fn last_shown(&self) -> usize {
        (self.number - 1) * PAGE + self.people.len()
    }

    fn left_on(&self, person: &Person) -> Option<String> {
        person.left_at.map(|moment| date(self.page.lang, moment, &self.time_zone))
    }

    /// Whether all that the filter finds can be changed at once.
    fn offers_all(&self) -> bool {
        self.query.is_filtered() && self.last_page() > 1 && self.total() <= MAX_AT_ONCE
    }

    fn headings(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let left = self.query.is_of_left().then_some(("left", "column-left"));
        HEADINGS.into_iter().chain(left)
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
    let filter = query.filter(&tree);
    let counts = store::counts(conn, &Filter { bounced: false, ..filter.clone() })?;
    let bounced = store::counts(conn, &Filter { bounced: true, ..filter.clone() })?.here;
    let total = if filter.bounced { bounced } else { counts.of(filter.presence) };
    // A page beyond the last is the last: the address may be older than the roster.
    let number = query.number().min(total.div_ceil(PAGE).max(1));
    let slice = Slice { offset: (number - 1) * PAGE, limit: PAGE };
    let people = store::page(conn, &tree, &filter, query.order(), slice)?;
    let is_new = counts == Counts::default() && !query.is_filtered();
    let time_zone = crate::settings::load(conn)?.time_zone;
    let choices = choices(&tree, &query.department, |_| true);
    Ok(IndexPage { page, query, people, tree, choices, counts, bounced, number, time_zone, is_new })
}
