//! Where people stood before many of them were changed at once.

use diesel::prelude::*;

use crate::db::{ChangeId, Conn, DepartmentId, Moment, PersonId, Result, on_backend};
use crate::schema::undo_steps;

/// Rows in one statement.
const ROWS_PER_STATEMENT: usize = 500;

/// What happened to someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Marked as left.
    Left,
    /// Moved from one place to another; none: outside every department.
    Moved {
        /// Where they stood.
        from: Option<DepartmentId>,
        /// Where they went.
        to: Option<DepartmentId>,
    },
}

const LEFT: &str = "left";
const MOVED: &str = "moved";

/// Keeps the steps of a change.
///
/// # Errors
/// When the database refuses.
pub fn keep_steps(conn: &mut Conn, change: ChangeId, steps: &[(PersonId, Step)], now: Moment) -> Result<()> {
    for chunk in steps.chunks(ROWS_PER_STATEMENT) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(person, step)| {
                let (kind, from, to) = match step {
                    Step::Left => (LEFT, None, None),
                    Step::Moved { from, to } => (MOVED, *from, *to),
                };
                (
                    undo_steps::change_id.eq(change),
                    undo_steps::person_id.eq(*person),
                    undo_steps::kind.eq(kind),
                    undo_steps::from_department.eq(from),
                    undo_steps::to_department.eq(to),
                    undo_steps::created_at.eq(now),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(undo_steps::table).values(rows).execute(conn))?;
    }
    Ok(())
}

/// Takes the steps of a change, with when it was made: the second who asks gets nothing.
///
/// # Errors
/// When the database refuses.
pub fn take_steps(conn: &mut Conn, change: ChangeId) -> Result<Vec<(PersonId, Step, Moment)>> {
    type Stored = (PersonId, String, Option<DepartmentId>, Option<DepartmentId>, Moment);
    let of_change = undo_steps::table.filter(undo_steps::change_id.eq(change));
    let rows: Vec<Stored> = of_change
        .select((
            undo_steps::person_id,
            undo_steps::kind,
            undo_steps::from_department,
            undo_steps::to_department,
            undo_steps::created_at,
        ))
        .load(conn)?;
    diesel::delete(undo_steps::table.filter(undo_steps::change_id.eq(change))).execute(conn)?;
    let step = |(person, kind, from, to, at): Stored| {
        let step = if kind == LEFT { Step::Left } else { Step::Moved { from, to } };
        (person, step, at)
    };
    Ok(rows.into_iter().map(step).collect())
}

/// Forgets steps from before a moment. Returns how many.
///
/// # Errors
/// When the database refuses.
pub fn forget_steps(conn: &mut Conn, before: Moment) -> Result<usize> {
    diesel::delete(undo_steps::table.filter(undo_steps::created_at.lt(before))).execute(conn)
}
