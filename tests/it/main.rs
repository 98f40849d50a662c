//! Everything that is tested through the front door: real HTTP, real SQLite and PostgreSQL, real SMTP.

mod app;
mod db;
mod tidy;
mod web;
