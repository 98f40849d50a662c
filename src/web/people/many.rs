//! Moving many people at once, marking them as left, and taking that back.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::query::ListQuery;
use super::{Choice, choices, id};
use crate::app::App;
use crate::db::{self, Conn, DepartmentId, PersonId};
use crate::i18n::{Message, say};
use crate::people::many::{self, Done, MAX_AT_ONCE, ManyError, Whom};
use crate::people::{Departments, Person, store};
use crate::web::{Admin, Error, Page, Result, Undo, html, see};

/// The names that a confirmation shows, at most.
const NAMES_SHOWN: usize = 6;
/// Stands in the address for people outside every department.
const OUTSIDE: &str = super::query::OUTSIDE;

/// The fields of a form, ticked people among them.
type FieldsSent = Vec<(String, String)>;

/// Where people are moved to: a department, or outside all of them.
#[derive(Debug, Clone, Copy)]
struct Target(Option<DepartmentId>);

/// What the list sends: ticked people, or its filters with the word that all they find are meant.
#[derive(Debug, Clone)]
struct Selection {
    query: ListQuery,
    ids: Vec<PersonId>,
    is_all: bool,
    /// Where to, as it stands in the form.
    to: Option<String>,
    /// What recognises the people that were shown.
    seen: String,
}

impl Selection {
    fn of(fields: &[(String, String)]) -> Self {
        let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let ticked = fields.iter().filter(|(key, _)| key == "id");
        Self {
            query: ListQuery::among(fields),
            ids: ticked.filter_map(|(_, value)| value.parse().ok()).collect(),
            is_all: field("all").is_some(),
            to: field("to"),
            seen: field("seen").unwrap_or_default(),
        }
    }

    fn whom(&self, tree: &Departments) -> Whom {
        if self.is_all { Whom::Found(self.query.filter(tree)) } else { Whom::These(self.ids.clone()) }
    }

    /// Where to; nothing where it is not chosen yet, or not there.
    fn target(&self, tree: &Departments) -> Option<Target> {
        let to = self.to.as_deref()?;
        let known = to.parse().ok().filter(|id| tree.get(*id).is_some());
        if to == OUTSIDE { Some(Target(None)) } else { known.map(|id| Target(Some(id))) }
    }

    /// The hidden fields that say the same again.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let all = self.is_all.then(|| ("all", "yes".to_owned()));
        let ids = self.ids.iter().filter(|_| !self.is_all).map(|id| ("id", id.to_string()));
        let query = self.query.pairs().into_iter().map(|(name, value)| (name, value.to_owned()));
        all.into_iter().chain(ids).chain(query).collect()
    }

    fn list(&self) -> String {
        self.query.with_page(self.query.number())
    }
}

/// Whom a confirmation is about.
struct Shown {
    selection: Selection,
    people: Vec<Person>,
    seal: String,
    /// Whether the filter finds other people than were shown before.
    is_stale: bool,
}

impl Shown {
    fn first(&self) -> &[Person] {
        &self.people[..self.people.len().min(NAMES_SHOWN)]
    }

    fn rest(&self) -> usize {
        self.people.len().saturating_sub(NAMES_SHOWN)
    }
}

/// The people and the tree, in one look.
async fn look(app: &App, selection: Selection) -> std::result::Result<(Shown, Departments), ManyError> {
    let work = move |conn: &mut Conn| {
        let tree = Departments::new(store::departments(conn)?);
        let people = many::chosen(conn, &selection.whom(&tree))?;
        let seal = many::seal(&people);
        Ok((Shown { selection, people, seal, is_stale: false }, tree))
    };
    app.db.read(work).await
}

/// Back to the list with a word, where a change is not to be made.
fn back(admin: &Admin, list: &str, message: &Message) -> HttpResponse {
    admin.flash(message);
    see(list)
}

