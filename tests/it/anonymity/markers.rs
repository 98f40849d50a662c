//! What was typed stands nowhere in plain text while a wave is open, in no encoding that a program leaves behind.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use candor::ballots::store::each_sealed;
use candor::db::{Backend, WaveId};

use super::dump::files;
use crate::app::{TestApp, on_both};

/// Everything that is logged, down to the finest, while a test listens.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if LISTENERS.load(Ordering::SeqCst) > 0 {
            LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How many tests listen now: other tests log at the same time, and a lot.
static LISTENERS: AtomicUsize = AtomicUsize::new(0);

/// Keeps the log for as long as it lives.
pub struct Listener;

impl Listener {
    pub fn start() -> Self {
        static SUBSCRIBED: Once = Once::new();
        SUBSCRIBED.call_once(|| {
            tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(|| Log).with_ansi(false).init();
        });
        LISTENERS.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        LISTENERS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// All that was logged while somebody listened.
pub fn log() -> Vec<u8> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// A marker in every encoding, by name.
fn encodings(marker: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = marker.as_bytes();
    let each = |write: &dyn Fn(&mut String, u8)| {
        bytes.iter().fold(String::new(), |mut text, byte| {
            write(&mut text, *byte);
            text
        })
    };
    let json = marker.encode_utf16().fold(String::new(), |mut text, unit| {
        match u8::try_from(unit) {
            Ok(ascii) if ascii.is_ascii() => text.push(char::from(ascii)),
            _ => write!(text, "\\u{unit:04x}").unwrap(),
        }
        text
    });
    let percent = each(&|text, byte| {
        if byte.is_ascii_alphanumeric() {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02X}").unwrap();
        }
    });
    let mut all = vec![
        ("plain", bytes.to_vec()),
        ("percent", percent.clone().into_bytes()),
        ("percent, lower case", percent.to_lowercase().into_bytes()),
        ("JSON", json.into_bytes()),
        ("hexadecimal", each(&|text, byte| write!(text, "{byte:02x}").unwrap()).into_bytes()),
        ("HEXADECIMAL", each(&|text, byte| write!(text, "{byte:02X}").unwrap()).into_bytes()),
        ("UTF-16 LE", marker.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("UTF-16 BE", marker.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    ];
    for shift in 0..3 {
        // In base64 a text looks different at each of three places; the outer characters depend on its neighbours.
        let whole = STANDARD_NO_PAD.encode([&vec![0; shift][..], bytes].concat());
        all.push(("base64", whole.as_bytes()[[0, 2, 3][shift]..whole.len() - 2].to_vec()));
    }
    all
}

/// In which encodings a marker stands in some bytes.
fn found(marker: &str, bytes: &[u8]) -> BTreeSet<&'static str> {
    let is_there = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    encodings(marker).into_iter().filter(|(_, needle)| is_there(needle)).map(|(name, _)| name).collect()
}

impl TestApp {
    /// Where a marker stands: files, rows, and everything that was logged.
    async fn places_of(&self, marker: &str) -> Vec<String> {
        let mut sources: Vec<(String, Vec<u8>)> = files(self.folder.path()).into_iter().collect();
        let dump = self.dump().await;
        sources.extend(dump.into_iter().map(|(table, rows)| (format!("table {table}"), rows.join("\n").into_bytes())));
        sources.push(("log".to_owned(), log()));
        let places = sources.into_iter().flat_map(|(source, bytes)| {
            found(marker, &bytes).into_iter().map(move |encoding| format!("{source}: {encoding}"))
        });
        places.collect()
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

const MARKER: &str = "Приметное-слово~7f3a9c";

on_both! {
    async fn what_was_typed_stands_nowhere_while_the_wave_is_open(app: TestApp) {
        let _listening = Listener::start();
        app.hire(&[("Sales", 12)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        for (number, link) in links.iter().enumerate().take(9) {
            assert_eq!(app.answer(link, 4, &format!("{MARKER} {}", "и ещё слова ".repeat(number * 9))).await.status, 200);
        }
        // Nor what was refused: too long, sent twice, sent with a wrong link or without a score.
        assert_eq!(app.answer(&links[0], 4, MARKER).await.status, 409);
        assert_eq!(app.answer(&links[9], 4, &MARKER.repeat(60)).await.status, 422);
        assert_eq!(app.answer(&links[9], 11, MARKER).await.status, 422);
        assert_eq!(app.places_of(MARKER).await, Vec::<String>::new());
        assert!(log().len() > 1_000, "the log was listened to");
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
        let _listening = Listener::start();
        for (number, (name, bytes)) in encodings("Подброшено-4c1e").into_iter().enumerate() {
            let path = app.folder.path().join("data").join(format!("leak{number}"));
            std::fs::write(&path, [b"before ", &bytes[..], b" after"].concat()).unwrap();
            let places = app.places_of("Подброшено-4c1e").await;
            assert_eq!(places.len(), 1, "{name}: {places:?}");
            std::fs::remove_file(path).unwrap();
        }
        let logged = format!("Выболтано-{}", app.address);
        assert_eq!(app.places_of(&logged).await, Vec::<String>::new());
        tracing::trace!("a form was sent: {logged}");
        assert_eq!(app.places_of(&logged).await, ["log: plain"]);
    }
}
