//! Someone's own page.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::invited::Invited;
use super::{Choice, choices, date, id};
use crate::app::App;
use crate::db::{self, Conn, PersonId};
use crate::i18n::{FormErrors, Lang, say};
use crate::invitations::former;
use crate::mail::FailureKind;
use crate::people::edit::{self, EditError, Entry, Holders};
use crate::people::{Bounce, Departments, Person, Why, store, time_zone};
use crate::settings;
use crate::web::{Admin, Error, Page, Result, Undo, html, see};

impl From<EditError> for Error {
    fn from(error: EditError) -> Self {
        match error {
            EditError::NotFound => Self::NotFound,
            EditError::Invalid { errors, .. } => Self::Invalid(errors),
            EditError::AddressTaken { holder } => Self::Conflict(say("person-back-taken").with("holder", holder)),
            EditError::Database(error) => error.into(),
        }
    }
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub(super) full_name: String,
    pub(super) first_name: String,
    pub(super) email: String,
    pub(super) department: String,
    pub(super) language: String,
    pub(super) time_zone: String,
    pub(super) employee_id: String,
}

impl PersonForm {
    fn of(person: &Person) -> Self {
        Self {
            full_name: person.full_name.clone(),
            first_name: person.first_name.clone().unwrap_or_default(),
            email: person.email.clone(),
            department: person.department_id.map(|id| id.to_string()).unwrap_or_default(),
            language: person.language.code().to_owned(),
            time_zone: person.time_zone.map(time_zone::written).unwrap_or_default(),
            employee_id: person.employee_id.clone().unwrap_or_default(),
        }
    }

    /// The form of someone new, who is written to in the company's first language.
    pub(super) fn blank(department: String, language: Lang) -> Self {
        Self { department, language: language.code().to_owned(), ..Self::default() }
    }

    pub(super) fn entry(&self) -> Entry {
        Entry {
            full_name: self.full_name.clone(),
            first_name: self.first_name.clone(),
            email: self.email.clone(),
            department_id: self.department.parse().ok(),
            language: Lang::from_code(&self.language).unwrap_or_default(),
            time_zone: self.time_zone.clone(),
            employee_id: self.employee_id.clone(),
        }
    }
}

/// The form with what is wrong with it, and what it offers to choose.
pub(super) struct Fields {
    pub form: PersonForm,
    pub errors: FormErrors,
    pub holders: Holders,
    pub choices: Vec<Choice>,
}

impl Fields {
    /// A form without mistakes.
    pub fn new(form: PersonForm, tree: &Departments) -> Self {
        Self::with_errors(form, tree, FormErrors::new(), Holders::default())
    }

    /// A form that comes back.
    pub fn with_errors(form: PersonForm, tree: &Departments, errors: FormErrors, holders: Holders) -> Self {
        let choices = choices(tree, &form.department, |_| true);
        Self { form, errors, holders, choices }
    }
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    page: Page,
    person: Person,
    /// Their department with its levels; empty outside all of them.
    path: String,
    time_zone: String,
    /// Their invitations to waves that take answers.
    invited: Vec<Invited>,
    fields: Fields,
}

impl PersonPage {
    fn left_on(&self) -> Option<String> {
        self.person.left_at.map(|moment| date(self.page.lang, moment, &self.time_zone))
    }

    fn is_complaint(&self) -> bool {
        self.person.bounce.is_some_and(|bounce| bounce.why == Why::Complaint)
    }

    /// What is known of mail to this address that came back.
    fn bounce(&self) -> Option<String> {
        let Bounce { at, why } = self.person.bounce?;
        let key = match why {
            Why::Failed(FailureKind::Address) => "person-bounce-address",
            Why::Failed(FailureKind::MailboxFull) => "person-bounce-mailbox-full",
            Why::Failed(FailureKind::Policy) => "person-bounce-policy",
            Why::Failed(FailureKind::Network) => "person-bounce-network",
            Why::Failed(FailureKind::Other) => "person-bounce-other",
            Why::Complaint => "person-bounce-complaint",
        };
        Some(self.page.say(key).with("day", date(self.page.lang, at, &self.time_zone)).to_string())
    }
}

/// Someone, with what their page needs beside them.
struct Known {
    person: Person,
    tree: Departments,
    time_zone: String,
    invited: Vec<Invited>,
}

async fn load(app: &App, id: PersonId) -> Result<Known> {
    let now = app.clock.now();
    let read = move |conn: &mut Conn| {
        let Some(person) = store::find(conn, id)? else { return Ok(None) };
        let (tree, time_zone) = (Departments::new(store::departments(conn)?), settings::load(conn)?.time_zone);
        Ok::<_, db::Error>(Some(Known { person, tree, time_zone, invited: Invited::read(conn, now, id)? }))
    };
    app.db.read(read).await?.ok_or(Error::NotFound)
}

/// `GET /people/{id}`.
///
/// # Errors
/// When nobody has this id.
pub async fn show(request: HttpRequest, admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let id = id(&path)?;
    let Known { person, tree, time_zone, invited } = load(&app, id).await?;
    let page = Page::new(&request, &admin, "people", say("person-title").with("name", &person.full_name));
    let (path, fields) = (tree.path_text(person.department_id), Fields::new(PersonForm::of(&person), &tree));
    html(StatusCode::OK, &PersonPage { page, person, path, time_zone, invited, fields })
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
    let save = move |conn: &mut Conn| {
        let before = former::addresses(conn, now, Some(id))?;
        let person = edit::save(conn, id, &entry, actor, now)?;
        Ok::<_, EditError>((person, former::tell(conn, now, before, actor)?))
    };
    match app.db.write(save).await {
        Ok((person, told)) => {
            let key = if told > 0 { "person-saved-told" } else { "person-saved" };
            admin.flash(&say(key).with("name", person.full_name));
            Ok(see(&format!("/people/{id}")))
        }
        Err(EditError::Invalid { errors, holders }) => {
            let Known { person, tree, time_zone, invited } = load(&app, id).await?;
            let page = Page::new(&request, &admin, "people", say("person-title").with("name", &person.full_name));
            let path = tree.path_text(person.department_id);
            let fields = Fields::with_errors(form, &tree, errors, holders);
            html(StatusCode::UNPROCESSABLE_ENTITY, &PersonPage { page, person, path, time_zone, invited, fields })
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
    let undo = Undo::at(format!("/people/{id}/return"));
    admin.flash_with_undo(&say("person-left").with("name", person.full_name), undo);
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

/// `POST /people/{id}/address`: mail to it came back, and it is right all the same.
///
/// # Errors
/// When nobody has this id, or the database refuses.
pub async fn confirm_address(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let (id, actor, now) = (id(&path)?, admin.actor(), app.clock.now());
    let person = app.db.write(move |conn| edit::confirm_address(conn, id, actor, now)).await?;
    admin.flash(&say("person-bounce-confirmed").with("name", person.full_name));
    Ok(see(&format!("/people/{id}")))
}
