//! The command line.

mod bounce;
mod count;
mod keys;
mod password;
mod wave;

use std::net::TcpListener;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};

use crate::accounts::{self, NewAccount};
use crate::app::App;
use crate::audit::Actor;
use crate::clock::Clock;
use crate::config::Config;
use crate::demo;
use crate::email::Address;
use crate::i18n::Lang;
use crate::server::{self, health};

/// "The command was used incorrectly" (sysexits.h): what mail servers understand, too.
const USAGE: u8 = 64;

/// Anonymous eNPS survey waves that employees can trust
#[derive(Parser)]
#[command(name = "candor", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the application; makes what it needs at the first start
    Serve(Config),
    /// Serve a demonstration with invented people in a temporary folder; its mail is captured, not sent
    Demo(Config),
    /// Bring the database's tables to this version, as serve does at its start
    Migrate(Config),
    /// Make an account, or give one another password
    #[command(subcommand)]
    Admin(Admin),
    /// Look whether everything is in order; fails if something is wrong
    Check(Config),
    /// Count a wave that has closed and whose count has stopped
    Count(count::Count),
    /// Copy the keys of open waves into a sealed file, or put such copies back
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Give up a wave whose answers nobody can open any more
    #[command(subcommand)]
    Wave(wave::WaveCommand),
    /// Read one report of a mail that did not arrive from standard input, as a mail server hands it over
    Bounce(bounce::Bounce),
}

#[derive(Subcommand)]
enum Admin {
    /// Make an account; asks for its password
    Create(Create),
    /// Give an account another password and end all its sessions
    ResetPassword(Reset),
}

#[derive(Args)]
struct Create {
    /// Their email address
    #[arg(long, value_parser = address)]
    email: Address,
    /// Their name
    #[arg(long)]
    name: String,
    /// The language of their pages: en or ru
    #[arg(long, default_value = "en", value_parser = language)]
    language: Lang,
    /// Read the password from standard input instead of asking for it
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    config: Config,
}

#[derive(Args)]
struct Reset {
    /// The account's email address
    #[arg(long, value_parser = address)]
    email: Address,
    /// Read the password from standard input instead of asking for it
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    config: Config,
}

fn address(text: &str) -> Result<Address, String> {
    Address::parse(text).map_err(|error| error.to_string())
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::from_code(text).ok_or_else(|| "write en or ru".to_owned())
}

/// Runs the command that was asked for.
#[must_use]
pub fn run() -> ExitCode {
    let result = match Cli::try_parse() {
        Ok(Cli { command }) => command.run(),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.exit(),
            _ => {
                eprintln!("candor: {}", one_line(&what_is_wrong(&error)));
                return ExitCode::from(USAGE);
            }
        },
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("candor: {}", one_line(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}

/// What clap says before it explains the usage.
fn what_is_wrong(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let said = text.lines().take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let said: Vec<&str> = said.collect();
    said.join(" ").trim_start_matches("error: ").to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Command {
    fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Serve(config) => serve(config),
            Self::Demo(config) => demo::run(config).map(|()| ExitCode::SUCCESS),
            Self::Migrate(config) => {
                prepare(config)?;
                println!("The tables are those of this version.");
                Ok(ExitCode::SUCCESS)
            }
            Self::Admin(Admin::Create(create)) => create.run(),
            Self::Admin(Admin::ResetPassword(reset)) => reset.run(),
            Self::Check(config) => check(config),
            Self::Count(count) => count.run(),
            Self::Keys(keys) => keys.run(),
            Self::Wave(wave) => wave.run(),
            Self::Bounce(bounce) => Ok(bounce.run()),
        }
    }
}

fn prepare(config: Config) -> anyhow::Result<App> {
    let transport = config.transport()?;
    server::prepare(config, Clock::system(), transport)
}

fn serve(mut config: Config) -> anyhow::Result<ExitCode> {
    server::log::start(&config.log)?;
    let socket = TcpListener::bind(config.listen)
        .with_context(|| format!("cannot listen on {}: choose another address with --listen", config.listen))?;
    // Port 0 means any; what follows must know which.
    config.listen = socket.local_addr()?;
    let app = prepare(config)?;
    server::serve(&app, socket)?;
    Ok(ExitCode::SUCCESS)
}

fn check(config: Config) -> anyhow::Result<ExitCode> {
    let transport = config.transport()?;
    let app = server::open(config, Clock::system(), transport)?;
    let findings = alone(health::examine_closely(&app))?;
    for finding in &findings {
        println!("{:<8} {}: {}", finding.state.word(), finding.what, one_line(&finding.text));
    }
    let is_wrong = health::worst(&findings) == health::State::Wrong;
    Ok(if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Create {
    fn run(self) -> anyhow::Result<ExitCode> {
        let app = prepare(self.config)?;
        let password = password::PASSWORD.read_new(self.password_stdin)?;
        let written = self.email.as_written().to_owned();
        let new = NewAccount { address: self.email, name: self.name, password, language: self.language };
        alone(accounts::create(&app, Actor::CommandLine, new))??;
        println!("{written} has an account now.");
        Ok(ExitCode::SUCCESS)
    }
}

impl Reset {
    fn run(self) -> anyhow::Result<ExitCode> {
        let app = prepare(self.config)?;
        let key = self.email.key().to_owned();
        let found = app.db.read_now(move |conn| accounts::store::find_by_email(conn, &key))?;
        if found.is_none() {
            bail!("{} has no account: make one with candor admin create", self.email.as_written());
        }
        let password = password::PASSWORD.read_new(self.password_stdin)?;
        alone(accounts::reset_password(&app, Actor::CommandLine, &self.email, password))??;
        println!("{} has another password now and is signed out everywhere.", self.email.as_written());
        Ok(ExitCode::SUCCESS)
    }
}

/// Runs one piece of work to its end.
fn alone<T>(work: impl Future<Output = T>) -> anyhow::Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work))
}
