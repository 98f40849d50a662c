//! Putting someone on the roster by hand.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::person::{Fields, PersonForm};
use super::query::ListQuery;
use crate::app::App;
use crate::db::{self, Conn};
use crate::i18n::{Lang, say};
use crate::people::edit::{self, EditError};
use crate::people::{Departments, store};
use crate::settings;
use crate::web::{Admin, Page, Result, html, see};

#[derive(Template)]
#[template(path = "people/new.html")]
struct NewPage {
    page: Page,
    fields: Fields,
}

/// The tree, and the language in which newcomers are written to.
fn load(conn: &mut Conn) -> db::Result<(Departments, Lang)> {
    let languages = settings::load(conn)?.languages;
    Ok((Departments::new(store::departments(conn)?), languages.first().copied().unwrap_or_default()))
}

/// `GET /people/new`; `?department=` chooses one.
///
/// # Errors
/// When the database cannot be asked.
pub async fn new(request: HttpRequest, admin: Admin, app: web::Data<App>, query: web::Query<ListQuery>) -> Result {
    let (tree, language) = app.db.read(load).await?;
    let page = Page::new(&request, &admin, "people", say("person-new-title"));
    let form = PersonForm::blank(query.into_inner().department, language);
    html(StatusCode::OK, &NewPage { page, fields: Fields::new(form, &tree) })
}

/// `POST /people/new`.
///
/// # Errors
/// When the database refuses.
pub async fn create(request: HttpRequest, admin: Admin, app: web::Data<App>, form: web::Form<PersonForm>) -> Result {
    let form = form.into_inner();
    let (entry, actor, now) = (form.entry(), admin.actor(), app.clock.now());
    match app.db.write(move |conn| edit::add(conn, &entry, actor, now)).await {
        Ok(person) => {
            admin.flash(&say("person-added").with("name", person.full_name));
            Ok(see(&format!("/people/{}", person.id)))
        }
        Err(EditError::Invalid { errors, holders }) => {
            let (tree, _) = app.db.read(load).await?;
            let page = Page::new(&request, &admin, "people", say("person-new-title"));
            let fields = Fields::with_errors(form, &tree, errors, holders);
            html(StatusCode::UNPROCESSABLE_ENTITY, &NewPage { page, fields })
        }
        Err(error) => Err(error.into()),
    }
}
