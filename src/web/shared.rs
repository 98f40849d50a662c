//! A report for those who only read it: with nothing to change, and nothing that leads further.

use askama::Template;

use super::Page;
use super::reports::words;
use crate::reports::{Figures, PublishedReport, Row};
use crate::waves::local_time;

/// The page: the first lines, and the table of groups as it was published, or a part of it.
#[derive(Template)]
#[template(path = "reports/shared.html")]
pub struct SharedReport {
    page: Page,
    report: PublishedReport,
    /// The address of the comments, where there are some to read.
    comments: Option<String>,
    /// Whether the reader's own department has no part in it.
    is_elsewhere: bool,
}

impl SharedReport {
    /// The whole report.
    pub fn new(page: Page, report: PublishedReport) -> Self {
        Self { page, report, comments: None, is_elsewhere: false }
    }

    /// A part of a report, with the address of its comments.
    pub fn part(page: Page, report: PublishedReport, comments: String) -> Self {
        let comments = Some(comments).filter(|_| !report.comments.is_empty());
        let is_elsewhere = report.rows.len() < 2;
        Self { page, report, comments, is_elsewhere }
    }

    fn lead(&self) -> String {
        words::lead(self.page.lang, &self.report)
    }

    fn name(&self, row: &Row) -> String {
        words::row_name(self.page.lang, row.kind, &row.path)
    }

    /// The difference to the wave before, of the scores as the screen shows them.
    fn change(&self, figures: &Figures) -> String {
        let before = figures.before.and_then(|before| before.score());
        let (Some(old), Some(new)) = (before, figures.counts.score()) else { return String::new() };
        let points = new.whole() - old.whole();
        let number = self.page.lang.number(points);
        if points > 0 { format!("+{number}") } else { number }
    }
}