fn refused(admin: &Admin, list: &str, error: ManyError) -> Result {
    match error {
        ManyError::TooMany => Ok(back(admin, list, &say("many-too-many").with("limit", MAX_AT_ONCE))),
        ManyError::DepartmentGone => Ok(back(admin, list, &say("person-department-gone"))),
        ManyError::Stale => Err(Error::Conflict(say("many-stale"))),
        ManyError::Database(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "people/move.html")]
struct MovePage {
    page: Page,
    shown: Shown,
    choices: Vec<Choice>,
    /// Where to, once it is chosen: the department as the form names it, its path (empty outside all), and how many
    /// of the people are there already.
    target: Option<(String, String, usize)>,
}

/// `GET /people/move`: whom, then where to, then whether.
///
/// # Errors
/// When the database cannot be asked.
pub async fn choose_place(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    fields: web::Query<FieldsSent>,
) -> Result {
    show_move(&request, &admin, &app, Selection::of(&fields), StatusCode::OK).await
}

/// The page that asks whether, once there is somebody to ask about.
async fn ask(
    admin: &Admin,
    app: &App,
    selection: Selection,
    status: StatusCode,
    page: impl FnOnce(Shown, &Departments) -> Result,
) -> Result {
    let list = selection.list();
    let (mut shown, tree) = match look(app, selection).await {
        Ok(found) => found,
        Err(error) => return refused(admin, &list, error),
    };
    if shown.people.is_empty() {
        return Ok(back(admin, &list, &say("many-nobody")));
    }
    shown.is_stale = status == StatusCode::CONFLICT;
    page(shown, &tree)
}

async fn show_move(
    request: &HttpRequest,
    admin: &Admin,
    app: &App,
    selection: Selection,
    status: StatusCode,
) -> Result {
    let page = |shown: Shown, tree: &Departments| {
        let target = shown.selection.target(tree).map(|Target(place)| {
            let there = shown.people.iter().filter(|person| person.department_id == place).count();
            (place.map_or_else(|| OUTSIDE.to_owned(), |id| id.to_string()), tree.path_text(place), there)
        });
        let title = say("many-move-title").with("count", shown.people.len());
        let page = Page::new(request, admin, "people", title);
        let choices = choices(tree, shown.selection.to.as_deref().unwrap_or_default(), |_| true);
        html(status, &MovePage { page, shown, choices, target })
    };
    ask(admin, app, selection, status, page).await
}

/// `POST /people/move`.
///
/// # Errors
/// When the database refuses.
pub async fn move_people(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    fields: web::Form<FieldsSent>,
) -> Result {
    let selection = Selection::of(&fields);
    let (list, asked) = (selection.list(), selection.clone());
    let (actor, now) = (admin.actor(), app.clock.now());
    let work = move |conn: &mut Conn| {
        let tree = Departments::new(store::departments(conn)?);
        let Target(place) = asked.target(&tree).ok_or(ManyError::DepartmentGone)?;
        let done = many::move_to(conn, &asked.whom(&tree), &asked.seen, place, actor, now)?;
        Ok((done, tree.path_text(place)))
    };
    match app.db.write(work).await {
        Ok((done, path)) => {
            let said = match path.as_str() {
                "" => say("many-moved-outside"),
                path => say("many-moved").with("department", path),
            };
            told(&admin, done, said);
            Ok(see(&list))
        }
        Err(ManyError::Stale) => show_move(&request, &admin, &app, selection, StatusCode::CONFLICT).await,
        Err(error) => refused(&admin, &list, error),
    }
}

/// Says what was done, with the button that undoes it.
fn told(admin: &Admin, done: Done, message: Message) {
    if done.people == 0 {
        admin.flash(&say("many-nothing"));
    } else {
        let undo = Undo::at(format!("/people/undo/{}", done.change));
        admin.flash_with_undo(&message.with("count", done.people), undo);
    }
}

#[derive(Template)]
#[template(path = "people/leave.html")]
struct LeavePage {
    page: Page,
    shown: Shown,
}

/// `GET /people/leave`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn confirm_leaving(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    fields: web::Query<FieldsSent>,
) -> Result {
    show_leave(&request, &admin, &app, Selection::of(&fields), StatusCode::OK).await
}

async fn show_leave(
    request: &HttpRequest,
    admin: &Admin,
    app: &App,
    selection: Selection,
    status: StatusCode,
) -> Result {
    let page = |shown: Shown, _: &Departments| {
        let page = Page::new(request, admin, "people", say("many-leave-title").with("count", shown.people.len()));
        html(status, &LeavePage { page, shown })
    };
    ask(admin, app, selection, status, page).await
}

/// `POST /people/leave`.
///
/// # Errors
/// When the database refuses.
pub async fn leave(request: HttpRequest, admin: Admin, app: web::Data<App>, fields: web::Form<FieldsSent>) -> Result {
    let selection = Selection::of(&fields);
    let (list, asked) = (selection.list(), selection.clone());
    let (actor, now) = (admin.actor(), app.clock.now());
    let work = move |conn: &mut Conn| {
        let tree = Departments::new(store::departments(conn)?);
        many::leave(conn, &asked.whom(&tree), &asked.seen, actor, now)
    };
    match app.db.write(work).await {
        Ok(done) => {
            told(&admin, done, say("many-left"));
            Ok(see(&list))
        }
        Err(ManyError::Stale) => show_leave(&request, &admin, &app, selection, StatusCode::CONFLICT).await,
        Err(error) => refused(&admin, &list, error),
    }
}

/// `POST /people/undo/{change}`.
///
/// # Errors
/// When the database refuses.
pub async fn undo(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let (change, actor, now) = (id(&path)?, admin.actor(), app.clock.now());
    let undone = app.db.write(move |conn| -> db::Result<_> { many::undo(conn, change, actor, now) }).await?;
    let said = match (undone.people, undone.skipped) {
        (0, _) => say("many-undone-nothing"),
        (people, 0) => say("many-undone").with("count", people),
        (people, skipped) => say("many-undone-some").with("count", people).with("skipped", skipped),
    };
    Ok(back(&admin, "/people", &said))
}
