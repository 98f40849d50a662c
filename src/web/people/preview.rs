//! What an import would do, and doing it.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{download, id, words};
use crate::app::App;
use crate::db::ImportId;
use crate::i18n::{FormErrors, Message, say};
use crate::people::import::{
    self, ApplyError, Change, Consent, Field, Kind, Preview, PreviewError, Problem, Reason, store,
};
use crate::web::{Admin, Error, Page, Result, html, see};

/// Changes shown at once.
const SHOWN_CHANGES: usize = 25;
/// Rows with problems shown at once; all of them are in the download.
const SHOWN_PROBLEMS: usize = 50;
/// New departments named.
const SHOWN_DEPARTMENTS: usize = 30;

impl From<PreviewError> for Error {
    fn from(error: PreviewError) -> Self {
        match error {
            PreviewError::Gone => Self::Conflict(say("import-gone")),
            PreviewError::File(error) => Self::Conflict(words::file_error(&error)),
            PreviewError::Database(error) => error.into(),
        }
    }
}

/// What the admin sent, to fill the form in again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ApplyForm {
    fingerprint: String,
    without_problem_rows: String,
    leaving: String,
    leaving_typed: String,
}

impl ApplyForm {
    fn consent(&self) -> Consent {
        let digits: String = self.leaving_typed.chars().filter(char::is_ascii_digit).collect();
        Consent {
            fingerprint: self.fingerprint.clone(),
            without_problem_rows: !self.without_problem_rows.is_empty(),
            nobody_leaves: self.leaving == "keep",
            leaving_typed: digits.parse().ok().filter(|_| self.leaving == "mark"),
        }
    }
}

#[derive(Template)]
#[template(path = "people/preview.html")]
struct PreviewPage {
    page: Page,
    shown: Preview,
    errors: FormErrors,
    form: ApplyForm,
    /// Which changes are shown; none for all.
    kind: Option<Kind>,
    /// Whether the roster changed since the admin looked.
    is_stale: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
impl PreviewPage {
    fn path(&self) -> String {
        format!("/people/import/{}", self.shown.id)
    }

    fn count(&self, kind: &Kind) -> usize {
        self.shown.difference.count(*kind)
    }

    fn leaving(&self) -> usize {
        self.count(&Kind::Leaving)
    }

    fn figure(&self, count: &usize) -> String {
        self.page.lang.number(i64::try_from(*count).unwrap_or(i64::MAX))
    }

    fn kind_text(&self, kind: &Kind) -> String {
        self.page.text(&words::kind(*kind))
    }

    fn tab_text(&self, kind: &Kind) -> String {
        self.page.text(&words::kind_tab(*kind, self.count(kind)))
    }

    fn is_shown(&self, kind: &Kind) -> bool {
        self.kind == Some(*kind)
    }

    fn field_text(&self, field: &Field) -> String {
        self.page.text(&words::field(*field))
    }

    fn place_text(&self, reason: &Reason) -> String {
        self.page.text(&words::place(reason))
    }

    fn reason_text(&self, reason: &Reason) -> String {
        self.page.text(&words::reason(reason))
    }

    /// The kinds that occur, for the tabs.
    fn kinds(&self) -> Vec<Kind> {
        Kind::ALL.into_iter().filter(|kind| self.count(kind) > 0).collect()
    }

    fn changes(&self) -> impl Iterator<Item = &Change> {
        let all = self.shown.difference.changes.iter();
        all.filter(|change| self.kind.is_none_or(|kind| kind == change.kind)).take(SHOWN_CHANGES)
    }

    fn more_changes(&self) -> usize {
        let all = self.kind.map_or(self.shown.difference.changes.len(), |kind| self.count(&kind));
        all.saturating_sub(SHOWN_CHANGES)
    }

    fn problems(&self) -> &[Problem] {
        let all = &self.shown.roster.problems;
        &all[..all.len().min(SHOWN_PROBLEMS)]
    }

    fn more_problems(&self) -> usize {
        self.shown.roster.problems.len().saturating_sub(SHOWN_PROBLEMS)
    }

    fn departments(&self) -> &[String] {
        let all = &self.shown.difference.new_departments;
        &all[..all.len().min(SHOWN_DEPARTMENTS)]
    }

    fn more_departments(&self) -> usize {
        self.shown.difference.new_departments.len().saturating_sub(SHOWN_DEPARTMENTS)
    }

    fn asks(&self) -> bool {
        self.shown.difference.asks_about_leaving()
    }

    fn share_leaving(&self) -> String {
        let share = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        self.page.lang.percent(share(self.leaving()) / share(self.shown.difference.here.max(1)))
    }

