//! The table of groups as a file.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use anyhow::Context;

use super::{published, wave_id, words};
use crate::app::App;
use crate::reports::csv;
use crate::waves::local_time;
use crate::web::{Admin, Result};

/// `GET /reports/{wave}/report.csv`: the table of groups.
///
/// # Errors
/// Not found before the count.
pub async fn csv(app: web::Data<App>, admin: Admin, wave: web::Path<String>) -> Result {
    let report = published(&app, wave_id(&wave)?).await?;
    let lang = admin.account.language;
    let table = csv::write(&report, lang, |row| words::full_name(lang, row.kind, &row.path));
    let body = table.context("the table cannot be written")?;
    let closed = local_time::to_local(report.headline.time_zone, report.headline.closed_at).date();
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"candor-{closed}.csv\"")))
        .body(body))
}
