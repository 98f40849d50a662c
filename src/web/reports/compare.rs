//! Two waves compared: only what both reports publish.

use std::borrow::Cow;
use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::chart::Lane;
use super::figures::{self, Pattern};
use super::heat::is_lasting;
use super::{wave_id, words};
use crate::app::App;
use crate::db::{self, DepartmentId};
use crate::i18n::{Lang, Message, say};
use crate::reports::{Change, Counts, Headline, PublishedReport, Row, store};
use crate::waves::{self, local_time};
use crate::web::{Admin, Error, Page, Result, html};

#[derive(Template)]
#[template(path = "reports/compare.html")]
struct ComparePage {
    page: Page,
    /// All waves with a report, newest first.
    waves: Vec<Headline>,
    /// The two that are compared, the earlier first; none before two are chosen.
    pair: Option<Pair>,
}

impl ComparePage {
    /// Whether a wave is chosen in a field of the form: one of the pair, or else of the last two waves.
    fn is_chosen(&self, wave: &Headline, field: &str) -> bool {
        let chosen = match (&self.pair, field) {
            (Some(pair), "a") => pair.headlines.first(),
            (Some(pair), _) => pair.headlines.last(),
            (None, "a") => self.waves.get(1),
            (None, _) => self.waves.first(),
        };
        chosen.is_some_and(|chosen| chosen.wave == wave.wave)
    }
}

/// Two waves and what may be said of them.
struct Pair {
    headlines: [Headline; 2],
    /// Why nothing may be said of the whole; none where it may.
    obstacle: Option<Message>,
    lead: Option<String>,
    change: Option<Change>,
    groups: Groups,
}

/// The groups that both reports publish.
struct Groups {
    lines: Vec<Line>,
    answered: Pattern,
}

/// A group in both waves.
struct Line {
    class: &'static str,
    name: String,
    before: Side,
    after: Side,
    change: &'static str,
}

/// A group in one of them.
struct Side {
    answered: Cow<'static, str>,
    headcount: Cow<'static, str>,
    score: &'static str,
    /// Where the score stands on a scale of 2,000.
    place: u16,
}

impl Side {
    fn of(lang: Lang, counts: &Counts) -> Option<Self> {
        Some(Self {
            answered: figures::count(lang, counts.respondents()),
            headcount: figures::count(lang, counts.headcount),
            score: figures::points(counts.score()?.whole()),
            place: Lane::of(counts)?.score,
        })
    }
}

impl Pair {
    fn of(lang: Lang, reports: [&PublishedReport; 2], asks_the_same: bool) -> Self {
        let [before, after] = reports;
        let headlines = reports.map(|report| report.headline.clone());
        let same_method = before.headline.method_version == after.headline.method_version;
        let obstacle = obstacle(reports, asks_the_same, same_method);
        let counts = before.headline.counts.zip(after.headline.counts).filter(|_| obstacle.is_none());
        let change = counts.and_then(|(before, after)| Change::between(&before, &after));
        let lead = change
            .zip(counts)
            .map(|(change, pair)| words::between(lang, words::OTHER_WAVE, &before.headline, pair, &change));
        let groups = Groups {
            lines: if same_method { lines(lang, before, after, asks_the_same) } else { Vec::new() },
            answered: Pattern::of(lang.say("report-answered-of"), &["answered", "headcount"]),
        };
        Self { headlines, obstacle, lead, change, groups }
    }

    /// Both waves with their lines of the dot plot.
    fn sides(&self) -> [(&Headline, Option<Lane>); 2] {
        self.headlines.each_ref().map(|wave| (wave, Lane::of_wave(wave)))
    }
}

/// Why the two whole waves are not compared.
fn obstacle(reports: [&PublishedReport; 2], asks_the_same: bool, same_method: bool) -> Option<Message> {
    let [before, after] = reports.map(|report| &report.headline);
    let silent = [before, after].into_iter().find(|wave| wave.counts.is_none());
    if before.wave == after.wave {
        return Some(say("compare-same"));
    }
    if let Some(wave) = silent {
        return Some(say("compare-no-score").with("wave", &wave.title));
    }
    if !same_method {
        let versions = (before.method_version, after.method_version);
        return Some(say("compare-other-method").with("before", versions.0).with("after", versions.1));
    }
    (!asks_the_same).then(|| say("compare-other-people"))
}

/// Groups published in both waves, found by their department, in the order of the later one.
fn lines(lang: Lang, before: &PublishedReport, after: &PublishedReport, asks_the_same: bool) -> Vec<Line> {
    if before.headline.wave == after.headline.wave {
        return Vec::new();
    }
    let published = |row: &Row| Some((row.department, row.figures.as_ref()?.counts));
    let was: HashMap<Option<DepartmentId>, Counts> =
        before.rows.iter().filter(|row| is_lasting(row)).filter_map(published).collect();
    let lasting = after.rows.iter().filter(|row| is_lasting(row) && (asks_the_same || row.department.is_some()));
    lasting.filter_map(|row| line(lang, row, was.get(&row.department)?, &row.figures.as_ref()?.counts)).collect()
}

fn line(lang: Lang, row: &Row, before: &Counts, after: &Counts) -> Option<Line> {
    Some(Line {
        class: words::level(row),
        name: words::row_name(lang, row.kind, &row.path),
        change: figures::change(after.score()?.whole() - before.score()?.whole()),
        before: Side::of(lang, before)?,
        after: Side::of(lang, after)?,
    })
}

#[derive(Deserialize)]
pub struct CompareQuery {
    a: Option<String>,
    b: Option<String>,
}

/// `GET /reports/compare`: the form, and the two waves that were chosen in it.
///
/// # Errors
/// Not found where a wave has no report.
pub async fn show(request: HttpRequest, app: web::Data<App>, admin: Admin, query: web::Query<CompareQuery>) -> Result {
    let lang = admin.account.language;
    let chosen = match (&query.a, &query.b) {
        (Some(a), Some(b)) => Some([wave_id(a)?, wave_id(b)?]),
        _ => None,
    };
    let found = app.db.read(move |conn| {
        let waves = store::headlines(conn)?;
        let Some(chosen) = chosen else { return Ok(Some((waves, None))) };
        let mut both = Vec::with_capacity(chosen.len());
        for id in chosen {
            let (Some(report), Some(wave)) = (store::find(conn, id)?, waves::store::find(conn, id)?) else {
                return Ok(None);
            };
            both.push((report, wave.audience));
        }
        both.sort_by_key(|(report, _)| report.headline.closed_at);
        let asks_the_same = both.windows(2).all(|pair| pair[0].1 == pair[1].1);
        let pair = both.first().zip(both.last());
        let pair = pair.map(|((before, _), (after, _))| Pair::of(lang, [before, after], asks_the_same));
        Ok::<_, db::Error>(Some((waves, pair)))
    });
    let (waves, pair) = found.await?.ok_or(Error::NotFound)?;
    let page = Page::new(&request, &admin, "reports", say("compare-title"));
    html(StatusCode::OK, &ComparePage { page, waves, pair })
}
