//! Ways out of the queue.

use std::sync::{Arc, Mutex};

use super::Message;

/// Where mail goes.
#[derive(Debug, Clone)]
pub enum Transport {
    /// No mail server is set: mail waits in the queue.
    None,
    /// Kept in memory, for tests and the demonstration.
    Memory(Arc<Mutex<Vec<Message>>>),
}
