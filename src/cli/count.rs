//! `candor count`: a wave whose count has stopped, with the word of whoever runs the server.

use std::process::ExitCode;

use clap::Args;

use crate::audit::Actor;
use crate::config::Config;
use crate::db::WaveId;
use crate::reports::count::{Counted, SetAside, count};

#[derive(Args)]
pub(super) struct Count {
    /// The wave, as the address of its page and the log name it
    wave: WaveId,
    /// Go on without the ballots that do not open: what they said is lost for good, and the report says how many
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
        println!("{}", what_was_done(&counted));
        Ok(ExitCode::SUCCESS)
    }
}

fn what_was_done(counted: &Counted) -> String {
    let Counted { ballots, set_aside, .. } = counted;
    let lost = match set_aside {
        0 => String::new(),
        _ => format!(" {set_aside} of them did not open: what they said is lost, and the report says how many."),
    };
    format!("The wave is counted: {ballots} ballots.{lost} Its ballots and its key are gone.")
}
