//! Response rates of open waves, as the clock counted them.

use diesel::prelude::*;

use crate::db::{Conn, Moment, Result, WaveId, on_backend};
use crate::schema::response_rates;

/// Rows in one INSERT; below the smallest limit on bound values of either database.
const ROWS_PER_INSERT: usize = 500;

/// What was counted for a group, and when: people for group 0, tenths for every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Counted {
    /// The group's number in the wave; 0 for everyone.
    pub group: i32,
    /// People who answered (group 0), or tenths of the headcount, 0 to 9.
    pub amount: i32,
    /// When it was counted.
    pub at: Moment,
}

/// All that was counted of a wave, by group.
///
/// # Errors
/// When the database cannot be asked.
pub fn of_wave(conn: &mut Conn, wave: WaveId) -> Result<Vec<Counted>> {
    response_rates::table
        .filter(response_rates::wave_id.eq(wave))
        .order(response_rates::group_number)
        .select((response_rates::group_number, response_rates::amount, response_rates::counted_at))
        .load(conn)
}

/// Puts new figures of some groups in the place of the old ones.
///
/// # Errors
/// When the database refuses.
pub fn replace(conn: &mut Conn, wave: WaveId, counted: &[Counted]) -> Result<()> {
    for chunk in counted.chunks(ROWS_PER_INSERT) {
        let groups: Vec<i32> = chunk.iter().map(|counted| counted.group).collect();
        let old = response_rates::wave_id.eq(wave).and(response_rates::group_number.eq_any(groups));
        diesel::delete(response_rates::table.filter(old)).execute(conn)?;
        let rows: Vec<_> = chunk
            .iter()
            .map(|counted| {
                (
                    response_rates::wave_id.eq(wave),
                    response_rates::group_number.eq(counted.group),
                    response_rates::amount.eq(counted.amount),
                    response_rates::counted_at.eq(counted.at),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(response_rates::table).values(&rows).execute(conn))?;
    }
    Ok(())
}
