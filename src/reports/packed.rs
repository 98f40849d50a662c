//! How a row of the table is stored: figures in a row without their names, since a report may have thousands of them
//! and is read anew for every page.

use serde::{Deserialize, Serialize};

use super::published::{Figures, Row, RowKind};
use super::{Counts, Distribution};
use crate::db::DepartmentId;

/// Everyone invited, promoters, passives, detractors.
type PackedCounts = [u32; 4];

/// Group, kind, path, department, and figures.
#[derive(Serialize, Deserialize)]
pub(super) struct PackedRow(i32, RowKind, Vec<String>, Option<DepartmentId>, Option<PackedFigures>);

/// Counts, those of the wave before, and answers by score.
#[derive(Serialize, Deserialize)]
struct PackedFigures(PackedCounts, Option<PackedCounts>, Option<Distribution>);

fn pack(counts: Counts) -> PackedCounts {
    [counts.headcount, counts.promoters, counts.passives, counts.detractors]
}

fn unpack([headcount, promoters, passives, detractors]: PackedCounts) -> Counts {
    Counts { headcount, promoters, passives, detractors }
}

impl From<Row> for PackedRow {
    fn from(row: Row) -> Self {
        let Row { group, kind, path, department, figures } = row;
        let packed =
            figures.map(|figures| PackedFigures(pack(figures.counts), figures.before.map(pack), figures.distribution));
        Self(group, kind, path, department, packed)
    }
}

impl From<PackedRow> for Row {
    fn from(PackedRow(group, kind, path, department, packed): PackedRow) -> Self {
        let figures = packed.map(|PackedFigures(counts, before, distribution)| Figures {
            counts: unpack(counts),
            before: before.map(unpack),
            distribution,
        });
        Self { group, kind, path, department, figures }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ordered_id;

    #[test]
    fn a_row_is_read_as_it_was_stored() {
        let counts = Counts { headcount: 20, promoters: 3, passives: 4, detractors: 5 };
        let all = Figures { counts, before: Some(counts), distribution: Some([1; 11]) };
        let few = Figures { before: None, distribution: None, ..all.clone() };
        for figures in [Some(all), Some(few), None] {
            let path = vec!["Sales".to_owned(), "Касса № 1".to_owned()];
            let row = Row { group: 7, kind: RowKind::Others, path, department: Some(ordered_id()), figures };
            let stored = serde_json::to_string(&row).unwrap();
            assert_eq!(serde_json::from_str::<Row>(&stored).unwrap(), row);
        }
    }
}
