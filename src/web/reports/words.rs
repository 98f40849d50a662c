//! The sentences and figures of a report, in the reader's language.

use crate::i18n::{Lang, Message, Phrase, full_date, say, short_date};
use crate::reports::{
    Band, Change, Counts, Distribution, GroupPath, Headline, Interval, PublishedReport, Row, RowKind, Score,
};
use crate::waves::{self, local_time};

/// From this headcount on a company is large: a fifth of it is a sample, below it takes half
/// (the sources say 10–20 %, and half).
const LARGE_COMPANY: u32 = 500;
/// The smallest statistically useful sample, by two sources.
const USEFUL_SAMPLE: u32 = 100;

/// The sentence on top: the score, what changed and why, and whether it is more than noise.
pub fn lead(lang: Lang, report: &PublishedReport) -> String {
    if report.headline.abandoned {
        return lang.say("report-lead-abandoned").to_string();
    }
    let Some(score) = report.everyone().and_then(|figures| figures.counts.score()) else {
        return lang.say("report-lead-too-few").to_string();
    };
    let (Some(change), Some(before), Some(counts)) = (report.change(), &report.before, report.headline.counts) else {
        return lang.say("report-lead-first").with("score", lang.number(score.whole())).to_string();
    };
    between(lang, LAST_WAVE, before, (before.counts.unwrap_or_default(), counts), &change)
}

/// Higher, the same, lower than the last wave.
const LAST_WAVE: [&str; 3] = ["report-change-up", "report-change-none", "report-change-down"];
/// Higher, the same, lower than any other wave.
pub const OTHER_WAVE: [&str; 3] = ["compare-up", "compare-none", "compare-down"];

/// What changed since an earlier wave, why, and whether it is more than noise.
pub fn between(
    lang: Lang,
    keys: [&'static str; 3],
    before: &Headline,
    counts: (Counts, Counts),
    change: &Change,
) -> String {
    let whole = |counts: &Counts| counts.score().map_or(0, Score::whole);
    let (was, score) = (whole(&counts.0), whole(&counts.1));
    let points = score - was;
    let noise = if change.is_more_than_noise() { "report-more-than-noise" } else { "report-may-be-chance" };
    let [up, same, down] = keys;
    let mut what = Message::new(match points {
        1.. => up,
        0 => same,
        _ => down,
    })
    .with("date", date_of(lang, before));
    if points != 0 {
        what = what.with("points", points.abs());
    }
    let parts = parts(lang, change, points);
    let lead =
        if parts.is_empty() { lang.say("report-lead") } else { lang.say("report-lead-parts").with("parts", parts) };
    lead.with("score", lang.number(score)).with("change", what).with("noise", say(noise)).to_string()
}

/// A change in points as tables write it, with its sign and one decimal.
pub fn signed(lang: Lang, points: f64) -> String {
    let text = lang.decimal(points);
    if points > 0.0 { format!("+{text}") } else { text }
}

/// How likely chance alone is, with four decimals: "0.0374", or "below 0.0001".
pub fn probability(lang: Lang, p: f64) -> String {
    const LEAST: f64 = 0.0001;
    if p < LEAST {
        return lang.say("probability-below").with("least", lang.decimals(LEAST, 4)).to_string();
    }
    lang.decimals(p, 4)
}

/// Why a wave has no figures, in a few words.
pub fn why_nothing(lang: Lang, wave: &Headline) -> String {
    let key = if wave.abandoned { "report-abandoned-short" } else { "report-too-few-short" };
    lang.say(key).to_string()
}

/// What opinion and turnout made of a change, in whole points that add up to what the screen shows:
/// the smaller part is rounded, the larger is the rest.
#[expect(clippy::cast_possible_truncation, reason = "points lie between −200 and 200")]
fn split(change: &Change, points: i64) -> (i64, i64) {
    let (opinion, turnout) = (change.from_opinion.round() as i64, change.from_turnout.round() as i64);
    if change.from_opinion.abs() < change.from_turnout.abs() {
        (opinion, points - opinion)
    } else {
        (points - turnout, turnout)
    }
}

fn parts(lang: Lang, change: &Change, points: i64) -> String {
    let (opinion, turnout) = split(change, points);
    let signed = |points: i64| {
        let number = lang.number(points);
        if points > 0 { format!("+{number}") } else { number }
    };
    let mut parts = Vec::new();
    if opinion != 0 {
        let key = if opinion > 0 { "report-opinion-up" } else { "report-opinion-down" };
        parts.push(lang.say(key).with("points", signed(opinion)).to_string());
    }
    if turnout != 0 {
        let key = if change.more_answered { "report-turnout-up" } else { "report-turnout-down" };
        parts.push(lang.say(key).with("points", signed(turnout)).to_string());
    }
    parts.join(", ")
}

/// "Dec 2025", of a wave's close in its time zone.
pub fn date_of(lang: Lang, wave: &Headline) -> String {
    short_date(lang, local_time::to_local(wave.time_zone, wave.closed_at).date())
}

/// "13 March 2026", of a wave's close in its time zone.
pub fn closed_on(lang: Lang, wave: &Headline) -> String {
    full_date(lang, local_time::to_local(wave.time_zone, wave.closed_at).date())
}

/// "13 March 2026, 18:00 Moscow time".
pub fn closed_at(lang: Lang, wave: &Headline) -> String {
    let (tz, moment) = (wave.time_zone, wave.closed_at);
    let when = waves::words::on_the_wall_in_year(lang, tz, moment);
    let zone = lang.text(&waves::words::zone(tz, moment));
    lang.say("moment-in-zone").with("when", when).with("zone", zone).to_string()
}

/// How a score reads: the key of its word in `locales/`, and its class.
pub struct Verdict {
    pub key: &'static str,
    pub class: &'static str,
}

/// How the score reads; none where nobody answered.
pub fn band(counts: &Counts) -> Option<Verdict> {
    Some(match Band::of(counts.score()?) {
        Band::Alarming => Verdict { key: "scale-alarming", class: "alarming" },
        Band::AtRisk => Verdict { key: "scale-at-risk", class: "at-risk" },
        Band::Healthy => Verdict { key: "scale-healthy", class: "healthy" },
    })
}

/// What to say about how few answered.
pub fn warnings(counts: &Counts) -> Vec<Message> {
    let rate = counts.response_rate().unwrap_or_default();
    let mut warnings = Vec::new();
    if counts.headcount < LARGE_COMPANY && rate < 0.5 {
        warnings.push(say("sample-half"));
    } else if counts.headcount >= LARGE_COMPANY && rate < 0.2 {
        warnings.push(say("sample-fifth"));
    }
    if counts.respondents() < USEFUL_SAMPLE {
        warnings.push(say("sample-hundred"));
    }
    warnings
}

/// The name of a row: a group's own, or whose other teams these are.
pub fn row_name(lang: Lang, kind: RowKind, path: &GroupPath) -> String {
    let own = path.last().map(str::to_owned);
    match (kind, own) {
        (RowKind::Group, None) => lang.say("groups-everyone").to_string(),
        (RowKind::Group, Some(name)) => name,
        (RowKind::Others, None) => lang.say("groups-others-of-everyone").to_string(),
        (RowKind::Others, Some(group)) => lang.say("groups-others").with("group", group).to_string(),
        (RowKind::Direct, None) => lang.say("groups-direct-of-everyone").to_string(),
        (RowKind::Direct, Some(group)) => lang.say("groups-direct").with("group", group).to_string(),
    }
}

/// The name of a place with all names above it.
pub fn full_name(lang: Lang, kind: RowKind, path: &GroupPath) -> String {
    match (kind, path.len()) {
        (RowKind::Group, 1..) => path.join(" / "),
        (RowKind::Others | RowKind::Direct, 2..) => {
            format!("{} / {}", path.above().join(" / "), row_name(lang, kind, path))
        }
        _ => row_name(lang, kind, path),
    }
}

/// The classes of rows by their depth; deeper ones are indented no further.
const LEVELS: [&str; 6] = ["all", "dep", "team level-2", "team level-3", "team level-4", "team level-5"];

/// The class of a row by its depth.
pub fn level(row: &Row) -> &'static str {
    LEVELS[row.depth().min(LEVELS.len() - 1)]
}

