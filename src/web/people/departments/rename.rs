//! Giving a department another name.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{Subject, address, id, refused};
use crate::app::App;
use crate::db::DepartmentId;
use crate::i18n::{FormErrors, say};
use crate::people::reorganise::{self, TreeError};
use crate::web::{Admin, Page, Result, Undo, html, see};

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NameForm {
    name: String,
}

#[derive(Template)]
#[template(path = "people/departments/rename.html")]
struct RenamePage {
    page: Page,
    subject: Subject,
    form: NameForm,
    errors: FormErrors,
}

async fn shown(
    request: &HttpRequest,
    admin: &Admin,
    app: &App,
    id: DepartmentId,
    sent: Option<(NameForm, FormErrors)>,
) -> Result {
    let subject = Subject::load(app, id).await?;
    let page = Page::new(request, admin, "people", say("department-rename-title").with("name", subject.name()));
    let status = if sent.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (form, errors) = sent.unwrap_or_else(|| (NameForm { name: subject.name().to_owned() }, FormErrors::new()));
    html(status, &RenamePage { page, subject, form, errors })
}

/// `GET /people/departments/{id}/name`.
///
/// # Errors
/// When there is no such department.
pub async fn edit(request: HttpRequest, admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    shown(&request, &admin, &app, id(&path)?, None).await
}

/// `POST /people/departments/{id}/name`.
///
/// # Errors
/// When the database refuses.
pub async fn update(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    form: web::Form<NameForm>,
) -> Result {
    let (id, form) = (id(&path)?, form.into_inner());
    let (name, actor, now) = (form.name.clone(), admin.actor(), app.clock.now());
    match app.db.write(move |conn| reorganise::rename(conn, id, &name, actor, now)).await {
        Ok(before) => {
            let said = say("department-renamed").with("old", &before.name).with("new", form.name.trim());
            let back = Undo::at(format!("{}/name", address(id))).with("name", &before.name);
            admin.flash_with_undo(&said, back);
            Ok(see(&address(id)))
        }
        Err(TreeError::Invalid(errors)) => shown(&request, &admin, &app, id, Some((form, errors))).await,
        Err(error) => refused(&admin, error),
    }
}
