//! The list of reports.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::chart::Lane;
use super::words;
use crate::app::App;
use crate::i18n::say;
use crate::reports::{Headline, store};
use crate::waves::local_time;
use crate::web::{Admin, Error, Page, Result, html};

#[derive(Template)]
#[template(path = "reports/index.html")]
struct IndexPage {
    page: Page,
    waves: Vec<Headline>,
}

/// `GET /reports`: every closed wave, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let waves = app.db.read(store::headlines).await.map_err(Error::from)?;
    let page = Page::new(&request, &admin, "reports", say("reports"));
    html(StatusCode::OK, &IndexPage { page, waves })
}
