//! Waves that are planned and invite a department by name: it cannot go before they know whom else to invite.

use crate::db::{self, Conn, DepartmentId, WaveId};
use crate::waves::{self, WaveState};

/// A planned wave that names a department.
pub struct Planned {
    pub id: WaveId,
    pub title: String,
}

/// The drafts and scheduled waves that invite one of some departments by name.
pub fn naming(conn: &mut Conn, departments: &[DepartmentId]) -> db::Result<Vec<Planned>> {
    let is_planned = |state| matches!(state, WaveState::Draft | WaveState::Scheduled);
    let waves = waves::store::all(conn)?.into_iter();
    Ok(waves
        .filter(|wave| is_planned(wave.state) && departments.iter().any(|id| wave.audience.names(*id)))
        .map(|wave| Planned { id: wave.id, title: wave.title })
        .collect())
}
