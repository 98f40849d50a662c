//! `candor keys`: copies of the keys of open waves, for whoever runs the server.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::password::PASSPHRASE;
use crate::app::App;
use crate::audit::Actor;
use crate::config::Config;
use crate::keys::{WaveKey, copies};
use crate::waves::key_copies::{self, OpenKeys};

/// What a copy means, said before the passphrase is asked for.
const CONSEQUENCES: &str = "\
Whoever has this file, its passphrase and a copy of the database can read what everyone answered in these waves,
also after they have closed: the promise to employees holds only as long as nobody has all three. Keep the file away
from the database and its backups, and remove it when these waves have closed. The audit log tells of the copy.";

#[derive(Subcommand)]
pub(super) enum Keys {
    /// Copy the keys of open waves into a file sealed by a passphrase (in the format of age). Whoever has the file,
    /// its passphrase and a copy of the database can read the answers of these waves
    Backup(Copies),
    /// Put keys of waves that are still open back from such a file, where they are missing
    Restore(Copies),
}

#[derive(Args)]
pub(super) struct Copies {
    /// The file; a backup makes it and replaces none
    file: PathBuf,
    /// Read the passphrase from standard input instead of asking for it
    #[arg(long)]
    passphrase_stdin: bool,
    #[command(flatten)]
    config: Config,
}

impl Keys {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Backup(copies) => copies.backup(),
            Self::Restore(copies) => copies.restore(),
        }
    }
}

impl Copies {
    fn backup(self) -> anyhow::Result<ExitCode> {
        let app = super::prepare(self.config)?;
        let folder = app.keys.clone();
        let OpenKeys { whole, missing } = app.db.read_now(move |conn| key_copies::of_open(conn, &folder))?;
        for (wave, error) in &missing {
            println!("Not copied: “{}”: {error}.", wave.title);
        }
        if whole.is_empty() {
            println!("No open wave has a key to copy: no file was written.");
            return Ok(exit(missing.is_empty()));
        }
        println!("{CONSEQUENCES}");
        let passphrase = PASSPHRASE.read_new(self.passphrase_stdin)?;
        let (waves, keys): (Vec<_>, Vec<WaveKey>) = whole.into_iter().unzip();
        let sealed = copies::seal(&keys, &passphrase)?;
        let (now, ids) = (app.clock.now(), waves.iter().map(|wave| wave.id).collect::<Vec<_>>());
        app.db.write_now(move |conn| key_copies::record(conn, now, &ids, Actor::CommandLine))?;
        write_new(&self.file, &sealed)
            .with_context(|| format!("{} cannot be written: choose another name", self.file.display()))?;
        for wave in &waves {
            println!("Copied: the key of “{}”.", wave.title);
        }
        Ok(exit(missing.is_empty()))
    }

    fn restore(self) -> anyhow::Result<ExitCode> {
        let app = super::prepare(self.config)?;
        let sealed = read(&self.file).with_context(|| format!("{} cannot be read", self.file.display()))?;
        let passphrase = PASSPHRASE.read(self.passphrase_stdin)?;
        let mut all_there = true;
        for key in copies::open(&sealed, &passphrase)? {
            all_there &= put_back(&app, key);
        }
        Ok(exit(all_there))
    }
}

/// Puts one key back and says what came of it.
fn put_back(app: &App, key: WaveKey) -> bool {
    let (wave, keys, now) = (key.wave(), app.keys.clone(), app.clock.now());
    let done = app.db.write_now(move |conn| key_copies::put_back(conn, &keys, now, &key, Actor::CommandLine));
    match &done {
        Ok(true) => println!("{wave}: the key is back; answers are taken and counted again."),
        Ok(false) => println!("{wave}: the key was there."),
        Err(error) => println!("{wave}: not put back: {error}."),
    }
    done.is_ok()
}

fn exit(is_whole: bool) -> ExitCode {
    if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(copies::MAX_FILE_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a file that was not there, for its owner alone.
fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
