//! On SQLite one process sends: when it starts, what another had in hand is in no hand any more.

use std::fs::{File, TryLockError};
use std::path::PathBuf;

use crate::db::{DatabaseUrl, Db, Moment, Result};
use crate::mail::store;

/// A lock beside the database's file, which the system opens when its process ends, however that ends.
#[derive(Debug)]
pub(super) struct Alone {
    _lock: Option<File>,
}

/// Makes sure that nobody else sends from this database, and if so puts back in the queue at once what somebody
/// had in hand who was killed. PostgreSQL has several senders: there their leases run out.
///
/// # Errors
/// When the database refuses.
pub(super) async fn begin(db: &Db, now: Moment) -> Result<Alone> {
    let DatabaseUrl::Sqlite(path) = db.url() else { return Ok(Alone { _lock: None }) };
    let mut name = path.clone().into_os_string();
    name.push("-sending");
    let Some(lock) = lock(name.into()) else { return Ok(Alone { _lock: None }) };
    db.write(move |conn| {
        let standing = store::standing(conn)?;
        standing.into_iter().try_for_each(|lease| store::take_back(conn, lease, now).map(drop))
    })
    .await?;
    Ok(Alone { _lock: Some(lock) })
}

fn lock(path: PathBuf) -> Option<File> {
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    match file.map(|file| (file.try_lock(), file)) {
        Ok((Ok(()), file)) => Some(file),
        Ok((Err(TryLockError::WouldBlock), _)) => None,
        Ok((Err(TryLockError::Error(error)), _)) | Err(error) => {
            tracing::warn!(
                "{} cannot be locked, so leases of a killed process run out by themselves: {error}",
                path.display()
            );
            None
        }
    }
}
