//! The rows of waves.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::{Conn, Moment, Result, SurveyId, WaveId};
use crate::schema::waves;
use crate::waves::{Audience, CommentsBy, Wave, WaveState};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = waves, treat_none_as_null = true)]
struct Row {
    id: WaveId,
    survey_id: SurveyId,
    title: String,
    state: String,
    audience: String,
    time_zone: String,
    opens_local: NaiveDateTime,
    closes_local: NaiveDateTime,
    opens_at: Moment,
    closes_at: Moment,
    planned_close_at: Moment,
    threshold: i32,
    comment_limit: i32,
    remind_everyone: bool,
    closing_message: bool,
    comments_by: String,
    method_version: i32,
    key_check: Option<Vec<u8>>,
    headcount: Option<i32>,
    left_out: Option<i32>,
    launched_at: Option<Moment>,
    ended_at: Option<Moment>,
}

impl From<&Wave> for Row {
    fn from(wave: &Wave) -> Self {
        Self {
            id: wave.id,
            survey_id: wave.survey,
            title: wave.title.clone(),
            state: wave.state.word().to_owned(),
            audience: wave.audience.to_json(),
            time_zone: wave.time_zone.name().to_owned(),
            opens_local: wave.opens_local,
            closes_local: wave.closes_local,
            opens_at: wave.opens_at,
            closes_at: wave.closes_at,
            planned_close_at: wave.planned_close_at,
            threshold: wave.threshold.cast_signed(),
            comment_limit: wave.comment_limit.cast_signed(),
            remind_everyone: wave.remind_everyone,
            closing_message: wave.closing_message,
            comments_by: wave.comments_by.word().to_owned(),
            method_version: wave.method_version,
            key_check: wave.key_check.clone(),
            headcount: wave.headcount.map(u32::cast_signed),
            left_out: wave.left_out.map(u32::cast_signed),
            launched_at: wave.launched_at,
            ended_at: wave.ended_at,
        }
    }
}

impl TryFrom<Row> for Wave {
    type Error = diesel::result::Error;

    fn try_from(row: Row) -> Result<Self> {
        let broken = |what: &str| diesel::result::Error::DeserializationError(format!("waves.{what}").into());
        let count = |number: i32| u32::try_from(number).map_err(|_| broken("headcount"));
        Ok(Self {
            id: row.id,
            survey: row.survey_id,
            title: row.title,
            state: WaveState::from_word(&row.state).ok_or_else(|| broken("state"))?,
            audience: Audience::from_json(&row.audience).ok_or_else(|| broken("audience"))?,
            time_zone: row.time_zone.parse().map_err(|_| broken("time_zone"))?,
            opens_local: row.opens_local,
            closes_local: row.closes_local,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            planned_close_at: row.planned_close_at,
            threshold: count(row.threshold)?,
            comment_limit: count(row.comment_limit)?,
            remind_everyone: row.remind_everyone,
            closing_message: row.closing_message,
            comments_by: CommentsBy::from_word(&row.comments_by).ok_or_else(|| broken("comments_by"))?,
            method_version: row.method_version,
            key_check: row.key_check,
            headcount: row.headcount.map(count).transpose()?,
            left_out: row.left_out.map(count).transpose()?,
            launched_at: row.launched_at,
            ended_at: row.ended_at,
        })
    }
}

fn read(rows: Vec<Row>) -> Result<Vec<Wave>> {
    rows.into_iter().map(Wave::try_from).collect()
}

/// A wave by its id.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(conn: &mut Conn, id: WaveId) -> Result<Option<Wave>> {
    let row: Option<Row> = waves::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.map(Wave::try_from).transpose()
}

/// Every wave, the latest opening first.
///
/// # Errors
/// When the database cannot be asked.
pub fn all(conn: &mut Conn) -> Result<Vec<Wave>> {
    read(waves::table.order((waves::opens_at.desc(), waves::id)).select(Row::as_select()).load(conn)?)
}

/// The latest opening of a wave that is scheduled or was open.
///
/// # Errors
/// When the database cannot be asked.
pub fn last_opening(conn: &mut Conn) -> Result<Option<Moment>> {
    let asks = [WaveState::Scheduled, WaveState::Open, WaveState::Closed].map(WaveState::word);
    waves::table.filter(waves::state.eq_any(asks.to_vec())).select(diesel::dsl::max(waves::opens_at)).first(conn)
}

/// Other waves in a state, the earliest opening first.
///
/// # Errors
/// When the database cannot be asked.
pub fn others(conn: &mut Conn, than: WaveId, state: WaveState) -> Result<Vec<Wave>> {
    let query = waves::table.filter(waves::id.ne(than)).filter(waves::state.eq(state.word()));
    read(query.order((waves::opens_at, waves::id)).select(Row::as_select()).load(conn)?)
}

/// Scheduled waves whose opening has come, the earliest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn due_to_open(conn: &mut Conn, now: Moment) -> Result<Vec<WaveId>> {
    let due = waves::table.filter(waves::state.eq(WaveState::Scheduled.word())).filter(waves::opens_at.le(now));
    due.order((waves::opens_at, waves::id)).select(waves::id).load(conn)
}

/// Open waves whose close has come, the earliest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn due_to_close(conn: &mut Conn, now: Moment) -> Result<Vec<WaveId>> {
    let due = waves::table.filter(waves::state.eq(WaveState::Open.word())).filter(waves::closes_at.le(now));
    due.order((waves::closes_at, waves::id)).select(waves::id).load(conn)
}

/// Adds a wave.
///
/// # Errors
/// When the database refuses.
pub fn insert(conn: &mut Conn, wave: &Wave, now: Moment) -> Result<()> {
    diesel::insert_into(waves::table)
        .values((Row::from(wave), waves::created_at.eq(now), waves::updated_at.eq(now)))
        .execute(conn)
        .map(drop)
}

/// Writes what became of a wave, if it is still in the state that the change began from. Answers
/// whether it was: another process may have been first.
///
/// # Errors
/// When the database refuses.
pub fn save(conn: &mut Conn, wave: &Wave, was: WaveState, now: Moment) -> Result<bool> {
    let unchanged = waves::table.filter(waves::id.eq(wave.id)).filter(waves::state.eq(was.word()));
    let rows = diesel::update(unchanged).set((Row::from(wave), waves::updated_at.eq(now))).execute(conn)?;
    Ok(rows == 1)
}
