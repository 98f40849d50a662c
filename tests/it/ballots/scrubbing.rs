//! What deleted ballots leave behind in the database's files goes, whoever is in the way for a while.

use candor::audit::Actor;
use candor::ballots::{self, store};
use candor::db::{Backend, Conn, DatabaseUrl, Error, WaveId};
use candor::schedule::{self, DELETED_BALLOTS};
use candor::settings;
use chrono::TimeDelta;
use diesel::connection::{Connection, SimpleConnection};
use diesel::sql_types::Double;
use diesel::{QueryableByName, RunQueryDsl, SqliteConnection};

use crate::app::{TestApp, on_both};

#[derive(QueryableByName)]
struct Estimate {
    #[diesel(sql_type = Double)]
    rows: f64,
}

/// Whether PostgreSQL has ever vacuumed the ballots; SQLite's are looked for in its files instead.
fn was_vacuumed(conn: &mut Conn) -> Result<bool, Error> {
    match conn {
        Conn::Sqlite(_) => Ok(true),
        #[cfg(feature = "postgres")]
        Conn::Postgres(inner) => {
            let query = "SELECT reltuples::float8 AS rows FROM pg_class WHERE relname = 'ballots'";
            let estimate: Estimate = diesel::sql_query(query).get_result(inner)?;
            Ok(estimate.rows >= 0.0)
        }
    }
}

impl TestApp {
    /// The sealed bytes of a few ballots.
    async fn some_sealed(&self, wave: WaveId) -> Vec<Vec<u8>> {
        let read = self.app.db.read(move |conn| {
            let mut sealed = Vec::new();
            store::each_sealed(conn, wave, |_, bytes| {
                sealed.push(bytes[..64].to_vec());
                Ok::<_, Error>(())
            })?;
            Ok::<_, Error>(sealed)
        });
        let mut sealed = read.await.unwrap();
        sealed.truncate(3);
        sealed
    }

    /// How many of them can be found in SQLite's files.
    fn found_in_files(&self, sealed: &[Vec<u8>]) -> usize {
        let DatabaseUrl::Sqlite(path) = self.app.db.url() else { return 0 };
        let read = |ending: &str| std::fs::read(format!("{}{ending}", path.display())).unwrap_or_default();
        let files = [read(""), read("-wal")];
        let is_in = |bytes: &Vec<u8>| files.iter().any(|file| file.windows(64).any(|window| window == bytes));
        sealed.iter().filter(|bytes| is_in(bytes)).count()
    }

    async fn is_scrub_due(&self) -> bool {
        self.app.db.read(|conn| settings::value(conn, "scrub_due")).await.unwrap().is_some()
    }

    async fn scrubbed_by_a_tick(&self) -> u64 {
        schedule::tick(&self.app).await.unwrap().of(DELETED_BALLOTS)
    }
}

on_both! {
    async fn after_a_count_nothing_of_the_ballots_is_left(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        let sealed = app.some_sealed(wave).await;
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        assert!(!app.is_scrub_due().await);
        assert!(app.app.db.read(was_vacuumed).await.unwrap());
        assert_eq!(app.found_in_files(&sealed), 0);
    }

    async fn after_calling_off_nothing_of_the_ballots_is_left(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        let (sealed, now) = (app.some_sealed(wave).await, app.app.clock.now());
        ballots::cancel(&app.app.db, &app.app.keys, now, wave, Actor::CommandLine).await.unwrap();
        assert!(!app.is_scrub_due().await);
        assert!(app.app.db.read(was_vacuumed).await.unwrap());
        assert_eq!(app.found_in_files(&sealed), 0);
    }

    async fn what_a_crash_has_left_undone_is_done_by_the_next_tick(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        app.app.db.write(move |conn| ballots::scrub_later(conn, wave)).await.unwrap();
        assert_eq!(app.scrubbed_by_a_tick().await, 1);
        assert!(app.app.db.read(was_vacuumed).await.unwrap());
        assert_eq!(app.scrubbed_by_a_tick().await, 0);
    }
}

#[actix_web::test]
async fn a_reader_in_the_way_delays_it_and_does_not_make_it_forgotten() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (wave, _) = app.answered_wave().await;
    let sealed = app.some_sealed(wave).await;
    app.reach_close(wave).await;
    let DatabaseUrl::Sqlite(path) = app.app.db.url() else { panic!() };
    let mut reader = SqliteConnection::establish(&path.display().to_string()).unwrap();
    reader.batch_execute("BEGIN; SELECT count(*) FROM ballots").unwrap();
    app.count(wave).await.unwrap();
    assert!(app.app.keys.is_gone(wave).unwrap(), "the key does not wait");
    assert!(app.is_scrub_due().await);
    assert_eq!(app.found_in_files(&sealed), 3, "the log still has them");
    assert_eq!(app.scrubbed_by_a_tick().await, 0);
    reader.batch_execute("COMMIT").unwrap();
    assert_eq!(app.scrubbed_by_a_tick().await, 0, "not at every tick");
    app.app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(app.scrubbed_by_a_tick().await, 1);
    assert_eq!((app.is_scrub_due().await, app.found_in_files(&sealed)), (false, 0));
    assert_eq!(app.scrubbed_by_a_tick().await, 0);
}
