//! The note of a wave.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;
use serde::Deserialize;

use super::path;
use crate::app::App;
use crate::db::{Conn, WaveId};
use crate::i18n::{FormErrors, say};
use crate::waves::{MAX_NOTE, NoteError, Wave, WaveState, annotate, store};
use crate::web::{Admin, Error, Page, Result, html, see};

#[derive(Template, WebTemplate)]
#[template(path = "waves/note.html")]
pub struct NotePage {
    page: Page,
    wave: WaveId,
    title: String,
    note: String,
    /// Where the note is shown.
    back: String,
    errors: FormErrors,
}

#[derive(Deserialize)]
pub struct NoteForm {
    #[serde(default)]
    note: String,
}

/// A wave with its note.
async fn found(app: &App, id: WaveId) -> Result<(Wave, Option<String>)> {
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>((wave, store::note(conn, id)?))
    };
    app.db.read(read).await
}

/// The report, once there is one, else the wave.
fn shown_at(wave: &Wave) -> String {
    if wave.state == WaveState::Closed { format!("/reports/{}", wave.id) } else { path(wave.id) }
}

fn page(request: &HttpRequest, admin: &Admin, wave: Wave, note: String, errors: FormErrors) -> NotePage {
    let page = Page::new(request, admin, "waves", say("note-title").with("title", &wave.title));
    NotePage { back: shown_at(&wave), wave: wave.id, title: wave.title, note, errors, page }
}

/// `GET /waves/{wave}/note`.
///
/// # Errors
/// Not found.
pub async fn edit(request: HttpRequest, app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result<NotePage> {
    let (wave, note) = found(&app, *id).await?;
    Ok(page(&request, &admin, wave, note.unwrap_or_default(), FormErrors::new()))
}

/// `POST /waves/{wave}/note`: an empty one removes it.
///
/// # Errors
/// Not found; a note that is too long brings the form back.
pub async fn update(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
    form: web::Form<NoteForm>,
) -> Result {
    let (id, note, now, actor) = (id.into_inner(), form.into_inner().note, app.clock.now(), admin.actor());
    let (wave, _) = found(&app, id).await?;
    let text = note.clone();
    match app.db.write(move |conn| annotate(conn, now, id, &text, actor)).await {
        Ok(()) => {
            admin.flash(&say(if note.trim().is_empty() { "note-removed" } else { "note-saved" }));
            Ok(see(&shown_at(&wave)))
        }
        Err(NoteError::TooLong) => {
            let errors = FormErrors::one("note", say("note-too-long").with("most", MAX_NOTE));
            html(StatusCode::UNPROCESSABLE_ENTITY, &page(&request, &admin, wave, note, errors))
        }
        Err(NoteError::NotFound) => Err(Error::NotFound),
        Err(NoteError::Database(error)) => Err(error.into()),
    }
}
