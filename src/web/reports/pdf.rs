//! The report on paper: about four pages to hand out before a meeting.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use anyhow::Context;

use super::chart::Part;
use super::pictures::{self, Drawn, Kind};
use super::{figures, words};
use crate::app::App;
use crate::i18n::Lang;
use crate::reports::{
    Category, Counts, FINE_THRESHOLD, Headline, Interval, PublishedReport, ThemeShares, category_key,
};
use crate::settings;
use crate::waves::local_time;
use crate::web::drawing::{Block, Column, Paper, Row, Table, Weight};
use crate::web::{Admin, Result};

/// Most rows of the table of groups; where there are more, the table holds those of the upper levels.
const MOST_ROWS: usize = 120;
/// Most groups in a picture: with more, the upper levels alone.
const MOST_GROUPS: usize = 20;
/// Most waves in the table over time: the last ones.
const MOST_WAVES: usize = 12;

/// `GET /reports/{wave}/report.pdf`.
///
/// # Errors
/// Not found before the count.
pub async fn export(app: web::Data<App>, admin: Admin, wave: web::Path<String>) -> Result {
    let lang = admin.account.language;
    let found = pictures::find(&app, &wave).await?;
    let company = app.db.read(settings::load).await?.company;
    let closed = local_time::to_local(found.report.headline.time_zone, found.report.headline.closed_at).date();
    let written = web::block(move || {
        let drawn = Drawn { lang, report: &found.report, waves: &found.waves, most_groups: MOST_GROUPS };
        paper(&drawn, &company).pdf()
    });
    let file = written.await.context("a document was not written")?.context("a document cannot be written")?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/pdf"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"candor-{closed}.pdf\"")))
        .body(file))
}

/// The whole document.
fn paper(drawn: &Drawn, company: &str) -> Paper {
    let (lang, report) = (drawn.lang, drawn.report);
    let headline = &report.headline;
    let title = lang.say("report-title").with("wave", &headline.title).to_string();
    let whose = if company.is_empty() { "Candor" } else { company };
    let foot = lang.say("pdf-foot").with("company", whose).with("wave", &headline.title).to_string();
    let mut blocks = vec![
        Block::note(whose),
        Block::Heading(1, headline.title.clone()),
        Block::note(about(lang, headline)),
        Block::Paragraph(14.0, Weight::Bold, false, words::lead(lang, report)),
    ];
    match report.everyone() {
        Some(everyone) => {
            first_screen(drawn, &everyone.counts, &mut blocks);
            parts(drawn, &everyone.counts, &mut blocks);
            spread(drawn, &mut blocks);
            over_time(drawn, &mut blocks);
            groups(drawn, &mut blocks);
            themes(lang, report, &mut blocks);
        }
        None => blocks.extend(nothing(lang, report)),
    }
    method(lang, report, &mut blocks);
    Paper { title, language: lang.code(), foot, blocks }
}

/// "1,470 invited · closed 14 March 2026".
fn about(lang: Lang, headline: &Headline) -> String {
    let invited = lang.say("report-invited").with("people", headline.headcount).to_string();
    let closed = lang.say("report-closed").with("time", words::closed_at(lang, headline)).to_string();
    format!("{invited} · {closed}")
}

fn nothing(lang: Lang, report: &PublishedReport) -> Vec<Block> {
    if report.headline.abandoned {
        return vec![Block::text(lang.say("report-abandoned").to_string())];
    }
    let too_few = lang.say("report-too-few").with("threshold", report.threshold).to_string();
    vec![Block::text(format!("{too_few} {}", lang.say("report-too-few-rate")))]
}

