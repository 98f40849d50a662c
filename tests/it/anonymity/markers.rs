//! What was typed stands nowhere in plain text while a wave is open, in no encoding that a program leaves behind.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::process::Stdio;

use candor::ballots::store::each_sealed;
use candor::clock::Clock;
use candor::db::{Backend, DatabaseUrl, WaveId};
use candor::keys::random_bytes;

use super::dump::files;
use super::listening::Listener;
use super::needles::{Needles, encodings};
use crate::app::{TestApp, on_both};
use crate::ballots::Link;
use crate::cli::candor;
use crate::kill::until;

/// Words that no other run has written anywhere.
fn marker() -> String {
    format!("Приметное-слово~{:016x}", u64::from_be_bytes(random_bytes()))
}

/// In which encodings a marker stands in some bytes.
fn found(marker: &str, bytes: &[u8]) -> BTreeSet<&'static str> {
    let needles = Needles::new(encodings(marker).into_iter().map(|(name, needle)| (needle, name)));
    needles.find(bytes).into_iter().map(|(_, name)| name).collect()
}

/// Files that are gone from every folder and still open in this process, and those that lie loosely in the folder for
/// temporary files.
fn temporary_files() -> BTreeMap<String, Vec<u8>> {
    let open = std::fs::read_dir("/proc/self/fd").unwrap().map(|entry| entry.unwrap().path());
    let is_gone = |path: &std::path::PathBuf| {
        std::fs::read_link(path).is_ok_and(|target| target.to_string_lossy().ends_with(" (deleted)"))
    };
    let loose = std::fs::read_dir(std::env::temp_dir()).unwrap().map(|entry| entry.unwrap().path());
    let is_hidden =
        |path: &std::path::PathBuf| path.is_file() && path.file_name().unwrap().as_encoded_bytes().starts_with(b".tmp");
    let all = open.filter(is_gone).chain(loose.filter(is_hidden));
    // Another test's may go away meanwhile.
    all.filter_map(|path| Some((format!("temporary {}", path.display()), std::fs::read(&path).ok()?))).collect()
}

impl TestApp {
    /// Where a marker stands: files, rows, temporary files, everything that was logged; and on PostgreSQL the server's own
    /// files.
    async fn places_of(&self, marker: &str, log: &[u8], wal_since: Option<&str>) -> Vec<String> {
        let mut sources: Vec<(String, Vec<u8>)> = files(self.folder.path()).into_iter().collect();
        sources.extend(temporary_files());
        let dump = self.dump().await;
        sources.extend(dump.into_iter().map(|(table, rows)| (format!("table {table}"), rows.join("\n").into_bytes())));
        sources.push(("log".to_owned(), log.to_vec()));
        if let Some(since) = wal_since {
            sources.push(("write-ahead log".to_owned(), self.wal_since(since).await));
            sources.extend(
                self.relation_files().await.into_iter().map(|(name, bytes)| (format!("file of {name}"), bytes)),
            );
        }
        let places = sources.into_iter().flat_map(|(source, bytes)| {
            found(marker, &bytes).into_iter().map(move |encoding| format!("{source}: {encoding}"))
        });
        places.collect()
    }

    /// Puts a marker in and has it refused in every way that there is.
    async fn type_everywhere(&self, links: &[Link], marker: &str) {
        for (number, link) in links.iter().enumerate().take(9) {
            let why = format!("{marker} {}", "и ещё слова ".repeat(number * 9));
            assert_eq!(self.answer(link, 4, &why).await.status, 200);
        }
        // Sent twice, too long, without a score, with a wrong link.
        assert_eq!(self.answer(&links[0], 4, marker).await.status, 409);
        assert_eq!(self.answer(&links[9], 4, &marker.repeat(60)).await.status, 422);
        assert_eq!(self.answer(&links[9], 11, marker).await.status, 422);
        let wrong = Link { token: "wrong".to_owned(), ..links[9].clone() };
        assert_eq!(self.answer(&wrong, 4, marker).await.status, 404);
    }

    async fn kept_wal(&self) -> Option<super::cluster::Kept> {
        match self.app.db.backend() {
            Backend::Postgres => Some(self.keep_wal().await),
            Backend::Sqlite => None,
        }
    }

    async fn sealed(&self, wave: WaveId) -> Vec<Vec<u8>> {
        let sealed = self.app.db.read(move |conn| {
            let mut all = Vec::new();
            each_sealed(conn, wave, |_, sealed| {
                all.push(sealed);
                Ok::<_, candor::db::Error>(())
            })?;
            Ok::<_, candor::db::Error>(all)
        });
        sealed.await.unwrap()
    }
}

