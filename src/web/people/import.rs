//! Uploading a roster.

use actix_multipart::form::{MultipartForm, bytes::Bytes};
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{FromRequest, HttpRequest, web};
use askama::Template;

use super::{download, words};
use crate::app::App;
use crate::i18n::{FormErrors, Message, say};
use crate::people::import::{self, FileError, MAX_BYTES, Upload};
use crate::web::{Admin, Page, Result, html, see};

/// What a form adds to its file, in bytes, at most.
const FORM_AROUND_FILE: usize = 64 * 1024;
/// One mebibyte, in which sizes are told.
const MEBIBYTE: usize = 1024 * 1024;

#[derive(Template)]
#[template(path = "people/import.html")]
struct ImportPage {
    page: Page,
    errors: FormErrors,
}

/// `GET /people/import`.
///
/// # Errors
/// When the page cannot be written.
pub async fn new(request: HttpRequest, admin: Admin) -> Result {
    let page = Page::new(&request, &admin, "people", say("import-title"));
    html(StatusCode::OK, &ImportPage { page, errors: FormErrors::new() })
}

#[derive(MultipartForm)]
struct FileForm {
    file: Bytes,
}

/// `POST /people/import`: a file that can be read is kept for its preview; one that cannot is not.
///
/// # Errors
/// When the database refuses.
pub async fn create(request: HttpRequest, payload: web::Payload, admin: Admin, app: web::Data<App>) -> Result {
    let page = |errors| ImportPage { page: Page::new(&request, &admin, "people", say("import-title")), errors };
    let refuse = |status, message: Message| html(status, &page(FormErrors::one("file", message)));
    if announced_length(&request) > MAX_BYTES + FORM_AROUND_FILE {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, words::file_error(&FileError::TooBig));
    }
    let Ok(form) = MultipartForm::<FileForm>::from_request(&request, &mut payload.into_inner()).await else {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, say("import-no-file"));
    };
    let FileForm { file } = form.into_inner();
    let file_name = file.file_name.unwrap_or_default();
    if file_name.is_empty() && file.data.is_empty() {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, say("import-no-file"));
    }
    let upload = Upload { file_name, content: file.data.to_vec() };
    let now = app.clock.now();
    let kept = app.db.read(move |_| -> std::result::Result<Upload, UploadError> {
        import::parse(&upload.content)?;
        Ok(upload)
    });
    let upload = match kept.await {
        Ok(upload) => upload,
        Err(UploadError::File(error)) => return refuse(status(&error), words::file_error(&error)),
        Err(UploadError::Database(error)) => return Err(error.into()),
    };
    let id = app.db.write(move |conn| import::upload(conn, &upload, now)).await?;
    Ok(see(&format!("/people/import/{id}")))
}

#[derive(Debug, thiserror::Error)]
enum UploadError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

fn status(error: &FileError) -> StatusCode {
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
pub fn limits() -> actix_multipart::form::MultipartFormConfig {
    let most = MAX_BYTES + FORM_AROUND_FILE;
    actix_multipart::form::MultipartFormConfig::default().total_limit(most).memory_limit(most)
}

/// `GET /people/template.csv`: the headings, in the admin's language.
///
/// # Errors
/// When it cannot be written.
pub async fn template(admin: Admin) -> Result {
    let lang = admin.account.language;
    let headings = words::TEMPLATE_HEADINGS.map(|key| lang.text(&say(key)));
    download::csv(lang, "candor-people.csv", &[headings.to_vec()])
}
