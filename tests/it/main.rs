//! Everything that is tested through the front door: real HTTP, real SQLite and PostgreSQL, real SMTP.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[cfg(not(feature = "failpoints"))]
compile_error!("the tests stop the program at its fail points: run them by tests/run, or with --features failpoints");

mod accounts;
mod anonymity;
mod app;
mod ballots;
mod bounces;
mod captured;
mod cli;
mod clock;
mod comments;
mod count;
mod db;
mod demo;
mod exports;
mod games;
mod home;
mod journeys;
mod keys;
mod kill;
mod letters;
mod lists;
mod mail;
mod observer;
mod pace;
mod paper;
mod people;
mod privacy;
mod reports;
mod sending;
mod settings;
mod shares;
mod simulated;
mod smtp_sink;
mod snapshots;
mod suppression;
mod terminal;
mod tidy;
mod waves;
mod web;
