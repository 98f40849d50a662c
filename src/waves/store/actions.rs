//! Queries on the action lists of waves.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::{ActionId, Conn, Moment, Result, WaveId};
use crate::schema::{wave_actions, waves};
use crate::waves::actions::Action;

type Row = (ActionId, String, String, Option<NaiveDate>, Option<Moment>);

const COLUMNS: (wave_actions::id, wave_actions::what, wave_actions::who, wave_actions::due, wave_actions::done_at) =
    (wave_actions::id, wave_actions::what, wave_actions::who, wave_actions::due, wave_actions::done_at);

fn from_row((id, what, who, due, done_at): Row) -> Action {
    Action { id, what, who, due, done_at }
}

/// The actions of a wave, in the order in which they were added.
///
/// # Errors
/// When the database cannot be asked.
pub fn actions(conn: &mut Conn, wave: WaveId) -> Result<Vec<Action>> {
    let of_wave = wave_actions::table.filter(wave_actions::wave_id.eq(wave)).filter(wave_actions::removed_at.is_null());
    let rows: Vec<Row> = of_wave.order((wave_actions::created_at, wave_actions::id)).select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// An action of a wave, unless it was removed.
///
/// # Errors
/// When the database cannot be asked.
pub fn action(conn: &mut Conn, wave: WaveId, id: ActionId) -> Result<Option<Action>> {
    let found = wave_actions::table.find(id).filter(wave_actions::wave_id.eq(wave));
    let row: Option<Row> = found.filter(wave_actions::removed_at.is_null()).select(COLUMNS).first(conn).optional()?;
    Ok(row.map(from_row))
}

/// Adds an action.
///
/// # Errors
/// When the database refuses.
pub fn insert_action(conn: &mut Conn, wave: WaveId, action: &Action, now: Moment) -> Result<()> {
    diesel::insert_into(wave_actions::table)
        .values((
            wave_actions::id.eq(action.id),
            wave_actions::wave_id.eq(wave),
            wave_actions::what.eq(&action.what),
            wave_actions::who.eq(&action.who),
            wave_actions::due.eq(action.due),
            wave_actions::created_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// Writes the words and the day of an action, if it is still there; whether it was.
///
/// # Errors
/// When the database refuses.
pub fn save_action(conn: &mut Conn, wave: WaveId, action: &Action) -> Result<bool> {
    let there = wave_actions::table.filter(wave_actions::id.eq(action.id)).filter(wave_actions::wave_id.eq(wave));
    let words =
        (wave_actions::what.eq(&action.what), wave_actions::who.eq(&action.who), wave_actions::due.eq(action.due));
    Ok(diesel::update(there.filter(wave_actions::removed_at.is_null())).set(words).execute(conn)? == 1)
}

/// Notes when an action was done, or that it is not, if that is news; whether it was.
///
/// # Errors
/// When the database refuses.
pub fn set_action_done(conn: &mut Conn, wave: WaveId, id: ActionId, done_at: Option<Moment>) -> Result<bool> {
    let there = wave_actions::table.filter(wave_actions::id.eq(id)).filter(wave_actions::wave_id.eq(wave));
    let changed = if done_at.is_some() {
        let open = there.filter(wave_actions::done_at.is_null());
        diesel::update(open).set(wave_actions::done_at.eq(done_at)).execute(conn)?
    } else {
        let done = there.filter(wave_actions::done_at.is_not_null());
        diesel::update(done).set(wave_actions::done_at.eq(done_at)).execute(conn)?
    };
    Ok(changed == 1)
}

/// Takes an action off the list, if it is there; whether it was.
///
/// # Errors
/// When the database refuses.
pub fn remove_action(conn: &mut Conn, wave: WaveId, id: ActionId, now: Moment) -> Result<bool> {
    let there = wave_actions::table.filter(wave_actions::id.eq(id)).filter(wave_actions::wave_id.eq(wave));
    let there = there.filter(wave_actions::removed_at.is_null());
    Ok(diesel::update(there).set(wave_actions::removed_at.eq(Some(now))).execute(conn)? == 1)
}

/// Puts an action back that was removed at a moment or later; whether it was.
///
/// # Errors
/// When the database refuses.
pub fn restore_action(conn: &mut Conn, wave: WaveId, id: ActionId, since: Moment) -> Result<bool> {
    let gone = wave_actions::table.filter(wave_actions::id.eq(id)).filter(wave_actions::wave_id.eq(wave));
    let gone = gone.filter(wave_actions::removed_at.ge(since));
    Ok(diesel::update(gone).set(wave_actions::removed_at.eq(None::<Moment>)).execute(conn)? == 1)
}

/// Deletes actions that were removed before a moment.
///
/// # Errors
/// When the database refuses.
pub fn forget_actions(conn: &mut Conn, before: Moment) -> Result<()> {
    diesel::delete(wave_actions::table.filter(wave_actions::removed_at.lt(before))).execute(conn).map(drop)
}

/// The actions of all waves that were done after a moment, the earliest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn actions_done_after(conn: &mut Conn, moment: Moment) -> Result<Vec<Action>> {
    let done = wave_actions::table.filter(wave_actions::done_at.gt(moment)).filter(wave_actions::removed_at.is_null());
    let rows: Vec<Row> = done.order((wave_actions::done_at, wave_actions::id)).select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// When a wave was last launched.
///
/// # Errors
/// When the database cannot be asked.
pub fn last_launch(conn: &mut Conn) -> Result<Option<Moment>> {
    waves::table.select(diesel::dsl::max(waves::launched_at)).first(conn)
}
