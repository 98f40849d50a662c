//! CSV files to take away, safe to open in a spreadsheet.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use anyhow::Context;

use crate::i18n::Lang;
use crate::web::Result;

/// What begins a formula in some spreadsheet.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A file of rows. It begins with the mark by which Excel knows UTF-8, and has the delimiter
/// that Excel expects where the language is spoken.
///
/// # Errors
/// When it cannot be written.
pub fn csv(lang: Lang, file_name: &str, rows: &[Vec<String>]) -> Result {
    let delimiter = if lang == Lang::Ru { b';' } else { b',' };
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(b"\xef\xbb\xbf".to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|cell| defused(cell))).context("a file cannot be written")?;
    }
    let bytes = writer.into_inner().context("a file cannot be written")?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{file_name}\"")))
        .body(bytes))
}

/// A cell that no spreadsheet takes for a formula.
fn defused(cell: &str) -> String {
    if cell.starts_with(FORMULA_STARTS) { format!("'{cell}") } else { cell.to_owned() }
}
