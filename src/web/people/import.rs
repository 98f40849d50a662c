//! Uploading a roster.

use actix_multipart::MultipartError;
use actix_multipart::form::{MultipartForm, bytes::Bytes};
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{FromRequest, HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{apply, columns, download, encoding, export, preview, words};
use crate::app::App;
use crate::i18n::{FormErrors, Lang, Message, say};
use crate::people::import::{self, FileError, MAX_BYTES, Sheet, Upload};
use crate::web::{Admin, Page, Result, html, see};

/// What a form adds to its file, in bytes, at most.
const FORM_AROUND_FILE: usize = 64 * 1024;
/// One mebibyte, in which sizes are told.
const MEBIBYTE: usize = 1024 * 1024;

/// Everything about importing; before `/people/{id}`, which would take `import` for an id.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/people/template.csv").route(web::get().to(template)))
        .service(
            web::resource("/people/import").app_data(limits()).route(web::get().to(new)).route(web::post().to(create)),
        )
        .service(web::resource("/people/import/{id}").route(web::get().to(preview::show)))
        .service(
            web::resource("/people/import/{id}/encoding")
                .route(web::get().to(encoding::edit))
                .route(web::post().to(encoding::update)),
        )
        .service(
            web::resource("/people/import/{id}/columns")
                .route(web::get().to(columns::edit))
                .route(web::post().to(columns::update)),
        )
        .service(web::resource("/people/import/{id}/columns/forget").route(web::post().to(columns::forget)))
        .service(web::resource("/people/import/{id}/changes.csv").route(web::get().to(export::changes)))
        .service(web::resource("/people/import/{id}/problems.csv").route(web::get().to(export::problems)))
        .service(web::resource("/people/import/{id}/apply").route(web::post().to(apply::apply)))
        .service(web::resource("/people/import/{id}/discard").route(web::post().to(apply::discard)));
}

#[derive(Template)]
#[template(path = "people/import.html")]
struct ImportPage {
    page: Page,
    errors: FormErrors,
}

impl ImportPage {
    fn too_big(&self) -> String {
        self.page.text(&words::file_error(&FileError::TooBig))
    }
}

/// `GET /people/import`.
///
/// # Errors
/// When the page cannot be written.
pub async fn new(request: HttpRequest, admin: Admin) -> Result {
    let page = Page::new(&request, &admin, "people", say("import-title"));
    html(StatusCode::OK, &ImportPage { page, errors: FormErrors::new() })
}

/// The page again, with why a file cannot be used.
///
/// # Errors
/// When the page cannot be written.
pub(super) fn refuse(request: &HttpRequest, admin: &Admin, status: StatusCode, message: Message) -> Result {
    let page = Page::new(request, admin, "people", say("import-title"));
    html(status, &ImportPage { page, errors: FormErrors::one("file", message) })
}

#[derive(MultipartForm)]
struct FileForm {
    file: Bytes,
}

/// `POST /people/import`: a file that can be read, perhaps after a question, is kept for its preview; one that cannot
/// is not.
///
/// # Errors
/// When the database refuses.
pub async fn create(request: HttpRequest, payload: web::Payload, admin: Admin, app: web::Data<App>) -> Result {
    let refuse = |status, message| refuse(&request, &admin, status, message);
    let upload = match received(&request, payload).await {
        Ok(upload) => upload,
        Err(Some(error)) => return refuse(status(&error), words::file_error(&error)),
        Err(None) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, say("import-no-file")),
    };
    let now = app.clock.now();
    let kept = app.db.read(move |_| -> std::result::Result<Upload, UploadError> {
        match Sheet::read(&upload.content, None) {
            Err(error) if error.question().is_none() => Err(error.into()),
            _ => Ok(upload),
        }
    });
    let upload = match kept.await {
        Ok(upload) => upload,
        Err(UploadError::File(error)) => return refuse(status(&error), words::file_error(&error)),
        Err(UploadError::Database(error)) => return Err(error.into()),
    };
    let id = app.db.write(move |conn| import::upload(conn, &upload, now)).await?;
    Ok(see(&format!("/people/import/{id}")))
}

/// The file of a form; no error says what is wrong where there is none. One that is too big is not read to its end.
async fn received(request: &HttpRequest, payload: web::Payload) -> std::result::Result<Upload, Option<FileError>> {
    if announced_length(request) > MAX_BYTES + FORM_AROUND_FILE {
        return Err(Some(FileError::TooBig));
    }
    let form = MultipartForm::<FileForm>::from_request(request, &mut payload.into_inner()).await;
    let FileForm { file } = match form {
        Ok(form) => form.into_inner(),
        Err(error) => {
            let cause = error.as_error::<MultipartError>();
            let is_cut = matches!(cause, Some(MultipartError::Payload(PayloadError::Overflow)));
            return Err(is_cut.then_some(FileError::TooBig));
        }
    };
    let file_name = file.file_name.unwrap_or_default();
    if file_name.is_empty() && file.data.is_empty() {
        return Err(None);
    }
    Ok(Upload { file_name, content: file.data.to_vec() })
}

#[derive(Debug, thiserror::Error)]
enum UploadError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// The status of a refusal.
pub(super) fn status(error: &FileError) -> StatusCode {
    match error {
        FileError::TooBig | FileError::TooManyRows => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The size that a browser says before it sends.
fn announced_length(request: &HttpRequest) -> usize {
    let header = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    header.and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// The multipart limits that go with [`create`].
fn limits() -> actix_multipart::form::MultipartFormConfig {
    let most = MAX_BYTES + FORM_AROUND_FILE;
    actix_multipart::form::MultipartFormConfig::default().total_limit(most).memory_limit(most)
}

/// The language of a template.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TemplateQuery {
    language: String,
}

/// `GET /people/template.csv`: the headings, in the language that is asked for or in the admin's.
///
/// # Errors
/// When it cannot be written.
pub async fn template(admin: Admin, query: web::Query<TemplateQuery>) -> Result {
    let lang = Lang::from_code(&query.language).unwrap_or(admin.account.language);
    let headings = words::TEMPLATE_HEADINGS.map(|key| lang.text(&say(key)));
    download::csv(lang, "candor-people.csv", &[headings.to_vec()])
}
