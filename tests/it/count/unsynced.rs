//! A disk that forgets what was not synced: the key is durable before the wave opens, an answer before it is
//! acknowledged, the key's end with its mark. PostgreSQL's own durability is PostgreSQL's; its tests run without.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use candor::app::App;
use candor::clock::Clock;
use candor::db::{Backend, WaveId};
use candor::waves::{Draft, WaveState, plan};
use candor::{audit::Actor, server};
use chrono::TimeDelta;

use super::{Program, Told, said};
use crate::app::TestApp;
use crate::kill::until;

/// Folders as they are on a disk, and what a program syncs from then on.
struct Disk {
    folders: Vec<Synced>,
    kept: PathBuf,
    shim: PathBuf,
}

/// A folder at the start: its names, and the content of each file by inode.
struct Synced {
    path: PathBuf,
    inode: u64,
    names: Vec<(u64, String)>,
    content: HashMap<u64, Vec<u8>>,
}

impl Synced {
    fn of(path: &Path) -> Self {
        let (mut names, mut content) = (Vec::new(), HashMap::new());
        for entry in fs::read_dir(path).unwrap() {
            let file = entry.unwrap();
            let inode = file.metadata().unwrap().ino();
            names.push((inode, file.file_name().into_string().unwrap()));
            content.insert(inode, fs::read(file.path()).unwrap());
        }
        Self { path: path.to_owned(), inode: fs::metadata(path).unwrap().ino(), names, content }
    }
}

impl Disk {
    /// Takes what is there now for synced.
    fn with(folders: &[&Path], beside: &Path) -> Self {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let kept = beside.join(format!("kept-{number}"));
        fs::create_dir(&kept).unwrap();
        let shim = beside.join("synced.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/count/synced.c");
        let compiled = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&shim).arg(source).output();
        let compiled = compiled.expect("the C compiler that Rust links with is there");
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        Self { folders: folders.iter().map(|folder| Synced::of(folder)).collect(), kept, shim }
    }

    fn watches(&self, mut command: Command) -> Command {
        command.env("LD_PRELOAD", &self.shim).env("SYNCED", &self.kept);
        command
    }

    fn kept(&self, inode: u64) -> Option<Vec<u8>> {
        fs::read(self.kept.join(inode.to_string())).ok()
    }

    /// What the disk has of a folder after the power has failed, by name.
    fn after_power_failure(&self, path: &Path) -> HashMap<String, Vec<u8>> {
        let folder = self.folders.iter().find(|folder| folder.path == path).unwrap();
        let synced = self.kept(folder.inode).map(|listed| {
            let listed = String::from_utf8(listed).unwrap();
            let entry =
                |line: &str| line.split_once(' ').map(|(inode, name)| (inode.parse().unwrap(), name.to_owned()));
            listed.lines().map(|line| entry(line).unwrap()).collect::<Vec<(u64, String)>>()
        });
        let names = synced.unwrap_or_else(|| folder.names.clone());
        let content = |inode| self.kept(inode).or_else(|| folder.content.get(&inode).cloned()).unwrap_or_default();
        names.into_iter().map(|(inode, name)| (name, content(inode))).collect()
    }
}

impl TestApp {
    fn disk(&self) -> Disk {
        Disk::with(&[&self.app.config.data, self.app.keys.path()], self.folder.path())
    }

    /// The installation as a power failure leaves it.
    fn after_power_failure(&self, disk: &Disk, name: &str) -> App {
        let mut config = self.app.config.clone();
        let folders = [config.data.clone(), self.app.keys.path().to_owned()].map(|old| {
            let new = self.folder.path().join(name).join(old.file_name().unwrap());
            std::os::unix::fs::DirBuilderExt::mode(fs::DirBuilder::new().recursive(true), 0o700).create(&new).unwrap();
            for (file, content) in disk.after_power_failure(&old) {
                // What SQLite shares between processes is memory, and made anew.
                if !file.ends_with("-shm") {
                    fs::write(new.join(file), content).unwrap();
                }
            }
            new
        });
        let [data, keys] = folders;
        (config.data, config.keys) = (data, Some(keys));
        server::prepare(config, self.app.clock.clone(), self.app.transport.clone()).unwrap()
    }

