//! `candor wave`: what only whoever runs the server may do to a wave.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::ensure;
use clap::{Args, Subcommand};

use crate::audit::Actor;
use crate::config::Config;
use crate::db::WaveId;
use crate::reports::abandon::{Doomed, abandon, look};

/// What has to be written before anything is destroyed.
const YES: &str = "yes";

#[derive(Subcommand)]
pub(super) enum WaveCommand {
    /// Destroy the ballots and the key of an open wave that can never be counted, and close it without results
    Abandon(Abandon),
}

#[derive(Args)]
pub(super) struct Abandon {
    /// The wave, as the address of its page and the log name it
    wave: WaveId,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    config: Config,
}

impl WaveCommand {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Abandon(asked) = self;
        let app = super::prepare(asked.config)?;
        let (keys, now) = (app.keys.clone(), app.clock.now());
        let doomed = app.db.read_now(move |conn| look(conn, &keys, now, asked.wave))?;
        println!("{}", what_will_be(&doomed));
        if !asked.yes && !is_confirmed()? {
            println!("Nothing was changed.");
            return Ok(ExitCode::FAILURE);
        }
        let deleted = super::alone(abandon(&app, asked.wave, Actor::CommandLine))??;
        println!("The wave has ended without results: {deleted} ballots and the key are gone.");
        println!("Its links say that the survey has closed; nobody is written to, so tell people what happened.");
        Ok(ExitCode::SUCCESS)
    }
}

fn what_will_be(doomed: &Doomed) -> String {
    let key = match &doomed.key {
        Ok(()) => "its key is there, so try candor count --set-aside first".to_owned(),
        Err(error) => error.to_string(),
    };
    let Doomed { title, ballots, .. } = doomed;
    format!(
        "The wave “{title}” has {ballots} ballots that were never opened ({key}).\n\
         They will be destroyed with what is left of the key: nobody will ever know what they say, \
         there will be no results, and nothing brings them back."
    )
}

fn is_confirmed() -> anyhow::Result<bool> {
    ensure!(io::stdin().is_terminal(), "there is no terminal to ask on: use --yes");
    print!("Write {YES} to destroy them: ");
    io::stdout().flush()?;
    let mut written = String::new();
    io::stdin().read_line(&mut written)?;
    Ok(written.trim() == YES)
}