    /// Whether all that happens is that people are added to nobody.
    fn is_first(&self) -> bool {
        self.shown.difference.here == 0 && self.count(&Kind::New) == self.shown.difference.changes.len()
    }

    fn is_chosen(&self, leaving: &str) -> bool {
        self.form.leaving == leaving || (self.form.leaving.is_empty() && leaving == "mark" && !self.asks())
    }
}

/// Which changes are wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KindQuery {
    kind: String,
}

/// `GET /people/import/{id}`.
///
/// # Errors
/// When the file is no longer there.
pub async fn show(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    query: web::Query<KindQuery>,
) -> Result {
    let preview = load(&app, id(&path)?).await?;
    let page = Page::new(&request, &admin, "people", say("preview-title"));
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == query.kind);
    let (errors, form) = (FormErrors::new(), ApplyForm::default());
    html(StatusCode::OK, &PreviewPage { page, shown: preview, errors, form, kind, is_stale: false })
}

async fn load(app: &App, id: ImportId) -> Result<Preview> {
    let now = app.clock.now();
    Ok(app.db.read(move |conn| import::preview(conn, id, now)).await?)
}

/// `POST /people/import/{id}/apply`.
///
/// # Errors
/// When the file is no longer there, or the database refuses.
pub async fn apply(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    form: web::Form<ApplyForm>,
) -> Result {
    let (id, form) = (id(&path)?, form.into_inner());
    let (consent, actor, now) = (form.consent(), admin.actor(), app.clock.now());
    // Read outside the transaction: it takes the longest, and everyone else's writes would wait.
    let roster = app.db.read(move |conn| import::reread(conn, id, now)).await?;
    let applied = app.db.write(move |conn| import::apply(conn, id, &roster, &consent, actor, now)).await;
    let (status, errors) = match applied {
        Ok(counts) => {
            admin.flash(&done(&counts));
            return Ok(see("/people"));
        }
        Err(error) => refusal(error, &form)?,
    };
    let preview = load(&app, id).await?;
    let page = Page::new(&request, &admin, "people", say("preview-title"));
    let is_stale = status == StatusCode::CONFLICT;
    html(status, &PreviewPage { page, shown: preview, errors, form, kind: None, is_stale })
}

/// What happened to how many.
fn done(counts: &HashMap<Kind, usize>) -> Message {
    let count = |kind| counts.get(&kind).copied().unwrap_or_default();
    if count(Kind::New) == counts.values().sum::<usize>() {
        return say("import-done-new").with("count", count(Kind::New));
    }
    say("import-done")
        .with("new", count(Kind::New))
        .with("moved", count(Kind::Moved))
        .with("changed", count(Kind::Changed))
        .with("back", count(Kind::Back))
        .with("leaving", count(Kind::Leaving))
}

/// What to say on the preview, where the admin can do something about it.
fn refusal(error: ApplyError, form: &ApplyForm) -> Result<(StatusCode, FormErrors)> {
    let errors = match error {
        ApplyError::Gone => return Err(Error::Conflict(say("import-gone"))),
        ApplyError::Stale => return Ok((StatusCode::CONFLICT, FormErrors::new())),
        ApplyError::Problems => FormErrors::one("without_problem_rows", say("import-confirm-problems")),
        ApplyError::ConfirmLeaving if form.leaving == "mark" => {
            FormErrors::one("leaving_typed", say("import-confirm-number"))
        }
        ApplyError::ConfirmLeaving => FormErrors::one("leaving", say("import-confirm-leaving")),
        ApplyError::AddressTaken { row, holder } => {
            FormErrors::one("leaving", say("import-address-taken").with("row", row).with("holder", holder))
        }
        ApplyError::Nothing => FormErrors::one("leaving", say("import-nothing")),
        ApplyError::Database(error) => return Err(error.into()),
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, errors))
}

/// `POST /people/import/{id}/discard`.
///
/// # Errors
/// When the database refuses.
pub async fn discard(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let id = id(&path)?;
    if app.db.write(move |conn| store::delete(conn, id)).await? {
        admin.flash(&say("import-discarded"));
    }
    Ok(see("/people/import"))
}

/// `GET /people/import/{id}/problems.csv`.
///
/// # Errors
/// When the file is no longer there.
pub async fn problems(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let (lang, preview) = (admin.account.language, load(&app, id(&path)?).await?);
    let text = |key| lang.say(key).to_string();
    let mut rows =
        vec![vec![text("preview-row"), text("preview-name"), text("preview-where"), text("preview-problem")]];
    for Problem { row, name, reason } in preview.roster.problems {
        let (place, reason) = (words::place(&reason), words::reason(&reason));
        rows.push(vec![row.to_string(), name, lang.text(&place), lang.text(&reason)]);
    }
    download::csv(lang, "candor-problems.csv", &rows)
}
