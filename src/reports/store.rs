//! Tallies, comments and published reports of closed waves. No query here knows a person.

mod comments;
mod history;
mod links;
mod told;

pub use comments::{Comment, comment, comments, comments_after, comments_among, overwrite_comment, save_comments};
pub use history::{Scores, scores};
pub use links::{insert_link, link_of, links, withdraw_link};
pub use told::{delete_report_mail, insert_report_mail, note_admins_told, note_told, report_mail, told_at, untold};

use diesel::prelude::*;

use super::tally::Tallied;
use super::{Headline, PublishedReport};
use crate::db::{Conn, Error, Result, WaveId, on_backend};
use crate::schema::{reports, tallies, waves};
use crate::waves::Wave;

/// Rows of one INSERT.
const BATCH: usize = 500;
/// The question of a tally by category: detractor 0, passive 1, promoter 2.
const BY_CATEGORY: &str = "category";
/// The question of a tally by score, 0 to 10.
const BY_SCORE: &str = "score";

/// Stores the numbers of a counted wave.
///
/// # Errors
/// When the database refuses.
pub fn save_tallies(conn: &mut Conn, wave: WaveId, tallied: &Tallied) -> Result<()> {
    type Tally = (i32, &'static str, i32, u32);
    let categories = tallied.counts.iter().flat_map(|(atom, counts)| {
        let each = [counts.detractors, counts.passives, counts.promoters];
        (0..).zip(each).map(|(choice, answers)| (*atom, BY_CATEGORY, choice, answers))
    });
    let scores = tallied.distributions.iter().flat_map(|(atom, distribution)| {
        (0..).zip(distribution).map(|(choice, answers)| (*atom, BY_SCORE, choice, *answers))
    });
    let all: Vec<Tally> = categories.chain(scores).filter(|(.., answers)| *answers > 0).collect();
    for batch in all.chunks(BATCH) {
        let rows: Vec<_> = batch
            .iter()
            .map(|(atom, question, choice, answers)| {
                (
                    tallies::wave_id.eq(wave),
                    tallies::atom.eq(atom),
                    tallies::question.eq(question),
                    tallies::choice.eq(choice),
                    tallies::answers.eq(answers.cast_signed()),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(tallies::table).values(&rows).execute(conn))?;
    }
    Ok(())
}

/// Stores a report; a wave has one, for good.
///
/// # Errors
/// When the wave has one already, or the database refuses.
pub fn save(conn: &mut Conn, report: &PublishedReport) -> Result<()> {
    let headline = serde_json::to_string(&report.headline).map_err(|error| Error::SerializationError(error.into()))?;
    let body = serde_json::to_string(report).map_err(|error| Error::SerializationError(error.into()))?;
    diesel::insert_into(reports::table)
        .values((reports::wave_id.eq(report.headline.wave), reports::headline.eq(headline), reports::body.eq(body)))
        .execute(conn)?;
    history::save(conn, report)
}

/// The report of a wave; none before its count.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(conn: &mut Conn, wave: WaveId) -> Result<Option<PublishedReport>> {
    let body: Option<String> = reports::table.find(wave).select(reports::body).first(conn).optional()?;
    body.as_deref().map(read).transpose()
}

/// The report that a wave is compared with: the last one with figures that asked the same people and closed before.
///
/// # Errors
/// When the database cannot be asked.
pub fn before(conn: &mut Conn, wave: &Wave) -> Result<Option<PublishedReport>> {
    let mut all = headlines_of(conn, wave)?.into_iter();
    let last = all.rfind(|headline| headline.closed_at < wave.closes_at && headline.counts.is_some());
    last.map_or(Ok(None), |headline| find(conn, headline.wave))
}

/// The headlines of all reports, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn headlines(conn: &mut Conn) -> Result<Vec<Headline>> {
    let found: Vec<String> = reports::table
        .inner_join(waves::table)
        .order((waves::closes_at.desc(), waves::id.desc()))
        .select(reports::headline)
        .load(conn)?;
    found.iter().map(|text| read(text)).collect()
}

/// The headlines of the reports that asked the same people as a wave, oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn headlines_of(conn: &mut Conn, wave: &Wave) -> Result<Vec<Headline>> {
    let found: Vec<String> = reports::table
        .inner_join(waves::table)
        .filter(waves::audience.eq(wave.audience.to_json()))
        .order((waves::closes_at, waves::id))
        .select(reports::headline)
        .load(conn)?;
    found.iter().map(|text| read(text)).collect()
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::DeserializationError(error.into()))
}
