//! Moving a department, with all below it, under another.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{Subject, address, id, refused};
use crate::app::App;
use crate::db::DepartmentId;
use crate::i18n::{FormErrors, say};
use crate::people::reorganise::{self, TreeError};
use crate::web::people::{Choice, choices};
use crate::web::{Admin, Page, Result, Undo, html, see};

/// The form as it was sent; empty: at the top.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ParentForm {
    parent: String,
}

#[derive(Template)]
#[template(path = "people/departments/parent.html")]
struct ParentPage {
    page: Page,
    subject: Subject,
    errors: FormErrors,
    choices: Vec<Choice>,
}

async fn shown(
    request: &HttpRequest,
    admin: &Admin,
    app: &App,
    id: DepartmentId,
    sent: Option<(ParentForm, FormErrors)>,
) -> Result {
    let subject = Subject::load(app, id).await?;
    let page = Page::new(request, admin, "people", say("department-move-title").with("name", subject.name()));
    let status = if sent.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (chosen, errors) = match sent {
        Some((form, errors)) => (form.parent, errors),
        None => (subject.department.parent_id.map(|id| id.to_string()).unwrap_or_default(), FormErrors::new()),
    };
    let choices = choices(&subject.tree.departments, &chosen, |other| !subject.contains(other));
    html(status, &ParentPage { page, subject, errors, choices })
}

/// `GET /people/departments/{id}/parent`.
///
/// # Errors
/// When there is no such department.
pub async fn edit(request: HttpRequest, admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    shown(&request, &admin, &app, id(&path)?, None).await
}

/// `POST /people/departments/{id}/parent`.
///
/// # Errors
/// When the database refuses.
pub async fn update(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    form: web::Form<ParentForm>,
) -> Result {
    let (id, form) = (id(&path)?, form.into_inner());
    let (parent, actor, now) = (form.parent.parse().ok(), admin.actor(), app.clock.now());
    match app.db.write(move |conn| reorganise::move_under(conn, id, parent, actor, now)).await {
        Ok(before) => {
            let subject = Subject::load(&app, id).await?;
            let said = match subject.department.parent_id {
                Some(_) => say("department-moved").with("parent", subject.above()),
                None => say("department-moved-top"),
            };
            let home = before.parent_id.map(|id| id.to_string()).unwrap_or_default();
            let back = Undo::at(format!("{}/parent", address(id))).with("parent", &home);
            admin.flash_with_undo(&said.with("name", &before.name), back);
            Ok(see(&address(id)))
        }
        Err(TreeError::Invalid(errors)) => shown(&request, &admin, &app, id, Some((form, errors))).await,
        Err(error) => refused(&admin, error),
    }
}
