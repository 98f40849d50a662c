//! How departments answered in many waves, as the published reports say it.

use std::collections::HashMap;

use diesel::prelude::*;

use super::BATCH;
use crate::db::{Conn, DepartmentId, Result, WaveId, on_backend};
use crate::reports::{Counts, PublishedReport, RowKind};
use crate::schema::report_scores;

/// How departments answered, by wave; those that were withheld, or not asked, are not in it.
pub type Scores = HashMap<(WaveId, DepartmentId), Counts>;

/// Stores what a report says of its departments.
pub(super) fn save(conn: &mut Conn, report: &PublishedReport) -> Result<()> {
    let wholes = report.rows.iter().filter(|row| row.kind == RowKind::Group);
    let published: Vec<(DepartmentId, Counts)> =
        wholes.filter_map(|row| Some((row.department?, row.figures.as_ref()?.counts))).collect();
    for batch in published.chunks(BATCH) {
        let rows: Vec<_> = batch
            .iter()
            .map(|(department, counts)| {
                (
                    report_scores::wave_id.eq(report.headline.wave),
                    report_scores::department_id.eq(department),
                    report_scores::headcount.eq(counts.headcount.cast_signed()),
                    report_scores::promoters.eq(counts.promoters.cast_signed()),
                    report_scores::passives.eq(counts.passives.cast_signed()),
                    report_scores::detractors.eq(counts.detractors.cast_signed()),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(report_scores::table).values(&rows).execute(conn))?;
    }
    Ok(())
}

/// How some departments answered in some waves.
///
/// # Errors
/// When the database cannot be asked.
pub fn scores(conn: &mut Conn, waves: &[WaveId], departments: &[DepartmentId]) -> Result<Scores> {
    type Found = (WaveId, DepartmentId, i32, i32, i32, i32);
    let mut scores = Scores::new();
    for batch in departments.chunks(BATCH) {
        let found: Vec<Found> = report_scores::table
            .filter(report_scores::wave_id.eq_any(waves.to_vec()))
            .filter(report_scores::department_id.eq_any(batch.to_vec()))
            .load(conn)?;
        scores.extend(found.into_iter().map(|(wave, department, headcount, promoters, passives, detractors)| {
            let [headcount, promoters, passives, detractors] =
                [headcount, promoters, passives, detractors].map(i32::cast_unsigned);
            ((wave, department), Counts { headcount, promoters, passives, detractors })
        }));
    }
    Ok(scores)
}