fn first_screen(drawn: &Drawn, counts: &Counts, blocks: &mut Vec<Block>) {
    let (lang, report) = (drawn.lang, drawn.report);
    blocks.extend(drawn.picture(Kind::Scale).map(Block::Figure));
    let say = |key: &'static str| lang.say(key).to_string();
    let silent = lang.say("fact-silent-note").with("silent", counts.silent()).to_string();
    let mut rows = vec![row([say("fact-silent"), words::what_silent_change(lang, counts), silent])];
    if let (Some(respondents), Some(interval)) = (counts.respondents_score(), Interval::of(counts)) {
        rows.push(row([say("fact-respondents"), lang.number(respondents.whole()), say("fact-respondents-note")]));
        let (shown, note) = if counts.silent() > 0 {
            let range = lang.say("fact-range").with("low", lang.whole(interval.low));
            (range.with("high", lang.whole(interval.high)).to_string(), say("fact-interval-note"))
        } else {
            (say("fact-interval-exact"), say("fact-interval-exact-note"))
        };
        rows.push(row([say("fact-interval"), shown, note]));
    }
    if let Some(rate) = counts.response_rate() {
        rows.push(row([say("fact-rate"), lang.percent(rate), words::answered(lang, counts).to_string()]));
    }
    let columns = [("pdf-figure", 3.0, false), ("pdf-value", 1.6, true), ("pdf-note", 6.0, false)];
    blocks.push(table(lang, &columns, rows));
    blocks.extend(words::warnings(counts).iter().map(|warning| Block::note(lang.text(warning))));
    if report.unreachable > 0 {
        blocks.push(Block::note(lang.say("report-unreachable").with("people", report.unreachable).to_string()));
    }
    if report.set_aside > 0 {
        blocks.push(Block::note(lang.say("report-set-aside").with("ballots", report.set_aside).to_string()));
    }
}

fn parts(drawn: &Drawn, counts: &Counts, blocks: &mut Vec<Block>) {
    let lang = drawn.lang;
    blocks.push(heading(lang, "parts-heading"));
    let sum = lang.say("parts-sum").with("promoters", counts.promoters).with("detractors", counts.detractors);
    let sum = sum.with("headcount", counts.headcount).with("score", words::score(lang, counts));
    blocks.push(Block::text(sum.to_string()));
    blocks.extend(drawn.picture(Kind::Parts).map(Block::Figure));
    let share = |people: u32, of: u32| lang.percent_decimal(f64::from(people) / f64::from(of.max(1)));
    let rows = Part::all(counts).into_iter().map(|part| {
        let of_answered = if part.is_silent() { "–".to_owned() } else { share(part.people, counts.respondents()) };
        let people = lang.number(part.people.into());
        row([lang.say(part.key).to_string(), people, share(part.people, counts.headcount), of_answered])
    });
    let columns = [
        ("parts-group", 3.0, false),
        ("parts-people", 2.0, true),
        ("pdf-of-invited", 2.0, true),
        ("pdf-of-answered", 2.0, true),
    ];
    blocks.push(table(lang, &columns, rows.collect()));
}

fn spread(drawn: &Drawn, blocks: &mut Vec<Block>) {
    blocks.push(heading(drawn.lang, "spread-heading"));
    let withheld = || {
        let words = drawn.lang.say("spread-withheld").with("threshold", drawn.report.fine_threshold);
        Block::text(words.to_string())
    };
    blocks.push(drawn.picture(Kind::Spread).map_or_else(withheld, Block::Figure));
}

fn over_time(drawn: &Drawn, blocks: &mut Vec<Block>) {
    let lang = drawn.lang;
    blocks.push(heading(lang, "time-heading"));
    let Some(picture) = drawn.picture(Kind::Trend) else {
        blocks.push(Block::text(lang.say("time-one").to_string()));
        return;
    };
    blocks.push(Block::Figure(picture));
    blocks.push(Block::note(lang.say("time-bars").to_string()));
    let last = drawn.waves.len().saturating_sub(MOST_WAVES);
    let rows = drawn.waves[last..].iter().rev().map(|wave| {
        let name = format!("{}, {}", wave.title, words::date_of(lang, wave));
        let Some(counts) = wave.counts else { return row([name, words::why_nothing(lang, wave)]) };
        let rate = lang.percent(counts.response_rate().unwrap_or_default());
        row([
            name,
            words::answered(lang, &counts).to_string(),
            rate,
            words::score(lang, &counts),
            words::range(lang, &counts),
        ])
    });
    let columns = [
        ("report-wave", 4.0, false),
        ("report-answered", 2.2, true),
        ("fact-rate", 1.6, true),
        ("report-score", 1.4, true),
        ("report-range", 2.6, true),
    ];
    blocks.push(table(lang, &columns, rows.collect()));
}

