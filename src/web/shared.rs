//! A report for those who only read it: with nothing to change, and nothing that leads further.

use askama::Template;

use super::reports::groups::{Table, Wish};
use super::reports::{chart, plot, words};
use super::{Page, Result};
use crate::reports::PublishedReport;
use crate::settings::Benchmarks;
use crate::waves::local_time;

/// The page: the first screen, and the table of groups as it was published, or a part of it.
#[derive(Template)]
#[template(path = "reports/shared.html")]
pub struct SharedReport {
    page: Page,
    report: PublishedReport,
    table: Table,
    /// Scores of others, as lines in the picture.
    benchmarks: Benchmarks,
    /// Where managers find their other reports.
    list: Option<&'static str>,
    /// The address of the comments, where there are some to read.
    comments: Option<String>,
    /// Whether the reader's own department has no part in it.
    is_elsewhere: bool,
}

impl SharedReport {
    /// The whole report.
    pub fn new(page: Page, report: PublishedReport, benchmarks: Benchmarks) -> Self {
        let table = Table::of(page.lang, &report, &Wish::default());
        Self { page, report, table, benchmarks, list: None, comments: None, is_elsewhere: false }
    }

    /// A part of a report, with the address of its comments and of the list that it is in.
    pub fn part(
        page: Page,
        report: PublishedReport,
        benchmarks: Benchmarks,
        comments: String,
        list: &'static str,
    ) -> Self {
        let comments = Some(comments).filter(|_| !report.comments.is_empty());
        let is_elsewhere = report.rows.len() < 2;
        let table = Table::of(page.lang, &report, &Wish::default());
        Self { page, report, table, benchmarks, list: Some(list), comments, is_elsewhere }
    }

    fn lead(&self) -> String {
        words::lead(self.page.lang, &self.report)
    }

    /// The page, with its table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn html(self) -> Result {
        let lang = self.page.lang;
        plot::html(self, lang)
    }
}

impl plot::Tabled for SharedReport {
    fn into_table(self) -> (Table, PublishedReport) {
        (self.table, self.report)
    }
}
