//! The database's door: transactions, neighbours, and what deletion leaves.

use std::sync::Arc;

use candor::audit::{self, Actor};
use candor::db::{Conn, Error, MigrationState};

use crate::app::{TestApp, on_both};

fn note(conn: &mut Conn, app: &TestApp, object: &str) -> Result<(), Error> {
    audit::record(conn, app.app.clock.now(), Actor::Schedule, "test", object, "")
}

impl TestApp {
    /// Everything the audit log says of `test`, newest first.
    async fn notes(&self) -> Vec<String> {
        let entries = self.app.db.read(|conn| audit::page(conn, 0, 1_000)).await.unwrap();
        entries.into_iter().filter(|entry| entry.action == "test").map(|entry| entry.object).collect()
    }
}

on_both! {
    async fn what_fails_leaves_nothing_and_its_neighbours_stay(app: TestApp) {
        let app = Arc::new(app);
        let work = (0..64).map(|number| {
            let (db, clock) = (app.app.db.clone(), app.app.clock.clone());
            actix_web::rt::spawn(async move {
                db.write(move |conn| {
                    audit::record(conn, clock.now(), Actor::Schedule, "test", &number.to_string(), "")?;
                    if number % 2 == 0 { Err(Error::RollbackTransaction) } else { Ok(()) }
                })
                .await
            })
        });
        let mut outcomes = Vec::new();
        for task in work.collect::<Vec<_>>() {
            outcomes.push(task.await.unwrap().is_ok());
        }
        assert_eq!(outcomes.iter().filter(|ok| **ok).count(), 32);
        let mut kept: Vec<u32> = app.notes().await.iter().map(|object| object.parse().unwrap()).collect();
        kept.sort_unstable();
        assert_eq!(kept, (0..64).filter(|number| number % 2 == 1).collect::<Vec<_>>());
    }

    async fn a_closure_that_panics_takes_nobody_with_it(app: TestApp) {
        let app = Arc::new(app);
        let (db, clock) = (app.app.db.clone(), app.app.clock.clone());
        let panicking = actix_web::rt::spawn(async move {
            db.write(move |conn| -> Result<(), Error> {
                audit::record(conn, clock.now(), Actor::Schedule, "test", "lost", "")?;
                panic!("a mistake in a closure")
            })
            .await
        });
        assert!(panicking.await.is_err());
        let inner = Arc::clone(&app);
        app.app.db.write(move |conn| note(conn, &inner, "kept")).await.unwrap();
        assert_eq!(app.notes().await, ["kept"]);
    }

    async fn migrating_again_changes_nothing(app: TestApp) {
        assert_eq!(app.app.db.migration_state().unwrap(), MigrationState::Current);
        app.app.db.migrate().unwrap();
        assert_eq!(app.app.db.migration_state().unwrap(), MigrationState::Current);
    }

    async fn every_migration_can_be_taken_back_and_made_again(app: TestApp) {
        app.app.db.revert_all_migrations().unwrap();
        assert_ne!(app.app.db.migration_state().unwrap(), MigrationState::Current);
        app.app.db.migrate().unwrap();
        assert_eq!(app.app.db.migration_state().unwrap(), MigrationState::Current);
        assert!(app.notes().await.is_empty());
    }
}
