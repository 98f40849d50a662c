//! What an import would do, and doing it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::apply::ApplyForm;
use super::part::Part;
use super::{id, words};
use crate::app::App;
use crate::db::ImportId;
use crate::i18n::{FormErrors, say};
use crate::people::import::{self, Change, Column, Field, Kind, Preview, PreviewError, Problem, Question, Reason};
use crate::web::{Admin, Error, Page, Result, html, see};

/// Changes shown at a first glance, of all kinds.
const GLANCE: usize = 10;
/// Changes, and rows with problems, on a page.
const PER_PAGE: usize = 100;
/// The word for every kind in the page's address, where they are shown page by page.
const ALL_KINDS: &str = "all";
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

#[derive(Template)]
#[template(path = "people/preview.html")]
struct PreviewPage {
    page: Page,
    shown: Preview,
    errors: FormErrors,
    form: ApplyForm,
    /// Which changes are shown; none for all.
    kind: Option<Kind>,
    /// Whether only the first changes are shown, without pages.
    is_glance: bool,
    changes: Part,
    problems: Part,
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

    fn shown_changes(&self) -> impl Iterator<Item = &Change> {
        let all = self.shown.difference.changes.iter();
        let of_kind = all.filter(|change| self.kind.is_none_or(|kind| kind == change.kind));
        of_kind.skip(self.changes.before()).take(self.changes.size)
    }

    /// The address of someone new.
    fn address(&self, change: &Change) -> Option<&str> {
        let incoming = change.incoming.filter(|_| change.kind == Kind::New)?;
        self.shown.roster.people.get(incoming).map(|person| person.address.as_written())
    }

    fn shown_problems(&self) -> impl Iterator<Item = &Problem> {
        self.shown.roster.problems.iter().skip(self.problems.before()).take(self.problems.size)
    }

    /// The address of another page of changes or of problems; the other list stays where it is.
    fn with(&self, kind: &str, changes: usize, problems: usize) -> String {
        let mut parts = Vec::new();
        if !kind.is_empty() {
            parts.push(format!("kind={kind}"));
        }
        for (name, number) in [("page", changes), ("problems", problems)] {
            if number > 1 {
                parts.push(format!("{name}={number}"));
            }
        }
        let query = parts.join("&");
        if query.is_empty() { self.path() } else { format!("{}?{query}", self.path()) }
    }

    fn kind_word(&self) -> &'static str {
        match self.kind {
            Some(kind) => kind.word(),
            None if self.is_glance => "",
            None => ALL_KINDS,
        }
    }

    fn changes_at(&self, number: usize) -> String {
        self.with(self.kind_word(), number, self.problems.number) + "#changes"
    }

    fn problems_at(&self, number: usize) -> String {
        self.with(self.kind_word(), self.changes.number, number) + "#problems"
    }

    fn of_kind(&self, kind: &Kind) -> String {
        self.with(kind.word(), 1, self.problems.number) + "#changes"
    }

    fn of_all_kinds(&self) -> String {
        self.with(ALL_KINDS, 1, self.problems.number) + "#changes"
    }

    fn encoding_text(&self) -> String {
        self.page.text(&words::encoding(self.shown.manner.encoding))
    }

    fn delimiter_text(&self) -> String {
        self.page.text(&words::delimiter(self.shown.manner.delimiter))
    }

    fn column_text(&self, column: &Column) -> String {
        self.page.text(&words::choice(*column))
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

/// Which changes and problems are wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PreviewQuery {
    kind: String,
    page: String,
    problems: String,
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
    query: web::Query<PreviewQuery>,
) -> Result {
    match load(&app, id(&path)?).await? {
        Ok(preview) => page(&request, &admin, preview, Looked { query: query.into_inner(), ..Looked::default() }),
        Err(question) => Ok(question),
    }
}

/// What an import would do, or where something is asked first.
pub(super) async fn load(app: &App, id: ImportId) -> Result<std::result::Result<Preview, HttpResponse>> {
    let now = app.clock.now();
    question_of(app.db.read(move |conn| import::preview(conn, id, now)).await, id)
}

/// What was found, or the way to the page that asks what must be known first.
pub(super) fn question_of<T>(
    found: std::result::Result<T, PreviewError>,
    id: ImportId,
) -> Result<std::result::Result<T, HttpResponse>> {
    let error = match found {
        Ok(found) => return Ok(Ok(found)),
        Err(error) => error,
    };
    let question = if let PreviewError::File(error) = &error { error.question() } else { None };
    match question {
        Some(Question::Encoding) => Ok(Err(see(&format!("/people/import/{id}/encoding")))),
        Some(Question::Columns) => Ok(Err(see(&format!("/people/import/{id}/columns")))),
        None => Err(error.into()),
    }
}

/// How the admin comes to the preview: by its address, or back from a form that was refused.
#[derive(Default)]
pub(super) struct Looked {
    pub status: StatusCode,
    pub errors: FormErrors,
    pub form: ApplyForm,
    pub query: PreviewQuery,
}

/// The preview's page.
///
/// # Errors
/// When the page cannot be written.
pub(super) fn page(request: &HttpRequest, admin: &Admin, shown: Preview, looked: Looked) -> Result {
    let Looked { status, errors, form, query } = looked;
    let page = Page::new(request, admin, "people", say("preview-title"));
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == query.kind);
    let total = kind.map_or(shown.difference.changes.len(), |kind| shown.difference.count(kind));
    let is_glance = query.kind.is_empty() && query.page.is_empty();
    let size = if is_glance { GLANCE } else { PER_PAGE };
    let changes = Part::new(&query.page, size, total);
    let problems = Part::new(&query.problems, PER_PAGE, shown.roster.problems.len());
    let is_stale = status == StatusCode::CONFLICT;
    html(status, &PreviewPage { page, shown, errors, form, kind, is_glance, changes, problems, is_stale })
}
