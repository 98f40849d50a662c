//! Downloads of a report: the table as CSV, the workbook, the document for programs and what describes it.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LINK};
use actix_web::{HttpResponse, web};
use anyhow::Context;

use super::{published, wave_id, words};
use crate::app::App;
use crate::reports::{PublishedReport, Row, csv, json, xlsx};
use crate::waves::local_time;
use crate::web::{Admin, Result};

/// Where the description of the JSON is.
const SCHEMA_PATH: &str = "/reports/schema.json";

/// `GET /reports/{wave}/report.csv`: the table of groups.
///
/// # Errors
/// Not found before the count.
pub async fn table(app: web::Data<App>, admin: Admin, wave: web::Path<String>) -> Result {
    let report = published(&app, wave_id(&wave)?).await?;
    let lang = admin.account.language;
    let body = csv::write(&report, lang, |row: &Row| words::full_name(lang, row.kind, &row.path));
    Ok(file(&report, "csv", "text/csv; charset=utf-8", body.context("the table cannot be written")?))
}

/// `GET /reports/{wave}/report.xlsx`: the workbook.
///
/// # Errors
/// Not found before the count.
pub async fn workbook(app: web::Data<App>, admin: Admin, wave: web::Path<String>) -> Result {
    let report = published(&app, wave_id(&wave)?).await?;
    let lang = admin.account.language;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let written = web::block(move || {
        let name = |row: &Row| words::full_name(lang, row.kind, &row.path);
        (xlsx::write(&report, lang, name), report)
    });
    let (body, report) = written.await.context("nobody writes the workbook")?;
    Ok(file(&report, "xlsx", kind, body.context("the workbook cannot be written")?))
}

/// `GET /reports/{wave}/report.json`: everything, for programs.
///
/// # Errors
/// Not found before the count.
pub async fn document(app: web::Data<App>, _admin: Admin, wave: web::Path<String>) -> Result {
    let report = published(&app, wave_id(&wave)?).await?;
    let body = json::write(&report).context("the document cannot be written")?;
    let mut response = file(&report, "json", "application/json", body);
    let described = format!("<{}{SCHEMA_PATH}>; rel=\"describedby\"", app.config.public_url());
    response.headers_mut().insert(LINK, described.parse().context("the address is no header")?);
    Ok(response)
}

/// `GET /reports/schema.json`: what the document means. It tells of no wave, so it is for anyone.
pub async fn schema() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/schema+json")).body(json::SCHEMA)
}

/// A download, named after the day of the close.
fn file(report: &PublishedReport, ending: &str, kind: &str, body: Vec<u8>) -> HttpResponse {
    let closed = local_time::to_local(report.headline.time_zone, report.headline.closed_at).date();
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"candor-{closed}.{ending}\"")))
        .body(body)
}
