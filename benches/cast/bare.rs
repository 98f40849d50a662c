//! The yardsticks: what the same machine does without us.

use std::time::Instant;

use anyhow::Result;
use candor::ballots::{Spent, store};
use candor::db::{self, WaveId};
use candor::keys::random_bytes;
use candor::mail::Transport;

use crate::database::Database;
use crate::{CONNECTIONS, company};

/// Inserts of rows like ballots a second, so many in a transaction as there are connections, into an empty box.
pub fn inserts(database: &Database, wave: WaveId, length: usize, rows: u32) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let emptied = database.again()?;
    let app = company::found(company::configuration(folder.path(), emptied.url()), Transport::None)?;
    let rows: Vec<(Spent, Vec<u8>)> = (0..rows).map(|_| (random_bytes(), random_row(length))).collect();
    let count = f64::from(u32::try_from(rows.len())?);
    let begun = Instant::now();
    for group in rows.chunks(CONNECTIONS) {
        let group = group.to_vec();
        app.db.write_now(move |conn| {
            for (spent, sealed) in &group {
                store::insert(conn, wave, spent, sealed)?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    Ok(count / begun.elapsed().as_secs_f64())
}

fn random_row(length: usize) -> Vec<u8> {
    (0..length.div_ceil(32)).flat_map(|_| random_bytes::<32>()).take(length).collect()
}
