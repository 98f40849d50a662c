//! How a report is counted, step by step, with its own numbers.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::{published, title, wave_id, words};
use crate::app::App;
use crate::i18n::Lang;
use crate::reports::{
    Adjusted, Change, Counts, FEW_RESPONDENTS, Headline, Interval, PublishedReport, Score, Z, is_permuted,
};
use crate::web::{Admin, Page, Result, html};

/// Decimals of shares of one.
const SHARE_DIGITS: usize = 4;

#[derive(Template)]
#[template(path = "reports/method.html")]
struct MethodPage {
    page: Page,
    report: PublishedReport,
}

impl MethodPage {
    fn lang(&self) -> Lang {
        self.page.lang
    }

    /// A figure with one decimal.
    fn tenths(&self, figure: f64) -> String {
        self.lang().decimal(figure)
    }

    fn share(&self, figure: f64) -> String {
        self.lang().decimals(figure, SHARE_DIGITS)
    }

    /// A score with one decimal; nothing where nobody answered.
    fn exact(&self, score: Option<Score>) -> String {
        score.map_or_else(String::new, |score| self.tenths(score.value()))
    }

    fn change(&self) -> Option<ChangeSteps<'_>> {
        ChangeSteps::of(self.report.before.as_ref()?, &self.report.everyone()?.counts, self.report.change()?)
    }
}

/// What the 95 % interval is made of; none where everyone answered.
struct IntervalSteps {
    /// g: the share of the invited who did not answer.
    unheard: f64,
    adjusted: Adjusted,
    correction: f64,
    /// Half the width before it is cut at ±100, in points.
    half: f64,
    interval: Interval,
}

impl IntervalSteps {
    fn of(counts: &Counts) -> Option<Self> {
        let interval = Interval::of(counts).filter(|_| counts.silent() > 0)?;
        let unheard = 1.0 - counts.response_rate()?;
        let (adjusted, correction) = (Adjusted::new(counts, unheard), Interval::correction(counts));
        Some(Self { unheard, adjusted, correction, half: 100.0 * Z * adjusted.error * correction, interval })
    }
}

/// What a change is made of: response rates are shares of one, scores those of respondents in points.
struct ChangeSteps<'a> {
    before: &'a Headline,
    rate_before: f64,
    rate: f64,
    score_before: f64,
    score: f64,
    rate_change: f64,
    mean_rate: f64,
    score_change: f64,
    mean_score: f64,
    change: Change,
    /// Whether it was tested by permutation.
    is_permuted: bool,
}

impl<'a> ChangeSteps<'a> {
    fn of(before: &'a Headline, counts: &Counts, change: Change) -> Option<Self> {
        let was = before.counts?;
        let (rate_before, rate) = (was.response_rate()?, counts.response_rate()?);
        let (score_before, score) = (was.respondents_score()?.value(), counts.respondents_score()?.value());
        Some(Self {
            before,
            rate_before,
            rate,
            score_before,
            score,
            rate_change: rate - rate_before,
            mean_rate: f64::midpoint(rate, rate_before),
            score_change: score - score_before,
            mean_score: f64::midpoint(score, score_before),
            change,
            is_permuted: is_permuted(&was, counts),
        })
    }
}

/// `GET /reports/{wave}/method`.
///
/// # Errors
/// Not found before the count.
pub async fn show(request: HttpRequest, app: web::Data<App>, admin: Admin, wave: web::Path<String>) -> Result {
    let report = published(&app, wave_id(&wave)?).await?;
    let page = Page::new(&request, &admin, "reports", title("how-title", &report));
    html(StatusCode::OK, &MethodPage { page, report })
}
