//! Asking which encoding a file is in, where it cannot be told.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{id, import as uploading, words};
use crate::app::App;
use crate::i18n::{FormErrors, say};
use crate::people::import::{self, Encoding, EncodingQuestion, PreviewError, store};
use crate::web::{Admin, Page, Result, html, see};

#[derive(Template)]
#[template(path = "people/encoding.html")]
struct EncodingPage {
    page: Page,
    /// The address of the import.
    path: String,
    question: EncodingQuestion,
    errors: FormErrors,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
impl EncodingPage {
    fn name(&self, encoding: &Encoding) -> String {
        self.page.text(&words::encoding(*encoding))
    }

    fn is_chosen(&self, encoding: &Encoding) -> bool {
        self.question.chosen == Some(*encoding)
    }
}

/// `GET /people/import/{id}/encoding`.
///
/// # Errors
/// When the file is no longer there.
pub async fn edit(request: HttpRequest, admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    ask(&request, &admin, &app, &path, StatusCode::OK, FormErrors::new()).await
}

async fn ask(
    request: &HttpRequest,
    admin: &Admin,
    app: &App,
    path: &str,
    status: StatusCode,
    errors: FormErrors,
) -> Result {
    let (id, now) = (id(path)?, app.clock.now());
    let question = app.db.read(move |conn| import::ask_encoding(conn, id, now)).await?;
    let page = Page::new(request, admin, "people", say("encoding-title"));
    html(status, &EncodingPage { page, path: format!("/people/import/{id}"), question, errors })
}

/// Which encoding was chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EncodingForm {
    encoding: String,
}

/// `POST /people/import/{id}/encoding`. A file that cannot be used even so is not kept.
///
/// # Errors
/// When the file is no longer there, or the database refuses.
pub async fn update(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    form: web::Form<EncodingForm>,
) -> Result {
    let chosen = Encoding::from_name(&form.encoding).filter(|encoding| Encoding::CHOICES.contains(encoding));
    let Some(encoding) = chosen else {
        let errors = FormErrors::one("encoding", say("encoding-choose"));
        return ask(&request, &admin, &app, &path, StatusCode::UNPROCESSABLE_ENTITY, errors).await;
    };
    let (id, now) = (id(&path)?, app.clock.now());
    let tried = app.db.read(move |conn| import::try_encoding(conn, id, encoding, now)).await;
    match tried {
        Err(PreviewError::File(error)) => {
            app.db.write(move |conn| store::delete(conn, id)).await?;
            return uploading::refuse(&request, &admin, uploading::status(&error), words::file_error(&error));
        }
        tried => tried?,
    }
    app.db.write(move |conn| import::answer_encoding(conn, id, encoding)).await?;
    Ok(see(&format!("/people/import/{id}")))
}
