//! Adding a department by hand.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{address, refused};
use crate::app::App;
use crate::i18n::{FormErrors, say};
use crate::people::reorganise::{self, TreeError};
use crate::people::{Departments, store};
use crate::web::people::{Choice, choices};
use crate::web::{Admin, Page, Result, html, see};

/// The form as it was sent; in the address, `?parent=` chooses one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewForm {
    name: String,
    parent: String,
}

#[derive(Template)]
#[template(path = "people/departments/new.html")]
struct NewPage {
    page: Page,
    form: NewForm,
    errors: FormErrors,
    choices: Vec<Choice>,
}

async fn shown(request: &HttpRequest, admin: &Admin, app: &App, form: NewForm, errors: FormErrors) -> Result {
    let tree = Departments::new(app.db.read(store::departments).await?);
    let page = Page::new(request, admin, "people", say("department-new-title"));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let choices = choices(&tree, &form.parent, |_| true);
    html(status, &NewPage { page, form, errors, choices })
}

/// `GET /people/departments/new`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn new(request: HttpRequest, admin: Admin, app: web::Data<App>, query: web::Query<NewForm>) -> Result {
    shown(&request, &admin, &app, query.into_inner(), FormErrors::new()).await
}

/// `POST /people/departments/new`.
///
/// # Errors
/// When the database refuses.
pub async fn create(request: HttpRequest, admin: Admin, app: web::Data<App>, form: web::Form<NewForm>) -> Result {
    let form = form.into_inner();
    let (name, parent) = (form.name.clone(), form.parent.parse().ok());
    let (actor, now) = (admin.actor(), app.clock.now());
    match app.db.write(move |conn| reorganise::add(conn, parent, &name, actor, now)).await {
        Ok(department) => {
            admin.flash(&say("department-added").with("name", &department.name));
            Ok(see(&address(department.id)))
        }
        Err(TreeError::Invalid(errors)) => shown(&request, &admin, &app, form, errors).await,
        Err(error) => refused(&admin, error),
    }
}
