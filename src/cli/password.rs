//! Asking for a password or passphrase without showing it.

use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::{Context, ensure};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::accounts::password::Typed;

/// What is asked for, and the option that reads it from standard input instead.
pub struct Secret {
    name: &'static str,
    option: &'static str,
}

/// An account's password.
pub const PASSWORD: Secret = Secret { name: "password", option: "--password-stdin" };
/// What seals copies of keys.
pub const PASSPHRASE: Secret = Secret { name: "passphrase", option: "--passphrase-stdin" };

impl Secret {
    /// Reads a new one: the first line of standard input, or twice from the terminal.
    ///
    /// # Errors
    /// When there is no terminal to ask on, or the two differ.
    pub fn read_new(&self, from_stdin: bool) -> anyhow::Result<Typed> {
        if from_stdin {
            return line();
        }
        let first = self.ask_once()?;
        let second = ask("The same again: ")?;
        ensure!(first == second, "the two {}s differ: nothing was changed", self.name);
        Ok(first)
    }

    /// Reads one that was chosen before: the first line of standard input, or once from the terminal.
    ///
    /// # Errors
    /// When there is no terminal to ask on.
    pub fn read(&self, from_stdin: bool) -> anyhow::Result<Typed> {
        if from_stdin { line() } else { self.ask_once() }
    }

    fn ask_once(&self) -> anyhow::Result<Typed> {
        let Self { name, option } = self;
        ensure!(io::stdin().is_terminal(), "there is no terminal to ask for the {name}: use {option}");
        ask(&format!("The {name}: "))
    }
}

fn ask(prompt: &str) -> anyhow::Result<Typed> {
    // Before the prompt: whoever types as soon as they see it is not shown either, and nothing of it is lost.
    let silence = Silence::begin().context("the terminal cannot be kept from showing it")?;
    eprint!("{prompt}");
    io::stderr().flush()?;
    let typed = line();
    drop(silence);
    eprintln!();
    typed
}

fn line() -> anyhow::Result<Typed> {
    let mut typed = Typed::default();
    io::stdin().lock().read_line(&mut typed)?;
    Ok(Typed::new(typed.trim_end_matches(['\r', '\n']).to_owned()))
}

/// The terminal shows nothing of what is typed until this is dropped.
struct Silence(Termios);

impl Silence {
    fn begin() -> rustix::io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        Ok(Self(before))
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        if tcsetattr(io::stdin(), OptionalActions::Flush, &self.0).is_err() {
            eprintln!("The terminal does not show what you type: enter stty echo.");
        }
    }
}
