//! Someone's own page.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{date, id};
use crate::app::App;
use crate::db::{self, Conn, DepartmentId, PersonId};
use crate::i18n::{FormErrors, Lang, say};
use crate::people::edit::{self, EditError, Entry};
use crate::people::{Department, Departments, Person, store};
use crate::settings;
use crate::web::{Admin, Error, Page, Result, html, see};

impl From<EditError> for Error {
    fn from(error: EditError) -> Self {
        match error {
            EditError::NotFound => Self::NotFound,
            EditError::Invalid(errors) => Self::Invalid(errors),
            EditError::AddressTaken { holder } => Self::Conflict(say("person-back-taken").with("holder", holder)),
            EditError::Database(error) => error.into(),
        }
    }
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    full_name: String,
    email: String,
    department: String,
    language: String,
    employee_id: String,
}

impl PersonForm {
    fn of(person: &Person) -> Self {
        Self {
            full_name: person.full_name.clone(),
            email: person.email.clone(),
            department: person.department_id.map(|id| id.to_string()).unwrap_or_default(),
            language: person.language.code().to_owned(),
            employee_id: person.employee_id.clone().unwrap_or_default(),
        }
    }

    fn entry(&self) -> Entry {
        Entry {
            full_name: self.full_name.clone(),
            email: self.email.clone(),
            department_id: self.department.parse().ok(),
            language: Lang::from_code(&self.language).unwrap_or_default(),
            employee_id: self.employee_id.clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    page: Page,
    person: Person,
    tree: Departments,
    time_zone: String,
    form: PersonForm,
    errors: FormErrors,
}

impl PersonPage {
    fn path(&self, department: &Department) -> String {
        self.tree.path_text(Some(department.id))
    }

    fn left_on(&self) -> Option<String> {
        self.person.left_at.map(|moment| date(self.page.lang, moment, &self.time_zone))
    }

    fn is_in(&self, department: &DepartmentId) -> bool {
        self.form.department == department.to_string()
    }
}

/// Someone, with what their page needs beside them.
fn load(conn: &mut Conn, id: PersonId) -> db::Result<Option<(Person, Departments, String)>> {
    let Some(person) = store::find(conn, id)? else { return Ok(None) };
    Ok(Some((person, Departments::new(store::departments(conn)?), settings::load(conn)?.time_zone)))
}

/// `GET /people/{id}`.
///
/// # Errors
/// When nobody has this id.
pub async fn show(request: HttpRequest, admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let id = id(&path)?;
    let found = app.db.read(move |conn| load(conn, id)).await?;
    let (person, tree, time_zone) = found.ok_or(Error::NotFound)?;
    let page = Page::new(&request, &admin, "people", say("person-title").with("name", &person.full_name));
    let form = PersonForm::of(&person);
    html(StatusCode::OK, &PersonPage { page, person, tree, time_zone, form, errors: FormErrors::new() })
}

/// `POST /people/{id}`.
///
/// # Errors
/// When nobody has this id, or the database refuses.
pub async fn update(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    form: web::Form<PersonForm>,
) -> Result {
    let (id, form) = (id(&path)?, form.into_inner());
    let (entry, actor, now) = (form.entry(), admin.actor(), app.clock.now());
    match app.db.write(move |conn| edit::save(conn, id, &entry, actor, now)).await {
        Ok(person) => {
            admin.flash(&say("person-saved").with("name", person.full_name));
            Ok(see(&format!("/people/{id}")))
        }
        Err(EditError::Invalid(errors)) => {
            let found = app.db.read(move |conn| load(conn, id)).await?;
            let (person, tree, time_zone) = found.ok_or(Error::NotFound)?;
            let page = Page::new(&request, &admin, "people", say("person-title").with("name", &person.full_name));
            html(StatusCode::UNPROCESSABLE_ENTITY, &PersonPage { page, person, tree, time_zone, form, errors })
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /people/{id}/leave`.
///
/// # Errors
/// When nobody has this id, or the database refuses.
pub async fn leave(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let (id, actor, now) = (id(&path)?, admin.actor(), app.clock.now());
    let person = app.db.write(move |conn| edit::leave(conn, id, actor, now)).await?;
    admin.flash(&say("person-left").with("name", person.full_name));
    Ok(see(&format!("/people/{id}")))
}

/// `POST /people/{id}/return`.
///
/// # Errors
/// When nobody has this id, someone here has their address, or the database refuses.
pub async fn come_back(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let (id, actor, now) = (id(&path)?, admin.actor(), app.clock.now());
    let person = app.db.write(move |conn| edit::come_back(conn, id, actor, now)).await?;
    admin.flash(&say("person-back").with("name", person.full_name));
    Ok(see(&format!("/people/{id}")))
}
