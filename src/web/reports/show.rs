//! One report.

use std::collections::HashMap;

use actix_web::{HttpRequest, web};
use askama::Template;

use super::chart::{Bar, Part};
use super::groups::{Table, Wish};
use super::heat::{self, Heat};
use super::pictures::{Drawn, Kind};
use super::rates::Rates;
use super::trend::Trend;
use super::{PlaceChoice, chart, place_choices, plot, title, until, wave_id, words};
use crate::app::App;
use crate::db::{self, Conn, WaveId};
use crate::i18n::Lang;
use crate::reports::{Distribution, Headline, Interval, PublishedReport, Row, store};
use crate::settings::{self, Benchmarks};
use crate::waves::actions::Action;
use crate::waves::{self, local_time};
use crate::web::{Admin, Error, Page, Result};

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ReportPage {
    page: Page,
    report: PublishedReport,
    /// All waves of the same people, oldest first.
    waves: Vec<Headline>,
    /// Notes of those of them that have one, and of this wave.
    notes: HashMap<WaveId, String>,
    trend: Option<Trend>,
    /// The first departments over the last waves.
    heat: Option<Heat>,
    /// The table of groups.
    table: Table,
    /// The share that answered by group, as the picture that can be had as a file has it.
    rates: Option<Rates>,
    /// The pictures that can be had as files.
    pictures: Vec<Kind>,
    /// What is done about the results.
    actions: Vec<Action>,
    /// Scores of others, as lines in the pictures.
    benchmarks: Benchmarks,
}

impl ReportPage {
    fn lead(&self) -> String {
        words::lead(self.page.lang, &self.report)
    }

    fn note(&self, wave: &WaveId) -> Option<&str> {
        self.notes.get(wave).map(String::as_str)
    }

    fn choices(&self) -> Vec<PlaceChoice> {
        place_choices(self.page.lang, &self.report, None)
    }

    /// The share that answered in the wave before.
    fn rate_before(&self) -> Option<f64> {
        self.report.earlier()?.response_rate()
    }

    /// "0: 15, 1: 17, …" for those who hear the chart.
    fn listed(&self, distribution: &Distribution) -> String {
        let each = distribution.iter().enumerate();
        each.map(|(score, people)| format!("{score}: {}", self.number(*people))).collect::<Vec<_>>().join(", ")
    }

    fn share(&self, people: u32, of: u32) -> String {
        self.page.lang.percent_decimal(f64::from(people) / f64::from(of.max(1)))
    }

    fn number(&self, people: u32) -> String {
        self.page.lang.number(people.into())
    }
}

impl plot::Tabled for ReportPage {
    fn into_table(self) -> (Table, PublishedReport) {
        (self.table, self.report)
    }
}

/// `GET /reports/{wave}`.
///
/// # Errors
/// Not found before the count.
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    wave: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result {
    let id = wave_id(&wave)?;
    let lang = admin.account.language;
    let found = app.db.read(move |conn| {
        let Some(report) = store::find(conn, id)? else { return Ok(None) };
        let waves = until(conn, &report)?;
        let annotated: Vec<WaveId> = waves.iter().map(|wave| wave.wave).collect();
        let notes = waves::store::notes(conn, &annotated)?;
        let heat = heat_of(conn, lang, &report, &waves)?;
        Ok::<_, db::Error>(Some((
            report,
            waves,
            notes,
            heat,
            waves::store::actions(conn, id)?,
            settings::benchmarks(conn)?,
        )))
    });
    let (report, waves, notes, heat, actions, benchmarks) = found.await?.ok_or(Error::NotFound)?;
    let page = Page::new(&request, &admin, "reports", title("report-title", &report));
    let trend = Trend::of(page.lang, &waves, &notes, benchmarks.all());
    let table = Table::of(page.lang, &report, &wish);
    let drawn = Drawn::alone(page.lang, &report, &waves);
    let rates = Rates::of(page.lang, &drawn);
    let pictures = drawn.kinds(rates.is_some());
    let page = ReportPage { page, report, waves, notes, trend, heat, table, rates, pictures, actions, benchmarks };
    plot::html(page, lang)
}

fn heat_of(conn: &mut Conn, lang: Lang, report: &PublishedReport, waves: &[Headline]) -> db::Result<Option<Heat>> {
    let waves = heat::last(waves, heat::FEW_WAVES);
    let lasting = report.rows.iter().filter(|row| heat::is_lasting(row) && row.depth() <= 1);
    let rows: Vec<&Row> = lasting.take(heat::MOST_GROUPS).collect();
    let scores = heat::load(conn, &rows, &waves)?;
    Ok(Heat::of(lang, &rows, &waves, &scores, false))
}
