//! Queries on waves and their frozen trees.

use diesel::prelude::*;

use super::{CommentsBy, Group, Tree, Wave, WaveState};
use crate::db::{Conn, DepartmentId, Moment, Result, SurveyId, WaveId};
use crate::schema::{wave_groups, waves};

#[derive(Queryable, Selectable)]
#[diesel(table_name = waves)]
struct Row {
    id: WaveId,
    survey_id: SurveyId,
    title: String,
    state: String,
    audience: String,
    time_zone: String,
    opens_local: Moment,
    closes_local: Moment,
    opens_at: Moment,
    closes_at: Moment,
    planned_close_at: Moment,
    threshold: i32,
    comment_limit: i32,
    remind_everyone: bool,
    comments_by: String,
    method_version: i32,
    key_check: Option<Vec<u8>>,
    headcount: Option<i32>,
    left_out: Option<i32>,
    launched_at: Option<Moment>,
    ended_at: Option<Moment>,
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
            audience: row.audience,
            time_zone: row.time_zone.parse().map_err(|_| broken("time_zone"))?,
            opens_local: row.opens_local,
            closes_local: row.closes_local,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            planned_close_at: row.planned_close_at,
            threshold: count(row.threshold)?,
            comment_limit: count(row.comment_limit)?,
            remind_everyone: row.remind_everyone,
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

/// A wave by its id.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(conn: &mut Conn, id: WaveId) -> Result<Option<Wave>> {
    let row: Option<Row> = waves::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.map(Wave::try_from).transpose()
}

/// The tree frozen at a wave's launch; empty before it.
///
/// # Errors
/// When the database cannot be asked.
pub fn tree(conn: &mut Conn, wave: WaveId) -> Result<Tree> {
    type GroupRow = (i32, Option<i32>, String, Option<DepartmentId>, i32);
    let rows: Vec<GroupRow> = wave_groups::table
        .filter(wave_groups::wave_id.eq(wave))
        .order(wave_groups::number)
        .select((
            wave_groups::number,
            wave_groups::parent,
            wave_groups::name,
            wave_groups::department_id,
            wave_groups::direct_headcount,
        ))
        .load(conn)?;
    let groups = rows.into_iter().map(|(number, parent, name, department, headcount)| Group {
        number,
        parent,
        name,
        department,
        direct_headcount: headcount.unsigned_abs(),
    });
    Ok(Tree::new(groups.collect()))
}
