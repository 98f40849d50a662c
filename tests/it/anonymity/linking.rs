//! The linking attack. 96 people in eight departments answer over HTTP, in a random order, each with words that nobody
//! else uses. After the count every comment is published with its department, and the attacker wants to know whose it is.
//! They know who answered when (from a proxy's log) and even whose sealed ballot is whose, and get one source of evidence
//! at a time: everything that it holds, before and after the count. From it they make every order of people and every
//! order of answers that they can (as found, by each column, by place, size, time, transaction, …), lay them side by side,
//! forwards and backwards, and count how many people stand beside their own words. Chance gives one in a department; a
//! program that leaks would give far more. That the same attacker sees a leak is shown with a leak planted for each source.
//!
//! Ten waves are played on each database, in turn with an answer an hour and with eight at a time, and more than 126 hits
//! of 960 fail. `CANDOR_ATTACK_SEEDS` plays fewer or more, with a bound that is as unlikely to be met by chance.

mod evidence;
mod scene;
mod score;
mod sources;
mod wave;

use candor::db::{Backend, Conn};
use diesel::connection::SimpleConnection;

use self::evidence::{Clues, Record};
use self::scene::Scene;
use self::score::{CAUGHT, Hits, PEOPLE, bound};
use self::sources::{ALL, Leak, Source, http};
use self::wave::Stage;
use super::tables::Reader;

/// Waves that are played, unless `CANDOR_ATTACK_SEEDS` says otherwise.
const SEEDS: u64 = 10;

fn seeds() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "only tests read this, and only here")]
    let wanted = std::env::var("CANDOR_ATTACK_SEEDS");
    wanted.map_or(SEEDS, |seeds| seeds.parse().expect("CANDOR_ATTACK_SEEDS is a number"))
}

/// Tries all that one source allows.
fn attack(source: &Source, scene: &Scene, hits: &mut Hits) {
    let records: Vec<Record> = (source.read)(scene);
    Clues::read(&records, &scene.index()).attack(&scene.known(), hits);
}

impl Stage {
    /// The same world with a leak in it, as the source shows it.
    async fn leaky(&mut self, source: &Source, scene: &Scene) -> Scene {
        let mut leaky = scene.clone();
        match source.leak {
            Leak::Left(leave) => leave(&mut leaky),
            Leak::Lines(lines) => {
                self.listener.take();
                for line in lines(scene) {
                    tracing::trace!("{line}");
                }
                leaky.heard(&self.listener.take());
            }
            Leak::Statements(statements) => self.run_leak(statements(scene), &mut leaky).await,
        }
        leaky
    }

    async fn run_leak(&mut self, statements: Vec<String>, leaky: &mut Scene) {
        let kept = self.keep_wal(leaky.backend).await;
        for statement in statements {
            let run = move |conn: &mut Conn| conn.batch_execute(&statement);
            self.app.app.db.write(run).await.unwrap();
        }
        self.reader = Reader::new(&self.app).await;
        leaky.closed = self.stock(kept.as_ref().map(|kept| kept.since.as_str())).await;
        leaky.statements = self.statements().await;
        self.app.run_alone("DROP TABLE IF EXISTS leaked");
        for table in ["sessions", "audit_log"] {
            // What this leak has left there is no part of the next.
            let left = format!("DELETE FROM {table}");
            self.app.run_alone(&left);
        }
        self.tidy_up(leaky.backend);
    }
}

/// Every source, attacked in every wave; and each with its leak in the first.
async fn no_source_ties_an_answer_to_a_person(backend: Backend) {
    let sources: Vec<&'static Source> =
        ALL.iter().filter(|source| source.only.is_none_or(|only| only == backend)).collect();
    let mut hits: Vec<Hits> = sources.iter().map(|_| Hits::default()).collect();
    let mut caught = Vec::new();
    for seed in 0..seeds() {
        let (mut stage, scene) = wave::play(backend, seed).await;
        assert!(http::are_alike(&scene), "responses differ by who answers what");
        for (source, hits) in sources.iter().zip(&mut hits) {
            attack(source, &scene, hits);
        }
        if seed > 0 {
            continue;
        }
        for source in &sources {
            let mut leaked = Hits::default();
            let leaky = stage.leaky(source, &scene).await;
            assert_eq!(http::are_alike(&leaky), source.name != http::SOURCE.name);
            attack(source, &leaky, &mut leaked);
            caught.push(leaked);
        }
    }
    judge(backend, &sources, &hits, &caught);
}

/// Prints what each source gave away; fails where it was more than chance allows, or where a leak was not seen.
fn judge(backend: Backend, sources: &[&Source], hits: &[Hits], caught: &[Hits]) {
    let most = bound(seeds());
    let all = usize::try_from(seeds()).unwrap() * PEOPLE;
    println!("{backend:?}: chance allows {most} of {all}, a leak shows at least {CAUGHT} of {PEOPLE}");
    let mut failed = Vec::new();
    for ((source, hits), leaked) in sources.iter().zip(hits).zip(caught) {
        let ((best, attempt), (seen, leak)) = (hits.best(), leaked.best());
        let found = match hits.tries() {
            0 => "names nobody".to_owned(),
            tries => format!("best of {tries} tries {best} of {all} ({attempt})"),
        };
        println!("{}: {found}; with a leak {seen} of {PEOPLE} ({leak})", source.name);
        if u64::try_from(best).unwrap() > most || seen < CAUGHT {
            failed.push(source.name);
        }
    }
    assert!(failed.is_empty(), "{backend:?}: {failed:?}, see above");
}

#[actix_web::test]
async fn no_source_of_evidence_ties_an_answer_to_a_person_sqlite() {
    no_source_ties_an_answer_to_a_person(Backend::Sqlite).await;
}

#[cfg(feature = "postgres")]
#[actix_web::test]
async fn no_source_of_evidence_ties_an_answer_to_a_person_postgres() {
    no_source_ties_an_answer_to_a_person(Backend::Postgres).await;
}
