//! Everything that is tested through the front door: real HTTP, real SQLite and PostgreSQL, real SMTP.

mod accounts;
mod app;
mod ballots;
<<<<<<< HEAD
mod cli;
=======
mod captured;
>>>>>>> 5a17edb (Where mail is captured, a page shows each message as it would arrive)
mod db;
mod mail;
mod people;
mod settings;
mod smtp_sink;
mod suppression;
mod tidy;
mod waves;
mod web;
