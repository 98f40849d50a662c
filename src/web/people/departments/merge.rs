//! Merging a department into another: first into which, then what it does, then doing it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::planned::{self, Planned};
use super::{Subject, address, id, refused};
use crate::app::App;
use crate::audit::Actor;
use crate::db::{self, Conn, DepartmentId};
use crate::i18n::{FormErrors, say};
use crate::people::reorganise::{self, TreeError};
use crate::people::{Department, Departments, Merge, store};
use crate::waves;
use crate::web::people::{Choice, choices};
use crate::web::{Admin, Page, Result, html, see};

/// The names of departments that are shown, at most.
const NAMES_SHOWN: usize = 8;

/// The choice, and what recognises the merge that was shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    into: String,
    seen: String,
}

#[derive(Template)]
#[template(path = "people/departments/merge.html")]
struct MergePage {
    page: Page,
    subject: Subject,
    errors: FormErrors,
    choices: Vec<Choice>,
}

/// What a merge would do, to be agreed to.
#[derive(Template)]
#[template(path = "people/departments/merge_confirm.html")]
struct ConfirmPage {
    page: Page,
    subject: Subject,
    target: Department,
    merge: Merge,
    planned: Vec<Planned>,
    /// Whether it would do something else than was shown before.
    is_stale: bool,
}

impl ConfirmPage {
    fn target_path(&self) -> String {
        self.subject.tree.departments.path_text(Some(self.target.id))
    }

    fn seal(&self) -> String {
        reorganise::seal(&self.merge, self.subject.people())
    }

    /// The first names of some departments, and how many there are besides.
    fn names(&self, pairs: &[(DepartmentId, DepartmentId)]) -> (Vec<String>, usize) {
        let name = |(id, _): &(DepartmentId, DepartmentId)| {
            self.subject.tree.departments.get(*id).map(|department| department.name.clone())
        };
        (pairs.iter().take(NAMES_SHOWN).filter_map(name).collect(), pairs.len().saturating_sub(NAMES_SHOWN))
    }

    /// Departments below the merged one that are merged as well.
    fn doubles(&self) -> &[(DepartmentId, DepartmentId)] {
        self.merge.absorbed.get(1..).unwrap_or_default()
    }
}

fn choose(request: &HttpRequest, admin: &Admin, subject: Subject, chosen: &str, errors: FormErrors) -> Result {
    let page = Page::new(request, admin, "people", say("department-merge-title").with("name", subject.name()));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let choices = choices(&subject.tree.departments, chosen, |other| !subject.contains(other));
    html(status, &MergePage { page, subject, errors, choices })
}

async fn confirm(
    request: &HttpRequest,
    admin: &Admin,
    app: &App,
    subject: Subject,
    into: DepartmentId,
    status: StatusCode,
) -> Result {
    let departments = &subject.tree.departments;
    let found = Merge::of(departments, subject.id(), into).zip(departments.get(into).cloned());
    let Some((merge, target)) = found else {
        let errors = FormErrors::one("into", say("department-inside-itself"));
        return choose(request, admin, subject, "", errors);
    };
    let absorbed: Vec<_> = merge.absorbed.iter().map(|(id, _)| *id).collect();
    let planned = app.db.read(move |conn| planned::naming(conn, &absorbed)).await?;
    let title = say("department-merge-confirm-title").with("name", subject.name()).with("target", &target.name);
    let page = Page::new(request, admin, "people", title);
    let is_stale = status == StatusCode::CONFLICT;
    html(status, &ConfirmPage { page, subject, target, merge, planned, is_stale })
}

/// `GET /people/departments/{id}/merge`; with `?into=` what it would do.
///
/// # Errors
/// When there is no such department.
pub async fn new(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    query: web::Query<MergeForm>,
) -> Result {
    let subject = Subject::load(&app, id(&path)?).await?;
    match query.into.parse() {
        Ok(into) => confirm(&request, &admin, &app, subject, into, StatusCode::OK).await,
        Err(_) => choose(&request, &admin, subject, "", FormErrors::new()),
    }
}

/// Merges, unless a planned wave names a department that would go: then nothing.
fn merge_unless_planned(
    conn: &mut Conn,
    from: DepartmentId,
    into: DepartmentId,
    seen: &str,
    actor: Actor,
    now: db::Moment,
) -> std::result::Result<Option<Department>, TreeError> {
    conn.lock_wave_exclusive(waves::all_waves())?;
    let tree = Departments::new(store::departments(conn)?);
    let absorbed = Merge::of(&tree, from, into).map(|merge| merge.absorbed).unwrap_or_default();
    let absorbed: Vec<_> = absorbed.into_iter().map(|(id, _)| id).collect();
    if !planned::naming(conn, &absorbed)?.is_empty() {
        return Ok(None);
    }
    reorganise::merge(conn, from, into, seen, actor, now).map(Some)
}

/// `POST /people/departments/{id}/merge`.
///
/// # Errors
/// When the database refuses.
pub async fn create(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    form: web::Form<MergeForm>,
) -> Result {
    let (id, form) = (id(&path)?, form.into_inner());
    let Ok(into) = form.into.parse() else {
        let errors = FormErrors::one("into", say("department-merge-choose"));
        return choose(&request, &admin, Subject::load(&app, id).await?, "", errors);
    };
    let (actor, now) = (admin.actor(), app.clock.now());
    let seen = form.seen.clone();
    match app.db.write(move |conn| merge_unless_planned(conn, id, into, &seen, actor, now)).await {
        Ok(Some(gone)) => {
            admin.flash(&say("department-merged").with("name", &gone.name));
            Ok(see(&address(into)))
        }
        Ok(None) | Err(TreeError::Stale) => {
            let subject = Subject::load(&app, id).await?;
            confirm(&request, &admin, &app, subject, into, StatusCode::CONFLICT).await
        }
        Err(TreeError::Invalid(errors)) => choose(&request, &admin, Subject::load(&app, id).await?, &form.into, errors),
        Err(error) => refused(&admin, error),
    }
}
