//! What every door and every use case that touches files needs, put together once at the start.

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::keys::{KeyFolder, Secret};
use crate::mail::Transport;
use crate::mail::bounce::Source;
use crate::pauses::Pauses;

/// The running program's tools. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The wave keys.
    pub keys: KeyFolder,
    /// The installation's secret.
    pub secret: Secret,
    /// What was configured at the start.
    pub config: Config,
    /// Where mail goes.
    pub transport: Transport,
    /// Where reports of what did not arrive are read, if anywhere.
    pub bounces: Option<Source>,
    /// What is not tried again yet.
    pub pauses: Pauses,
}
