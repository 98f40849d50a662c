//! The department tree with its headcounts, and each department's page.

mod merge;
mod new;
mod parent;
mod planned;
mod remove;
mod rename;

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, web};
use askama::Template;

use super::id;
use super::query::OUTSIDE;
use crate::app::App;
use crate::db::{self, Conn, DepartmentId};
use crate::i18n::say;
use crate::people::reorganise::TreeError;
use crate::people::store::Counts;
use crate::people::{Department, Departments, store};
use crate::web::{Admin, Error, Page, Result, html, see};

/// Levels beyond this one are not moved further to the right.
const DEEPEST_INDENT: usize = 4;

/// The tree's pages.
pub fn routes(config: &mut ServiceConfig) {
    let one = |action: &str| resource(format!("/people/departments/{{id}}{action}"));
    config
        .service(resource("/people/departments").route(get().to(index)))
        .service(resource("/people/departments/new").route(get().to(new::new)).route(post().to(new::create)))
        .service(one("").route(get().to(show)))
        .service(one("/name").route(get().to(rename::edit)).route(post().to(rename::update)))
        .service(one("/parent").route(get().to(parent::edit)).route(post().to(parent::update)))
        .service(one("/merge").route(get().to(merge::new)).route(post().to(merge::create)))
        .service(one("/remove").route(get().to(remove::confirm)).route(post().to(remove::remove)));
}

/// Departments with how many people stand in them.
struct Tree {
    departments: Departments,
    direct: HashMap<Option<DepartmentId>, Counts>,
    totals: HashMap<DepartmentId, usize>,
}

impl Tree {
    fn load(conn: &mut Conn) -> db::Result<Self> {
        let departments = Departments::new(store::departments(conn)?);
        let direct = store::headcounts_with_left(conn)?;
        let here = direct.iter().map(|(id, counts)| (*id, counts.here)).collect();
        let totals = departments.totals(&here);
        Ok(Self { departments, direct, totals })
    }

    /// Everyone who is here, in a department or below it.
    fn total(&self, id: DepartmentId) -> usize {
        self.totals.get(&id).copied().unwrap_or_default()
    }

    /// People who stand directly in a department, or outside all of them.
    fn direct(&self, id: Option<DepartmentId>) -> Counts {
        self.direct.get(&id).copied().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "people/departments/index.html")]
struct IndexPage {
    page: Page,
    tree: Tree,
}

impl IndexPage {
    /// People directly in a department that has others below it.
    fn direct(&self, id: &DepartmentId) -> Option<usize> {
        let direct = self.tree.direct(Some(*id)).here;
        (direct > 0 && direct < self.tree.total(*id)).then_some(direct)
    }

    fn figure(&self, count: usize) -> String {
        self.page.lang.number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn total(&self, id: &DepartmentId) -> String {
        self.figure(self.tree.total(*id))
    }

    fn outside(&self) -> String {
        self.figure(self.tree.direct(None).here)
    }

    fn people(&self) -> usize {
        self.tree.direct.values().map(|counts| counts.here).sum()
    }

    fn indent(&self, id: &DepartmentId) -> usize {
        self.tree.departments.depth(*id).min(DEEPEST_INDENT)
    }
}

/// `GET /people/departments`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, admin: Admin, app: web::Data<App>) -> Result {
    let page = Page::new(&request, &admin, "people", say("departments-title"));
    let tree = app.db.read(Tree::load).await?;
    html(StatusCode::OK, &IndexPage { page, tree })
}

/// A department that a page is about.
struct Subject {
    department: Department,
    tree: Tree,
}

impl Subject {
    /// A department by the id in a path.
    ///
    /// # Errors
    /// When there is no such department.
    async fn load(app: &App, id: DepartmentId) -> Result<Self> {
        let tree = app.db.read(Tree::load).await?;
        let department = tree.departments.get(id).cloned().ok_or(Error::NotFound)?;
        Ok(Self { department, tree })
    }

    fn id(&self) -> DepartmentId {
        self.department.id
    }

    fn name(&self) -> &str {
        &self.department.name
    }

    /// The path of what it belongs to; empty at the top.
    fn above(&self) -> String {
        self.tree.departments.path_text(self.department.parent_id)
    }

    /// Everyone who is here, in it or below.
    fn people(&self) -> usize {
        self.tree.total(self.department.id)
    }

    /// Who stand directly in it.
    fn direct(&self) -> Counts {
        self.tree.direct(Some(self.department.id))
    }

    /// Departments below it, at any depth.
    fn below(&self) -> usize {
        self.tree.departments.with_below(self.department.id).len().saturating_sub(1)
    }

    fn is_empty(&self) -> bool {
        self.people() == 0 && self.below() == 0
    }

    /// Whether another is it or stands below it.
    fn contains(&self, other: DepartmentId) -> bool {
        self.tree.departments.is_within(other, self.department.id)
    }

    fn children(&self) -> Vec<&Department> {
        self.tree.departments.children(Some(self.department.id)).collect()
    }

    fn address(&self) -> String {
        address(self.department.id)
    }
}

/// The address of a department's page.
fn address(id: DepartmentId) -> String {
    format!("/people/departments/{id}")
}

#[derive(Template)]
#[template(path = "people/departments/show.html")]
struct ShowPage {
    page: Page,
    subject: Subject,
}

impl ShowPage {
    fn figure(&self, count: usize) -> String {
        self.page.lang.number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn people(&self) -> String {
        self.figure(self.subject.people())
    }

    fn direct(&self) -> String {
        self.figure(self.subject.direct().here)
    }

    fn below(&self) -> String {
        self.figure(self.subject.below())
    }

    fn total(&self, id: &DepartmentId) -> String {
        self.figure(self.subject.tree.total(*id))
    }
}

/// `GET /people/departments/{id}`.
///
/// # Errors
/// When there is no such department.
pub async fn show(request: HttpRequest, admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let subject = Subject::load(&app, id(&path)?).await?;
    let page = Page::new(&request, &admin, "people", say("person-title").with("name", subject.name()));
    html(StatusCode::OK, &ShowPage { page, subject })
}

/// What remains of a change that found its department gone or changed: a word, and the way on.
fn refused(admin: &Admin, error: TreeError) -> Result {
    match error {
        TreeError::Gone => {
            admin.flash(&say("department-gone"));
            Ok(see("/people/departments"))
        }
        TreeError::Stale => Err(Error::Conflict(say("department-stale"))),
        TreeError::Invalid(errors) => Err(Error::Invalid(errors)),
        TreeError::Database(error) => Err(error.into()),
    }
}
