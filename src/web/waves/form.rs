//! Drafting a wave.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;

use super::fields::Fields;
use super::path;
use crate::app::App;
use crate::db::{Conn, DepartmentId, WaveId};
use crate::i18n::{FormErrors, Lang, Message, month_year, say};
use crate::people::{self, Departments};
use crate::settings;
use crate::waves::plan::{self, DraftError};
use crate::waves::{Draft, Survey, WaveState, duplicate, store, suggest, words};
use crate::web::{Admin, Error, Page, Result, html, see};

/// A department that can be chosen.
pub struct Choice {
    id: DepartmentId,
    name: String,
    /// 0 at the top; deeper than 4 looks like 4.
    depth: usize,
    people: usize,
}

impl Choice {
    fn people(&self) -> usize {
        self.people
    }
}

/// Depths that differ to the eye.
const DEEPEST: usize = 4;

/// The names of the texts' labels, in the order of [`Draft::text_fields`].
const LABELS: [&str; 6] = [
    "wave-question",
    "wave-reason",
    "wave-invitation-subject",
    "wave-invitation-text",
    "wave-reminder-subject",
    "wave-reminder-text",
];
/// Which of the texts have more than a line.
const LONG: [bool; 6] = [false, false, false, true, false, true];

/// A text of the survey in the form.
struct TextField<'a> {
    name: &'static str,
    label: &'static str,
    is_long: bool,
    value: &'a str,
}

#[derive(Template, WebTemplate)]
#[template(path = "waves/form.html")]
pub struct FormPage {
    page: Page,
    fields: Fields,
    errors: FormErrors,
    choices: Vec<Choice>,
    zones: Vec<(&'static str, Message)>,
    other_zones: Vec<&'static str>,
    action: String,
    back: String,
}

impl FormPage {
    fn texts(&self) -> Vec<(Lang, Vec<TextField<'_>>)> {
        fn fields((lang, values): &(Lang, [String; 6])) -> (Lang, Vec<TextField<'_>>) {
            let names = Draft::text_fields(*lang);
            let field = |(at, value)| TextField { name: names[at], label: LABELS[at], is_long: LONG[at], value };
            (*lang, values.iter().map(String::as_str).enumerate().map(field).collect())
        }
        self.fields.texts.iter().map(fields).collect()
    }
}

/// What the form offers to choose from.
fn choices(conn: &mut Conn) -> crate::db::Result<Vec<Choice>> {
    let tree = Departments::new(people::store::departments(conn)?);
    let totals = tree.totals(&people::store::headcounts(conn)?);
    let choice = |department: &people::Department| Choice {
        id: department.id,
        name: department.name.clone(),
        depth: tree.depth(department.id).min(DEEPEST),
        people: totals.get(&department.id).copied().unwrap_or_default(),
    };
    Ok(tree.iter().map(choice).collect())
}

async fn page(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    id: Option<WaveId>,
    fields: Fields,
    errors: FormErrors,
) -> Result<FormPage> {
    let title = if id.is_some() { say("wave-edit") } else { say("wave-new") };
    let named: Vec<_> = words::named_zones().collect();
    let is_named = |name: &str| named.iter().any(|(known, _)| *known == name);
    let other_zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| !is_named(name)).collect();
    Ok(FormPage {
        page: Page::new(request, admin, "waves", title),
        fields,
        errors,
        choices: app.db.read(choices).await?,
        zones: named,
        other_zones,
        action: id.map_or("/waves".to_owned(), path),
        back: id.map_or("/waves".to_owned(), path),
    })
}

/// `GET /waves/new`: everything is filled in.
///
/// # Errors
/// When the database cannot be asked.
pub async fn new(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result<FormPage> {
    let read = |conn: &mut Conn| Ok::<_, crate::db::Error>((settings::load(conn)?, store::last_opening(conn)?));
    let (settings, last) = app.db.read(read).await?;
    let zone = settings.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let threshold = u32::try_from(settings.threshold).unwrap_or_default();
    let mut draft = suggest::draft(zone, threshold, last, app.clock.now(), Survey::standard(&settings.languages));
    draft.title = month_year(admin.account.language, draft.opens_local.date());
    page(&request, &app, &admin, None, Fields::of(&draft), FormErrors::new()).await
}

/// `GET /waves/{wave}/edit`.
///
/// # Errors
/// Not found, or no draft any more.
pub async fn edit(request: HttpRequest, app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result<FormPage> {
    let id = id.into_inner();
    let draft = app.db.read(move |conn| draft_of(conn, id)).await?;
    page(&request, &app, &admin, Some(id), Fields::of(&draft), FormErrors::new()).await
}

fn draft_of(conn: &mut Conn, id: WaveId) -> Result<Draft> {
    let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
    if wave.state != WaveState::Draft {
        return Err(DraftError::NotADraft.into());
    }
    Ok(plan::as_draft(conn, &wave)?)
}

/// `POST /waves`: keeps a new draft.
///
/// # Errors
/// When the database refuses; mistakes bring the form back.
pub async fn create(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    form: web::Form<Vec<(String, String)>>,
) -> Result {
    keep(&request, &app, &admin, None, Fields::read(form.into_inner())).await
}

/// `POST /waves/{wave}`: changes a draft.
///
/// # Errors
/// Not found, no draft any more, or the database; mistakes bring the form back.
pub async fn update(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
    form: web::Form<Vec<(String, String)>>,
) -> Result {
    keep(&request, &app, &admin, Some(id.into_inner()), Fields::read(form.into_inner())).await
}

async fn keep(request: &HttpRequest, app: &App, admin: &Admin, id: Option<WaveId>, fields: Fields) -> Result {
    let (now, actor) = (app.clock.now(), admin.actor());
    let kept = match fields.draft() {
        Err(errors) => Err(DraftError::Invalid(errors)),
        Ok(draft) => {
            let keep = move |conn: &mut Conn| match id {
                None => plan::create(conn, now, &draft, actor),
                Some(id) => plan::change(conn, now, id, &draft, actor).map(|()| id),
            };
            app.db.write(keep).await
        }
    };
    match kept {
        Ok(id) => {
            admin.flash(&say("wave-kept"));
            Ok(see(&path(id)))
        }
        Err(DraftError::Invalid(errors)) => {
            let page = page(request, app, admin, id, fields, errors).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /waves/{wave}/duplicate`: the same for the next quarter, as a draft that can be scheduled as it stands.
///
/// # Errors
/// Not found, or the database.
pub async fn duplicate(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (now, actor, lang) = (app.clock.now(), admin.actor(), admin.account.language);
    let copied = app.db.write(move |conn| duplicate::duplicate(conn, now, *id, lang, actor)).await?;
    admin.flash(&say("wave-duplicated"));
    Ok(see(&path(copied)))
}
