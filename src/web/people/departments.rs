//! The department tree with its headcounts.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use crate::app::App;
use crate::db::{self, DepartmentId};
use crate::i18n::say;
use crate::people::{Department, Departments, store};
use crate::web::{Admin, Page, Result, html};

/// Levels beyond this one are not moved further to the right.
const DEEPEST_INDENT: usize = 4;

#[derive(Template)]
#[template(path = "people/departments.html")]
struct DepartmentsPage {
    page: Page,
    tree: Departments,
    direct: HashMap<Option<DepartmentId>, usize>,
    totals: HashMap<DepartmentId, usize>,
}

impl DepartmentsPage {
    /// Departments with somebody in them or below: empty ones are only kept for the past.
    fn inhabited(&self) -> Vec<&Department> {
        self.tree.iter().filter(|department| self.total(&department.id) > 0).collect()
    }

    fn total(&self, id: &DepartmentId) -> usize {
        self.totals.get(id).copied().unwrap_or_default()
    }

    /// People directly in a department that has others below it.
    fn direct(&self, id: &DepartmentId) -> Option<usize> {
        let direct = self.direct.get(&Some(*id)).copied().unwrap_or_default();
        (direct > 0 && direct < self.total(id)).then_some(direct)
    }

    fn figure(&self, count: usize) -> String {
        self.page.lang.number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn outside(&self) -> usize {
        self.direct.get(&None).copied().unwrap_or_default()
    }

    fn people(&self) -> usize {
        self.direct.values().sum()
    }

    fn indent(&self, id: &DepartmentId) -> usize {
        self.tree.depth(*id).min(DEEPEST_INDENT)
    }
}

/// `GET /people/departments`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, admin: Admin, app: web::Data<App>) -> Result {
    let page = Page::new(&request, &admin, "people", say("departments-title"));
    let found = app
        .db
        .read(|conn| -> db::Result<_> { Ok((Departments::new(store::departments(conn)?), store::headcounts(conn)?)) });
    let (tree, direct) = found.await?;
    let totals = tree.totals(&direct);
    html(StatusCode::OK, &DepartmentsPage { page, tree, direct, totals })
}