on_both! {
    async fn what_was_typed_stands_nowhere_while_the_wave_is_open(app: TestApp) {
        let (listener, kept, marker) = (Listener::start(), app.kept_wal().await, marker());
        let since = kept.as_ref().map(|kept| kept.since.as_str());
        app.hire(&[("Sales", 12)]).await;
        let wave = app.launch_wave("March").await;
        app.type_everywhere(&app.links(wave).await, &marker).await;
        assert_eq!(app.places_of(&marker, &listener.heard(), since).await, Vec::<String>::new());
        assert!(listener.heard().len() > 1_000, "the log was listened to");

        // After the count the words of nine stand among the comments that are kept for ever, and are found there.
        app.answer(&app.links(wave).await[9], 4, "").await;
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        let places = app.places_of(&marker, &listener.heard(), since).await;
        assert!(places.contains(&"table comments: plain".to_owned()), "{places:?}");
        let written = if since.is_some() { "file of comments" } else { "candor.db" };
        let is_expected = |place: &String| place.contains("comments") || place.contains("write-ahead log") || place.contains("candor.db");
        assert!(places.iter().any(|place| place.contains(written)) && places.iter().all(is_expected), "{places:?}");
    }

    async fn a_running_program_leaves_no_answer_in_what_it_says_or_keeps_aside(app: TestApp) {
        app.app.clock.set(Clock::system().now());
        app.hire(&[("Sales", 12)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        let folder = app.folder.path().to_owned();
        let (said, temporary) = (folder.join("said"), folder.join("temporary"));
        std::fs::create_dir(&temporary).unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let mut command = candor(&folder, &["serve", "--log", "trace", "--listen", &address]);
        command.arg("--data").arg(folder.join("data")).arg("--keys").arg(folder.join("keys")).env("TMPDIR", &temporary);
        if let DatabaseUrl::Postgres(url) = app.app.db.url() {
            command.env("DATABASE_URL", url);
        }
        let errors = File::create(&said).unwrap();
        let mut program = command.stdout(Stdio::from(errors.try_clone().unwrap())).stderr(errors).spawn().unwrap();
        let mut running = app;
        running.address = address;
        until(async || running.client.get(running.url("/healthz")).send().await.is_ok()).await;
        let marker = marker();
        assert_eq!(running.get(&links[0].path()).await.status, 200);
        running.type_everywhere(&links, &marker).await;
        let refused = running.client.post(running.url("/a")).body(format!("why={marker}")).send().await.unwrap();
        assert!(refused.status().is_client_error(), "{refused:?}");
        let places = running.places_of(&marker, b"", None).await;
        program.kill().unwrap();
        program.wait().unwrap();
        assert_eq!(places, Vec::<String>::new());
        let log = std::fs::read_to_string(&said).unwrap();
        assert!(log.contains("/healthz") && !log.contains(&links[0].token), "{log}");
    }

    async fn all_sealed_ballots_have_one_length(app: TestApp) {
        app.hire(&[("Sales", 12)]).await;
        let wave = app.launch_wave("March").await;
        for (number, link) in app.links(wave).await.iter().enumerate() {
            let why = "ж".repeat(number * 90);
            assert_eq!(app.answer(link, u8::try_from(number % 11).unwrap(), &why).await.status, 200);
        }
        let lengths: BTreeSet<usize> = app.sealed(wave).await.iter().map(Vec::len).collect();
        assert_eq!(lengths, BTreeSet::from([24 + 4 * 1024 + 16]));
    }

    async fn after_the_count_no_sealed_ballot_is_left_in_the_files_of_sqlite(app: TestApp) {
        app.hire(&[("Sales", 12)]).await;
        let wave = app.launch_wave("March").await;
        for link in app.links(wave).await {
            app.answer(&link, 4, "Because").await;
        }
        let sealed = app.sealed(wave).await;
        let left = || {
            let bytes: Vec<u8> = files(app.folder.path()).into_values().flatten().collect();
            sealed.iter().filter(|ballot| bytes.windows(64).any(|window| window == &ballot[100..164])).count()
        };
        let expected = if app.app.db.backend() == Backend::Sqlite { 12 } else { 0 };
        assert_eq!(left(), expected, "the search finds them while they are there");
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        assert_eq!(left(), 0);
    }

    async fn a_program_that_left_a_trace_would_be_caught(app: TestApp) {
        let (listener, kept, marker) = (Listener::start(), app.kept_wal().await, marker());
        for (number, (name, bytes)) in encodings(&marker).into_iter().enumerate() {
            let path = app.folder.path().join("data").join(format!("leak{number}"));
            std::fs::write(&path, [b"before ", &bytes[..], b" after"].concat()).unwrap();
            let places = app.places_of(&marker, b"", None).await;
            assert_eq!(places.len(), 1, "{name}: {places:?}");
            std::fs::remove_file(path).unwrap();
        }
        let mut gone = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut gone, marker.as_bytes()).unwrap();
        assert_eq!(app.places_of(&marker, &listener.heard(), None).await.len(), 1, "a temporary file without a name");
        drop(gone);
        // A build that logs the form.
        tracing::trace!("a form was sent: {marker}");
        assert_eq!(app.places_of(&marker, &listener.heard(), None).await, ["log: plain"]);
        // A row that is deleted at once stays in the database's write-ahead log.
        app.run_alone(&format!("CREATE TABLE leak (body TEXT); INSERT INTO leak VALUES ('{marker}'); DELETE FROM leak"));
        let places = app.places_of(&marker, b"", kept.as_ref().map(|kept| kept.since.as_str())).await;
        let log = if kept.is_some() { "write-ahead log" } else { "candor.db-wal" };
        assert!(places.iter().any(|place| place.contains(log)), "{places:?}");
    }
}
