//! `candor count`: a wave whose count has stopped, with the word of whoever runs the server.

use std::process::ExitCode;

use clap::Args;

use crate::audit::Actor;
use crate::config::Config;
use crate::db::WaveId;
use crate::reports::count::{SetAside, count};

#[derive(Args)]
pub(super) struct Count {
    /// The wave, as the address of its page and the log name it
    wave: WaveId,
    /// Go on without the ballots that do not open; the report says how many they were
    #[arg(long)]
    set_aside: bool,
    #[command(flatten)]
    config: Config,
}

impl Count {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let app = super::prepare(self.config)?;
        let set_aside = if self.set_aside { SetAside::Broken } else { SetAside::Nothing };
        let counted = super::alone(count(&app, self.wave, set_aside, Actor::CommandLine))??;
        println!("The wave is counted: {} ballots. Its ballots and its key are gone.", counted.ballots);
        Ok(ExitCode::SUCCESS)
    }
}
