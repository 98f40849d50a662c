//! Everything that is tested through the front door: real HTTP, real SQLite and PostgreSQL, real SMTP.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod accounts;
mod anonymity;
mod app;
mod ballots;
mod bounces;
mod captured;
mod cli;
mod clock;
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
mod mail;
mod observer;
mod pace;
mod paper;
mod people;
mod privacy;
mod reports;
mod sending;
mod settings;
mod simulated;
mod smtp_sink;
mod suppression;
mod terminal;
mod tidy;
mod waves;
mod web;