fn groups(drawn: &Drawn, blocks: &mut Vec<Block>) {
    let (lang, report) = (drawn.lang, drawn.report);
    blocks.push(heading(lang, "groups-heading"));
    if report.rows.len() == 1 {
        blocks.push(Block::text(lang.say("groups-none").to_string()));
        return;
    }
    blocks.push(Block::text(lang.say("groups-intro").to_string()));
    if report.withholds() {
        blocks.push(Block::text(lang.say("groups-withheld").with("threshold", report.threshold).to_string()));
    }
    blocks.extend(drawn.picture(Kind::Groups).map(Block::Figure));
    blocks.push(Block::note(lang.say("pdf-groups-key").to_string()));
    let up_to = |depth: usize| report.rows.iter().filter(move |row| row.depth() <= depth).count();
    let deepest = report.rows.iter().map(crate::reports::Row::depth).max().unwrap_or_default();
    let depth = (1..=deepest).rev().find(|depth| up_to(*depth) <= MOST_ROWS).unwrap_or(1);
    let rows = report.rows.iter().filter(|row| row.depth() <= depth).map(|row| group_row(lang, row));
    let columns = [
        ("groups-group", 3.6, false),
        ("report-answered", 2.0, true),
        ("report-score", 1.4, true),
        ("report-range", 2.5, true),
        ("groups-respondents", 2.5, true),
        ("groups-change", 1.9, true),
    ];
    blocks.push(table(lang, &columns, rows.collect()));
    if depth < deepest {
        let all = lang.say("pdf-groups-cut").with("shown", up_to(depth)).with("all", report.rows.len());
        blocks.push(Block::note(all.to_string()));
    }
    blocks.extend(drawn.picture(Kind::Rates).map(|picture| Block::Heading(2, picture.title)));
    blocks.extend(drawn.picture(Kind::Rates).map(Block::Figure));
}

fn group_row(lang: Lang, row: &crate::reports::Row) -> Row {
    let mut cells = vec![words::row_name(lang, row.kind, &row.path)];
    match &row.figures {
        Some(figures) => {
            let counts = &figures.counts;
            let old = figures.before.and_then(|before| before.score());
            let change = old.zip(counts.score()).map(|(old, new)| figures::change(new.whole() - old.whole()));
            cells.extend([
                words::answered(lang, counts).to_string(),
                words::score(lang, counts),
                words::range(lang, counts),
                words::respondents(lang, counts),
                change.unwrap_or_default().to_owned(),
            ]);
        }
        None => cells.push(lang.say("groups-hidden").to_string()),
    }
    let weight = if row.depth() == 0 { Weight::Bold } else { Weight::Regular };
    Row { depth: u8::try_from(row.depth().saturating_sub(1)).unwrap_or(u8::MAX), weight, cells }
}

/// Themes by category, or that there are none to tell.
fn themes(lang: Lang, report: &PublishedReport, blocks: &mut Vec<Block>) {
    blocks.push(heading(lang, "themes-by-category"));
    let shares = report.told_themes();
    if shares.is_empty() {
        blocks.push(Block::text(lang.say("themes-none").with("threshold", FINE_THRESHOLD).to_string()));
        return;
    }
    blocks.push(Block::note(lang.say("themes-by-category-explained").with("threshold", FINE_THRESHOLD).to_string()));
    let told = |theme: &ThemeShares, category| match theme.of(category) {
        Some(share) => lang.say("themes-at-least").with("share", lang.percent(f64::from(share) / 100.0)).to_string(),
        None => lang.say("themes-not-told").to_string(),
    };
    let rows = shares.iter().map(|theme| {
        let [first, second, third] = Category::ALL.map(|category| told(theme, category));
        row([theme.name(lang).to_owned(), first, second, third])
    });
    let [first, second, third] = Category::ALL.map(|category| (category_key(category), 2.2, true));
    blocks.push(table(lang, &[("xlsx-theme", 3.0, false), first, second, third], rows.collect()));
}

fn method(lang: Lang, report: &PublishedReport, blocks: &mut Vec<Block>) {
    blocks.push(heading(lang, "method-heading"));
    let keys = ["method-groups", "method-score", "method-range", "method-change"];
    let mut sentences: Vec<String> = keys.into_iter().map(|key| lang.say(key).to_string()).collect();
    sentences.push(lang.say("method-protection").with("threshold", report.threshold).to_string());
    blocks.push(Block::List(sentences));
}

fn heading(lang: Lang, key: &'static str) -> Block {
    Block::Heading(2, lang.say(key).to_string())
}

fn row<const CELLS: usize>(cells: [String; CELLS]) -> Row {
    Row { depth: 0, weight: Weight::Regular, cells: cells.into() }
}

/// A table by the keys of its columns, their parts of the width, and whether they are numbers.
fn table(lang: Lang, columns: &[(&'static str, f32, bool)], rows: Vec<Row>) -> Block {
    let column = |(key, part, is_number): &(&'static str, f32, bool)| Column {
        head: lang.say(key).to_string(),
        part: *part,
        is_number: *is_number,
    };
    Block::Table(Table { columns: columns.iter().map(column).collect(), rows })
}
