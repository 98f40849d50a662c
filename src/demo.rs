//! The demonstration: an invented company with a year of surveys behind it, made by the same functions that the
//! product uses, on a clock that is moved through that year. Mail is captured; everything is gone at the end.

mod company;
mod dice;
mod story;

use std::net::TcpListener;
use std::path::Path;

use anyhow::Context;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::keys;
use crate::mail::Transport;
use crate::server;

/// The address of the demonstration's account.
pub const ACCOUNT: &str = "admin@example.com";
/// The length of its password, which is made anew each time.
const PASSWORD_LENGTH: usize = 14;

/// Fills a demonstration in a temporary folder and serves it until a signal comes.
///
/// # Errors
/// One line that says what is wrong.
pub fn run(mut config: Config) -> anyhow::Result<()> {
    server::log::start(&config.log)?;
    let folder = tempfile::Builder::new().prefix("candor-demo-").tempdir();
    let folder = folder.context("cannot make a temporary folder")?;
    let socket = TcpListener::bind(config.listen)
        .with_context(|| format!("cannot listen on {}: choose another address with --listen", config.listen))?;
    config.listen = socket.local_addr()?;
    let password: String = keys::random_token().chars().filter(char::is_ascii_alphanumeric).collect();
    let password = &password[..PASSWORD_LENGTH.min(password.len())];
    println!("A demonstration with invented people; mail is captured, and everything is gone when you stop it.");
    println!("  Address:  {}", config.public_url());
    println!("  Account:  {ACCOUNT}");
    println!("  Password: {password}");
    println!("Filling in a year of surveys takes about ten seconds.");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let app = runtime.block_on(fill(config, folder.path(), password))?;
    drop(runtime);
    server::serve(&app, socket)
}

/// An application with the demonstration in it, in a folder, on the machine's clock.
///
/// # Errors
/// When something of it cannot be made.
pub async fn fill(config: Config, folder: &Path, password: &str) -> anyhow::Result<App> {
    let config = Config {
        data: folder.join("data"),
        keys: Some(folder.join("keys")),
        database_url: None,
        smtp_url: None,
        ..config
    };
    let today = Clock::system().now();
    let app = server::prepare(config, Clock::manual(today - story::LENGTH), Transport::memory())?;
    let admin = company::found(&app, password).await.context("the company of the demonstration cannot be made")?;
    story::tell(&app, admin, today).await.context("the surveys of the demonstration cannot be made")?;
    Ok(App { clock: Clock::system(), ..app })
}
