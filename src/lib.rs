//! Candor: anonymous eNPS survey waves that employees can trust.
//!
//! Read the modules in this order; ARCHITECTURE.md says what each may import.

// Doors.
pub mod cli;
pub mod demo;
pub mod schedule;
pub mod server;
pub mod web;

// Features, in the order of a survey's life: each imports tools and those above it, never those below.
// Who runs surveys; only doors import it.
pub mod accounts;

// Whom.
pub mod people;

// When, and with which words.
pub mod waves;

// Asking.
pub mod invitations;

// Answers.
pub mod ballots;

// Learning.
pub mod reports;

// Tools: know nothing of features.
pub mod app;
pub mod audit;
pub mod clock;
pub mod config;
pub mod db;
pub mod email;
pub mod failpoints;
pub mod i18n;
pub mod keys;
pub mod mail;
pub mod pauses;
pub mod schema;
pub mod settings;