    /// A wave whose opening has come.
    async fn due(&self) -> WaveId {
        let draft = self.draft("March");
        let wave = self.plan(Draft { opens_local: draft.opens_local, ..draft }).await;
        let now = self.app.clock.now();
        self.app.db.write(move |conn| plan::schedule(conn, now, wave, Actor::CommandLine)).await.unwrap();
        self.app.clock.set(Clock::system().now());
        wave
    }
}

async fn ballots_in(app: &App, wave: WaveId) -> usize {
    app.db.read(move |conn| candor::ballots::store::count(conn, wave)).await.unwrap()
}

#[actix_web::test]
async fn what_was_acknowledged_is_synced_the_key_before_the_opening_and_its_end_after_the_count() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.app.clock.set(Clock::system().now() - TimeDelta::hours(2));
    app.hire(&[("Sales", 12)]).await;
    let wave = app.due().await;
    let disk = app.disk();
    let program = Program::start(disk.watches(app.serving()));
    until(async || app.wave(wave).await.state == WaveState::Open).await;
    let opened = app.after_power_failure(&disk, "opened");
    let check = app.wave(wave).await.key_check.unwrap();
    opened.keys.load(wave, &check).unwrap();
    let mut told = Told::default();
    for (number, link) in app.links(wave).await.iter().enumerate() {
        let (score, why) = said(number);
        assert!(app.is_taken_at(&program.address, link, score, &why).await);
        told.0.push((score, why));
    }
    program.kill();
    let answered = app.after_power_failure(&disk, "answered");
    assert_eq!(ballots_in(&answered, wave).await, 12);
    answered.keys.load(wave, &check).unwrap();

    app.close(wave).await;
    let disk = app.disk();
    let program = Program::start(disk.watches(app.serving()));
    until(async || app.is_finished(wave).await).await;
    program.kill();
    app.is_whole(wave, &told).await;
    let ended = app.after_power_failure(&disk, "ended");
    assert_eq!(ballots_in(&ended, wave).await, 0);
    let report = ended.db.read(move |conn| candor::reports::store::find(conn, wave)).await.unwrap();
    assert_eq!(report, app.report(wave).await);
    assert!(ended.keys.is_gone(wave).unwrap());
}

/// A database that does not sync, a file and a name that are not synced: the same disk forgets all of them.
#[test]
fn the_disk_forgets_what_is_not_synced_and_keeps_what_is() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("place");
    fs::create_dir(&place).unwrap();
    let script = r"
import os, sqlite3
def put(name, synced, named):
    file = os.open(name, os.O_CREAT | os.O_WRONLY)
    os.write(file, b'content')
    if synced: os.fsync(file)
    if named:
        folder = os.open('.', os.O_RDONLY)
        os.fsync(folder)
bases = []
for mode in ('FULL', 'OFF'):
    base = sqlite3.connect(mode, isolation_level=None)
    base.execute('PRAGMA journal_mode = WAL')
    base.execute('PRAGMA synchronous = FULL')
    base.execute('CREATE TABLE t (x)')
    base.execute('PRAGMA synchronous = ' + mode)
    base.execute('INSERT INTO t VALUES (1)')
    bases.append(base)
put('both', True, True)
put('unsynced', False, True)
put('unnamed', True, False)
os.kill(os.getpid(), 9)
";
    let disk = Disk::with(&[&place], folder.path());
    let mut python = Command::new("python3");
    python.args(["-c", script]).current_dir(&place);
    disk.watches(python).output().unwrap();
    let left = disk.after_power_failure(&place);
    assert_eq!(left["both"], b"content");
    assert_eq!((left["unsynced"].as_slice(), left.get("unnamed")), (b"".as_slice(), None));
    let rows = |mode: &str| {
        use diesel::connection::Connection;
        use diesel::prelude::*;
        let restored = folder.path().join(mode);
        for ending in ["", "-wal"] {
            fs::write(format!("{}{ending}", restored.display()), &left[&format!("{mode}{ending}")]).unwrap();
        }
        let mut conn = diesel::SqliteConnection::establish(restored.to_str().unwrap()).unwrap();
        let count = diesel::dsl::sql::<diesel::sql_types::BigInt>("(SELECT count(*) FROM t)");
        diesel::select(count).get_result::<i64>(&mut conn).unwrap()
    };
    assert_eq!((rows("FULL"), rows("OFF")), (1, 0));
}
