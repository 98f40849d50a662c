//! Saying what the columns of a file hold.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::preview::question_of;
use super::{id, words};
use crate::app::App;
use crate::db::ImportId;
use crate::i18n::{FormErrors, say};
use crate::people::import::{self, Column, Unclear, Waiting, unclear};
use crate::web::{Admin, Page, Result, html, see};

/// The name of the part of the form that is about all columns.
const ALL: &str = "columns";
/// Letters by which spreadsheets name columns.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

#[derive(Template)]
#[template(path = "people/columns.html")]
struct ColumnsPage {
    page: Page,
    /// The address of the import.
    path: String,
    file_name: String,
    columns: Vec<Choice>,
    errors: FormErrors,
    /// Whether an admin said before what these columns hold.
    is_assigned: bool,
    /// Whether the headings did not say enough.
    is_asked: bool,
}

/// A column and what it is said to hold.
struct Choice {
    name: String,
    letter: String,
    heading: String,
    samples: Vec<String>,
    meaning: Option<Column>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
impl ColumnsPage {
    fn column_text(&self, column: &Column) -> String {
        self.page.text(&words::choice(*column))
    }
}

/// The name of a column's field.
fn field(place: usize) -> String {
    format!("column-{place}")
}

/// What a spreadsheet calls a column: A, B, … Z, AA.
fn letter(place: usize) -> String {
    let last = char::from(LETTERS[place % LETTERS.len()]);
    match place / LETTERS.len() {
        0 => last.to_string(),
        before => letter(before - 1) + &last.to_string(),
    }
}

/// What is unclear, beside the columns that it is about.
fn errors(found: &[Unclear], headings: &[&str]) -> FormErrors {
    let mut errors = FormErrors::new();
    let heading = |place: usize| match headings[place] {
        "" => letter(place),
        heading => heading.to_owned(),
    };
    for unclear in found {
        match unclear {
            Unclear::NoEmail => errors.add(ALL, say("columns-no-email")),
            Unclear::NoName => errors.add(ALL, say("columns-no-name")),
            Unclear::Twice { column, place, before } => {
                let message = say("columns-twice").with("column", words::choice(*column));
                errors.add(field(*place), message.with("heading", heading(*place)).with("other", heading(*before)));
            }
        }
    }
    errors
}

async fn waiting(app: &App, id: ImportId) -> Result<std::result::Result<Waiting, actix_web::HttpResponse>> {
    let now = app.clock.now();
    question_of(app.db.read(move |conn| Waiting::find(conn, id, now)).await, id)
}

/// `GET /people/import/{id}/columns`.
///
/// # Errors
/// When the file is no longer there.
pub async fn edit(request: HttpRequest, admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let id = id(&path)?;
    let file = match waiting(&app, id).await? {
        Ok(file) => file,
        Err(question) => return Ok(question),
    };
    let found = unclear(&file.meanings());
    let meanings = if found.is_empty() { file.meanings() } else { file.sheet.guessed() };
    let errors = errors(&unclear(&meanings), &file.sheet.headings());
    show(&request, &admin, id, file, meanings, (StatusCode::OK, errors, !found.is_empty()))
}

fn show(
    request: &HttpRequest,
    admin: &Admin,
    id: ImportId,
    file: Waiting,
    meanings: Vec<Option<Column>>,
    (status, errors, is_asked): (StatusCode, FormErrors, bool),
) -> Result {
    let page = Page::new(request, admin, "people", say("columns-title"));
    let headings = file.sheet.headings();
    let choice = |(place, meaning)| Choice {
        name: field(place),
        letter: letter(place),
        heading: headings[place].to_owned(),
        samples: file.sheet.samples(place),
        meaning,
    };
    let columns = meanings.into_iter().enumerate().map(choice).collect();
    let (path, is_assigned) = (format!("/people/import/{id}"), file.mapping.is_some());
    html(status, &ColumnsPage { page, path, file_name: file.file_name, columns, errors, is_assigned, is_asked })
}

/// `POST /people/import/{id}/columns`: remembered for files with the same headings.
///
/// # Errors
/// When the file is no longer there, or the database refuses.
pub async fn update(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    form: web::Form<HashMap<String, String>>,
) -> Result {
    let id = id(&path)?;
    let file = match waiting(&app, id).await? {
        Ok(file) => file,
        Err(question) => return Ok(question),
    };
    let said = |place| form.get(&field(place)).and_then(|word| Column::from_word(word));
    let meanings: Vec<Option<Column>> = (0..file.sheet.headings().len()).map(said).collect();
    let found = unclear(&meanings);
    if !found.is_empty() {
        let errors = errors(&found, &file.sheet.headings());
        return show(&request, &admin, id, file, meanings, (StatusCode::UNPROCESSABLE_ENTITY, errors, false));
    }
    let (actor, now) = (admin.actor(), app.clock.now());
    app.db.write(move |conn| import::assign_columns(conn, &file, &meanings, actor, now)).await?;
    Ok(see(&format!("/people/import/{id}")))
}

/// `POST /people/import/{id}/columns/forget`: back to what the headings say.
///
/// # Errors
/// When the file is no longer there, or the database refuses.
pub async fn forget(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let id = id(&path)?;
    let file = match waiting(&app, id).await? {
        Ok(file) => file,
        Err(question) => return Ok(question),
    };
    let (actor, now) = (admin.actor(), app.clock.now());
    app.db.write(move |conn| import::forget_columns(conn, &file, actor, now)).await?;
    admin.flash(&say("columns-forgotten"));
    Ok(see(&format!("/people/import/{id}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        assert_eq!([0, 25, 26, 51, 52, 701].map(letter), ["A", "Z", "AA", "AZ", "BA", "ZZ"]);
    }
}
