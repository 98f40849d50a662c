//! `candor bounce`: one message from standard input, as a mail server hands it to a program.

use std::io::Read;
use std::process::ExitCode;

use clap::Args;

use super::one_line;
use crate::clock::Clock;
use crate::config::Config;
use crate::invitations::bounces::{Noted, Returns, note};
use crate::mail::Transport;
use crate::mail::bounce::{self, MOST_BYTES};
use crate::server;

/// "Try again later" (sysexits.h): the mail server keeps the message.
const TEMPORARY: u8 = 75;

#[derive(Args)]
pub(super) struct Bounce {
    /// Whom the mail server delivers the message to; unset: what its header says
    #[arg(long, value_name = "ADDRESS")]
    recipient: Option<String>,
    #[command(flatten)]
    config: Config,
}

impl Bounce {
    /// Whatever goes wrong here, somebody sets right, and then the message is of use still.
    pub(super) fn run(self) -> ExitCode {
        match self.note() {
            Ok(Noted::NotYet) => ExitCode::from(TEMPORARY),
            Ok(Noted::Noted | Noted::Nothing | Noted::NotOurs) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("candor: {}", one_line(&format!("{error:#}")));
                ExitCode::from(TEMPORARY)
            }
        }
    }

    fn note(self) -> anyhow::Result<Noted> {
        let report = bounce::read(&message()?);
        // Mail goes out from the running server, not from here.
        let app = server::open(self.config, Clock::system(), Transport::None)?;
        let Some(returns) = Returns::of(&app) else {
            anyhow::bail!("no return address is set: give --return-address as candor serve has it");
        };
        let now = app.clock.now();
        let noted = app.db.write(move |conn| note(conn, now, &returns, &report, self.recipient.as_deref()));
        Ok(super::alone(noted)??)
    }
}

/// The beginning of the message; the rest is read too, since a mail server takes a closed pipe for a failure.
fn message() -> std::io::Result<Vec<u8>> {
    let mut input = std::io::stdin().lock();
    let mut raw = Vec::new();
    (&mut input).take(MOST_BYTES as u64).read_to_end(&mut raw)?;
    std::io::copy(&mut input, &mut std::io::sink())?;
    Ok(raw)
}
