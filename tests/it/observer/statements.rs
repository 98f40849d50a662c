//! What a database is asked, statement by statement, as the library that asks tells it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

use crate::app::TestApp;

/// What was asked, by the address of the database; only of those that somebody listens to.
static ASKED: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);

/// Hears what the databases are asked that are opened from now on.
pub fn listen() {
    set_default_instrumentation(|| Some(Box::new(Ear(String::new())))).unwrap();
}

/// One connection, by the address that it was opened with.
struct Ear(String);

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.0),
            InstrumentationEvent::StartQuery { query, .. } => self.hear(|| query.to_string()),
            InstrumentationEvent::BeginTransaction { .. } => self.hear(|| "BEGIN".to_owned()),
            InstrumentationEvent::CommitTransaction { .. } => self.hear(|| "COMMIT".to_owned()),
            _ => {}
        }
    }
}

impl Ear {
    fn hear(&self, said: impl FnOnce() -> String) {
        if let Some(asked) = asked().as_mut().and_then(|all| all.get_mut(&self.0)) {
            let said = said();
            // The values that are bound differ each time, and what a new connection is told first comes at any time.
            let text = said.split(" -- binds: ").next().unwrap_or_default();
            if !["PRAGMA", "SET TIME ZONE"].iter().any(|first| text.trim_start().starts_with(first)) {
                asked.push(text.to_owned());
            }
        }
    }
}

fn asked() -> MutexGuard<'static, Option<HashMap<String, Vec<String>>>> {
    ASKED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TestApp {
    /// What the database has been asked since the last time.
    pub fn asked(&self) -> Vec<String> {
        let address = match self.app.db.url() {
            candor::db::DatabaseUrl::Sqlite(path) => path.to_string_lossy().into_owned(),
            candor::db::DatabaseUrl::Postgres(url) => url.clone(),
        };
        let mut all = asked();
        std::mem::take(all.get_or_insert_default().entry(address).or_default())
    }
}