/// The score given most often, if one is.
pub fn commonest(distribution: &Distribution) -> Option<usize> {
    let most = distribution.iter().max()?;
    let mut given = distribution.iter().enumerate().filter(|(_, people)| *people == most);
    given.next().filter(|_| given.next().is_none()).map(|(score, _)| score)
}

/// "1,079 of 1,470".
pub fn answered(lang: Lang, counts: &Counts) -> Phrase {
    lang.say("report-answered-of").with("answered", counts.respondents()).with("headcount", counts.headcount)
}

/// The score as the screen shows it; never 0 for nobody.
pub fn score(lang: Lang, counts: &Counts) -> String {
    match counts.score() {
        Some(score) => lang.number(score.whole()),
        None => lang.say("report-no-answers").to_string(),
    }
}

/// What the silent could make of it, as the column of a table says it.
pub fn range(lang: Lang, counts: &Counts) -> String {
    reach(lang, counts, "range-exact")
}

/// The same where it stands alone.
pub fn what_silent_change(lang: Lang, counts: &Counts) -> String {
    reach(lang, counts, "fact-exact")
}

fn reach(lang: Lang, counts: &Counts, nobody: &'static str) -> String {
    match counts.range() {
        Some((worst, best)) if counts.silent() > 0 => lang
            .say("fact-range")
            .with("low", lang.number(worst.whole()))
            .with("high", lang.number(best.whole()))
            .to_string(),
        Some(_) => lang.say(nobody).to_string(),
        None => String::new(),
    }
}

/// Their score with its interval.
pub fn respondents(lang: Lang, counts: &Counts) -> String {
    let (Some(score), Some(interval)) = (counts.respondents_score(), Interval::of(counts)) else {
        return String::new();
    };
    let score = lang.number(score.whole());
    if counts.silent() == 0 {
        return lang.say("groups-exact").with("score", score).to_string();
    }
    lang.say("groups-interval")
        .with("score", score)
        .with("low", lang.whole(interval.low))
        .with("high", lang.whole(interval.high))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chance_hardly_does_is_never_said_to_be_impossible() {
        let said = [0.0, 0.000_03, 0.000_1, 0.037_41].map(|p| probability(Lang::En, p));
        assert_eq!(said, ["below 0.0001", "below 0.0001", "0.0001", "0.0374"]);
        assert_eq!(probability(Lang::Ru, 0.0), "меньше 0,0001");
    }
}
