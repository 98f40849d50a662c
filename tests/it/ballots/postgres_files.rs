//! What PostgreSQL's files keep of deleted ballots, unreadable without the key: measured step by step, and printed.

use candor::ballots::store;
use candor::db::{Backend, Conn, Error, WaveId};
use candor::keys::{random_bytes, random_id};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Binary};

use crate::app::TestApp;

/// The table, its parts of long values and its indexes.
const TABLE: &str = "SELECT count(*) AS found FROM (
    SELECT 'ballots'::regclass::oid AS part
    UNION SELECT reltoastrelid FROM pg_class WHERE oid = 'ballots'::regclass
    UNION SELECT indexrelid FROM pg_index WHERE indrelid = 'ballots'::regclass
    ) parts WHERE position($1 IN pg_read_binary_file(pg_relation_filepath(part))) > 0";
/// The write-ahead log, also what of it waits to be written over.
const LOG: &str = "SELECT count(*) AS found FROM pg_ls_waldir()
    WHERE name ~ '^[0-9A-F]{24}$' AND position($1 IN pg_read_binary_file('pg_wal/' || name)) > 0";

#[derive(diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    found: i64,
}

/// The beginning of each sealed ballot, and its mark.
type Traces = Vec<(Vec<u8>, Vec<u8>)>;

impl TestApp {
    async fn traces(&self, wave: WaveId) -> Traces {
        let read = self.app.db.read(move |conn| {
            let mut traces = Traces::new();
            store::each_sealed(conn, wave, |spent, sealed| {
                traces.push((sealed[..64].to_vec(), spent.to_vec()));
                Ok::<_, Error>(())
            })?;
            Ok::<_, Error>(traces)
        });
        read.await.unwrap()
    }

    /// How many sealed ballots, and how many marks, are in the files that a query looks at.
    async fn found(&self, traces: &Traces, query: &'static str) -> (usize, usize) {
        let traces = traces.clone();
        let read = self.app.db.read(move |conn| {
            let Conn::Postgres(conn) = conn else { panic!() };
            let mut is_there = |bytes: &Vec<u8>| {
                let found: Found = diesel::sql_query(query).bind::<Binary, _>(bytes).get_result(conn)?;
                Ok::<_, Error>(usize::from(found.found > 0))
            };
            let mut found = (0, 0);
            for (sealed, spent) in &traces {
                found.0 += is_there(sealed)?;
                found.1 += is_there(spent)?;
            }
            Ok::<_, Error>(found)
        });
        read.await.unwrap()
    }

    fn alone(&self, statement: &'static str) {
        self.app
            .db
            .alone_now(move |conn| match conn {
                Conn::Postgres(conn) => conn.batch_execute(statement),
                Conn::Sqlite(_) => panic!(),
            })
            .unwrap();
    }

    /// Looks at the table's files and, where that was asked for, at the log of the whole server.
    async fn measure(&self, traces: &Traces, when: &str) -> (usize, usize) {
        self.alone("CHECKPOINT");
        let table = self.found(traces, TABLE).await;
        println!("{when}: table {} sealed and {} marks of {}", table.0, table.1, traces.len());
        #[expect(clippy::disallowed_methods, reason = "only tests read this, and only here")]
        if std::env::var("CANDOR_WAL").is_ok() {
            let log = self.found(traces, LOG).await;
            println!("{when}: log {} sealed and {} marks", log.0, log.1);
        }
        table
    }
}

#[actix_web::test]
async fn what_postgresql_keeps_of_deleted_ballots_is_measured() {
    for is_alone in [true, false] {
        let app = TestApp::start(Backend::Postgres).await;
        let (wave, _) = app.answered_wave().await;
        if !is_alone {
            let other = random_id();
            let insert = move |conn: &mut Conn| {
                (0..40).try_for_each(|_| store::insert(conn, other, &random_bytes(), &random_bytes::<4136>()).map(drop))
            };
            app.app.db.write(insert).await.unwrap();
        }
        println!("{}", if is_alone { "the only open wave" } else { "beside another open wave" });
        let traces = app.traces(wave).await;
        assert_eq!(app.measure(&traces, "open").await, (18, 18), "what is there is found");
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        let left = app.measure(&traces, "counted and vacuumed").await;
        if is_alone {
            assert_eq!(left.0, 0, "an empty table gives its pages back");
        }
        app.alone("VACUUM FULL ballots");
        assert_eq!(app.measure(&traces, "after VACUUM FULL").await, (0, 0));
        for _ in 0..2 {
            app.alone("SELECT pg_switch_wal()");
            app.measure(&traces, "after the log went on").await;
        }
    }
}
