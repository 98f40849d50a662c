//! Everything that is tested through the front door: real HTTP, real SQLite and PostgreSQL, real SMTP.

mod app;
mod tidy;
mod web;
