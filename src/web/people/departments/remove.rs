//! Removing a department that is empty.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::planned::{self, Planned};
use super::{Subject, address, id, refused};
use crate::app::App;
use crate::db::{self, Conn, DepartmentId};
use crate::i18n::say;
use crate::people::Department;
use crate::people::reorganise::{self, TreeError};
use crate::waves;
use crate::web::{Admin, Page, Result, html, see};

#[derive(Template)]
#[template(path = "people/departments/remove.html")]
struct RemovePage {
    page: Page,
    subject: Subject,
    planned: Vec<Planned>,
}

/// `GET /people/departments/{id}/remove`.
///
/// # Errors
/// When there is no such department.
pub async fn confirm(request: HttpRequest, admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let id = id(&path)?;
    let subject = Subject::load(&app, id).await?;
    let planned = app.db.read(move |conn| planned::naming(conn, &[id])).await?;
    let page = Page::new(&request, &admin, "people", say("department-remove-title").with("name", subject.name()));
    html(StatusCode::OK, &RemovePage { page, subject, planned })
}

/// Removes a department, unless a planned wave names it: then nothing.
fn remove_unless_planned(
    conn: &mut Conn,
    id: DepartmentId,
    actor: crate::audit::Actor,
    now: db::Moment,
) -> std::result::Result<Option<Department>, TreeError> {
    conn.lock_wave_exclusive(waves::all_waves())?;
    if !planned::naming(conn, &[id])?.is_empty() {
        return Ok(None);
    }
    reorganise::remove(conn, id, actor, now).map(Some)
}

/// `POST /people/departments/{id}/remove`.
///
/// # Errors
/// When the database refuses.
pub async fn remove(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let id = id(&path)?;
    let (actor, now) = (admin.actor(), app.clock.now());
    match app.db.write(move |conn| remove_unless_planned(conn, id, actor, now)).await {
        Ok(Some(before)) => {
            admin.flash(&say("department-removed").with("name", &before.name));
            Ok(see("/people/departments"))
        }
        // The page says what stands in the way.
        Ok(None) | Err(TreeError::Stale) => Ok(see(&format!("{}/remove", address(id)))),
        Err(error) => refused(&admin, error),
    }
}
