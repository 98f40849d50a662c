//! Drafting a wave.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;
use serde::Deserialize;

use super::fields::{self, Fields};
use super::letters::{Group, groups, kind_of, send_test};
use super::moments::moments;
use super::obstacles::obstacles;
use super::path;
use crate::app::App;
use crate::db::{Conn, DepartmentId, Moment, WaveId};
use crate::i18n::{FormErrors, Lang, Message, month_year, say, weekday_date_time};
use crate::people::{self, Departments};
use crate::settings;
use crate::waves::plan::{self, DraftError};
use crate::waves::{Draft, Survey, TextKind, WaveState, actions, duplicate, store, suggest, words};
use crate::web::{Admin, Error, Page, Result, assets, html, see};

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

/// The sections that can be gone on to once the form is kept.
const SECTIONS: [&str; 3] = ["dates", "protection", "texts"];

#[derive(Template, WebTemplate)]
#[template(path = "waves/form.html")]
pub struct FormPage {
    page: Page,
    /// The wave's title as it is kept; none for a new one.
    title: Option<String>,
    fields: Fields,
    errors: FormErrors,
    offer: Offer,
    zones: Vec<(&'static str, Message)>,
    other_zones: Vec<&'static str>,
    /// From when to when, in words.
    spell: Option<String>,
    /// The section to go on with, the form having been kept a moment ago.
    at: String,
    /// The language whose texts are unfolded.
    open: String,
    action: String,
    back: String,
    script: String,
    letters: String,
}

/// What the form offers to choose from, and what it says of the draft as it is kept.
#[derive(Default)]
struct Offer {
    choices: Vec<Choice>,
    /// How many people there are.
    company: usize,
    /// What is worth a second thought, with the field that it is about.
    warnings: Vec<(&'static str, Message)>,
    obstacles: Vec<(&'static str, Message)>,
    /// Whether the roster has first names.
    has_first_names: bool,
    /// When the reminders go out, in words.
    moments: Vec<String>,
    /// Whether the action lists have something done since the last survey.
    has_done: bool,
}

#[derive(Deserialize)]
pub struct At {
    #[serde(default)]
    at: String,
    #[serde(default)]
    open: String,
}

impl FormPage {
    fn company(&self) -> usize {
        self.offer.company
    }

    fn texts(&self) -> Vec<(Lang, Vec<Group<'_>>)> {
        let of = |(lang, texts): (Lang, _)| {
            let mut groups = groups(lang, texts);
            for field in groups.iter_mut().flat_map(|group| &mut group.fields) {
                field.can_be_filled = self.offer.has_done && field.name == TextKind::Done.field(lang);
            }
            (lang, groups)
        };
        self.fields.texts.iter().map(|(lang, texts)| of((*lang, texts))).collect()
    }

    /// Whether a language's texts are unfolded: something in them is wrong, may be, or was asked for.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is_unfolded(&self, lang: &Lang, groups: &[Group]) -> bool {
        let mut fields = groups.iter().flat_map(|group| &group.fields);
        self.open == lang.code() || fields.any(|field| self.errors.has(field.name) || !field.warnings.is_empty())
    }
}

/// What the form offers, and what is to be said of a draft as it is kept or suggested.
fn offer(
    conn: &mut Conn,
    lang: Lang,
    now: Moment,
    id: Option<WaveId>,
    draft: Option<&Draft>,
) -> crate::db::Result<Offer> {
    let tree = Departments::new(people::store::departments(conn)?);
    let direct = people::store::headcounts(conn)?;
    let totals = tree.totals(&direct);
    let choice = |department: &people::Department| Choice {
        id: department.id,
        name: department.name.clone(),
        depth: tree.depth(department.id).min(DEEPEST),
        people: totals.get(&department.id).copied().unwrap_or_default(),
    };
    let warnings = draft.map_or(Ok(Vec::new()), |draft| plan::warnings(conn, draft, id))?;
    let wave = id.map_or(Ok(None), |id| store::find(conn, id))?;
    let pace = settings::pace(conn)?;
    Ok(Offer {
        moments: match draft {
            Some(draft) => {
                let zones = store::zones(conn, &draft.audience)?;
                moments(lang, draft, &pace, zones.values().sum())
            }
            None => Vec::new(),
        },
        has_first_names: people::store::has_first_names(conn)?,
        has_done: !actions::done_since_last(conn)?.is_empty(),
        choices: tree.iter().map(choice).collect(),
        company: direct.values().sum(),
        warnings: warnings.iter().map(|warning| (warning.field(), warning.message())).collect(),
        obstacles: match wave.filter(|_| draft.is_some()) {
            Some(wave) => obstacles(conn, &wave, now)?,
            None => Vec::new(),
        },
    })
}

/// From when to when, and how long that is; nothing as long as it cannot be read.
fn spell(lang: Lang, fields: &Fields) -> Option<String> {
    let (opens, closes) = (fields::local(&fields.opens)?, fields::local(&fields.closes)?);
    let days = (closes.date() - opens.date()).num_days();
    let say = lang.say("wave-form-spell").with("opens", weekday_date_time(lang, opens));
    (closes > opens).then(|| say.with("closes", weekday_date_time(lang, closes)).with("days", days).to_string())
}

/// The form of a new wave or of a draft, as it stands.
fn page(page: Page, id: Option<WaveId>, title: Option<String>, fields: Fields, offer: Offer) -> FormPage {
    let named: Vec<_> = words::named_zones().collect();
    let is_named = |name: &str| named.iter().any(|(known, _)| *known == name);
    let other_zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| !is_named(name)).collect();
    FormPage {
        spell: spell(page.lang, &fields),
        title,
        fields,
        errors: FormErrors::new(),
        offer,
        zones: named,
        other_zones,
        at: String::new(),
        open: String::new(),
        action: id.map_or("/waves".to_owned(), path),
        back: id.map_or("/waves".to_owned(), path),
        script: assets::path("unsaved.js"),
        letters: assets::path("letters.js"),
        page,
    }
}

fn heading(id: Option<WaveId>) -> Message {
    if id.is_some() { say("wave-edit") } else { say("wave-new") }
}

/// `GET /waves/new`: everything is filled in.
///
/// # Errors
/// When the database cannot be asked.
pub async fn new(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result<FormPage> {
    let (now, lang) = (app.clock.now(), admin.account.language);
    let read = move |conn: &mut Conn| {
        let (settings, last) = (settings::load(conn)?, store::last_opening(conn)?);
        let zone = settings.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let threshold = u32::try_from(settings.threshold).unwrap_or_default();
        let mut draft =
            suggest::draft(zone, threshold, last, now, Survey::standard(&settings.languages), &settings::pace(conn)?);
        draft.title = month_year(lang, draft.opens_local.date());
        let offer = offer(conn, lang, now, None, Some(&draft))?;
        Ok::<_, Error>((draft, offer))
    };
    let (draft, offer) = app.db.read(read).await?;
    Ok(page(Page::new(&request, &admin, "waves", heading(None)), None, None, Fields::of(&draft), offer))
}

/// `GET /waves/{wave}/edit`.
///
/// # Errors
/// Not found, or no draft any more.
pub async fn edit(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
    query: web::Query<At>,
) -> Result<FormPage> {
    let (id, now, lang) = (id.into_inner(), app.clock.now(), admin.account.language);
    let read = move |conn: &mut Conn| {
        let draft = draft_of(conn, id)?;
        let offer = offer(conn, lang, now, Some(id), Some(&draft))?;
        Ok::<_, Error>((draft, offer))
    };
    let (draft, offer) = app.db.read(read).await?;
    let (fields, title) = (Fields::of(&draft), Some(draft.title));
    let form = page(Page::new(&request, &admin, "waves", heading(Some(id))), Some(id), title, fields, offer);
    let At { at, open } = query.into_inner();
    Ok(FormPage { at, open, ..form })
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
    keep(&request, &app, &admin, None, form.into_inner()).await
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
    keep(&request, &app, &admin, Some(id.into_inner()), form.into_inner()).await
}

/// What the form says of itself once a ready text was restored: nothing of it is kept yet.
const RESTORED: &str = "restored";

/// Where a button goes on, once the form is kept.
enum Go {
    /// To the wave.
    Wave,
    /// To a section of the form.
    Section(&'static str),
    /// Back to a mail's texts, with a test of it on its way: its word and language.
    Test(String, Lang),
}

impl Go {
    fn read(pairs: &[(String, String)]) -> Self {
        let value = pairs.iter().find(|(name, _)| name == "go").map(|(_, value)| value.as_str()).unwrap_or_default();
        if let Some(section) = SECTIONS.into_iter().find(|known| *known == value) {
            return Self::Section(section);
        }
        let test = value.strip_prefix("test ").and_then(|rest| rest.split_once(' '));
        match test.and_then(|(mail, lang)| Some((mail.to_owned(), Lang::from_code(lang)?))) {
            Some((mail, lang)) => Self::Test(mail, lang),
            None => Self::Wave,
        }
    }

    async fn on(self, app: &App, admin: &Admin, id: WaveId) -> Result {
        match self {
            Self::Wave => {
                admin.flash(&say("wave-kept"));
                Ok(see(&path(id)))
            }
            Self::Section(section) => Ok(see(&format!("{}/edit?at={section}#{section}", path(id)))),
            Self::Test(mail, lang) => {
                admin.flash(&send_test(app, admin, id, kind_of(&mail)?, lang).await?);
                Ok(see(&format!("{}/edit?open={lang}#{mail}-{lang}", path(id))))
            }
        }
    }
}

/// Keeps what was typed, and goes on where the button says. The buttons that fill in or restore a text keep nothing.
async fn keep(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    id: Option<WaveId>,
    pairs: Vec<(String, String)>,
) -> Result {
    let (now, actor, lang) = (app.clock.now(), admin.actor(), admin.account.language);
    let go = Go::read(&pairs);
    let restored = pairs.iter().find(|(name, _)| name == "restore" || name == "fill").cloned();
    let mut fields = Fields::read(pairs);
    if let Some((what, field)) = restored {
        if what == "fill" {
            fields.fill(&field, &app.db.read(actions::done_since_last).await?);
        } else {
            fields.restore(&field);
        }
        let offer = app.db.read(move |conn| offer(conn, lang, now, id, None)).await?;
        let form = page(Page::new(request, admin, "waves", heading(id)), id, None, fields, offer);
        let open = field.rsplit('-').next().unwrap_or_default().to_owned();
        return html(StatusCode::OK, &FormPage { open, at: RESTORED.to_owned(), ..form });
    }
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
        Ok(id) => go.on(app, admin, id).await,
        Err(DraftError::Invalid(errors)) => {
            let offer = app.db.read(move |conn| offer(conn, lang, now, id, None)).await?;
            let form = page(Page::new(request, admin, "waves", heading(id)), id, None, fields, offer);
            html(StatusCode::UNPROCESSABLE_ENTITY, &FormPage { errors, ..form })
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
