//! The tree frozen at a launch.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::{Conn, DepartmentId, Result, WaveId, on_backend};
use crate::schema::wave_groups;
use crate::waves::{Group, Tree, Turnover};

/// Rows in one INSERT; below the smallest limit on bound values of either database.
const ROWS_PER_INSERT: usize = 500;

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

/// Writes the tree of a wave that is being launched.
///
/// # Errors
/// When the database refuses.
pub fn freeze_tree(conn: &mut Conn, wave: WaveId, tree: &Tree) -> Result<()> {
    for chunk in tree.groups().chunks(ROWS_PER_INSERT) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|group| {
                (
                    wave_groups::wave_id.eq(wave),
                    wave_groups::number.eq(group.number),
                    wave_groups::parent.eq(group.parent),
                    wave_groups::name.eq(&group.name),
                    wave_groups::department_id.eq(group.department),
                    wave_groups::direct_headcount.eq(group.direct_headcount.cast_signed()),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(wave_groups::table).values(&rows).execute(conn))?;
    }
    Ok(())
}

/// How the groups of a wave had changed by its launch; nothing of those that are new, in the first wave, and of everyone.
///
/// # Errors
/// When the database cannot be asked.
pub fn turnovers(conn: &mut Conn, wave: WaveId) -> Result<HashMap<i32, Turnover>> {
    let rows: Vec<(i32, Option<i32>, Option<i32>)> = wave_groups::table
        .filter(wave_groups::wave_id.eq(wave))
        .select((wave_groups::number, wave_groups::joined, wave_groups::gone))
        .load(conn)?;
    let known = |(number, joined, gone): (i32, Option<i32>, Option<i32>)| {
        Some((number, Turnover { joined: joined?.unsigned_abs(), gone: gone?.unsigned_abs() }))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// Writes how the groups of a wave that is being launched have changed.
///
/// # Errors
/// When the database refuses.
pub fn note_turnover(conn: &mut Conn, wave: WaveId, changed: &[(i32, Turnover)]) -> Result<()> {
    for (number, turnover) in changed {
        let (joined, gone) = (turnover.joined.cast_signed(), turnover.gone.cast_signed());
        diesel::update(wave_groups::table.find((wave, *number)))
            .set((wave_groups::joined.eq(joined), wave_groups::gone.eq(gone)))
            .execute(conn)?;
    }
    Ok(())
}
