//! What comes back: read as each mail system writes it, and counted only where it says so itself.

mod meaning;
mod nothing;
mod piped;
pub mod reading;
mod servers;

use std::collections::BTreeMap;

use candor::audit::Actor;
use candor::db::{PersonId, WaveId};
use candor::invitations::store::{Deliveries, deliveries};
use candor::mail::bounce::Source;
use candor::people::Person;
use candor::people::edit::{Entry, save};
use candor::schedule::{self, BOUNCES};

use crate::app::TestApp;
use crate::smtp_sink::Sink;

impl TestApp {
    /// The same with a mail server, a return address and a maildir for what comes back to it.
    fn returning(mut self, sink: &Sink) -> Self {
        for folder in ["new", "cur", "tmp"] {
            std::fs::create_dir_all(self.folder.path().join("bounces").join(folder)).unwrap();
        }
        self.app.transport = sink.transport();
        self.app.config.return_address = Some("Bounces@survey.meridian.example".to_owned());
        self.app.bounces = Some(Source::Maildir(self.folder.path().join("bounces")));
        self
    }

    /// Puts a message in the maildir.
    fn bounce(&self, name: &str, raw: &[u8]) {
        std::fs::write(self.folder.path().join("bounces/new").join(name), raw).unwrap();
    }

    /// The messages of a folder of the maildir, by name.
    fn maildir(&self, folder: &str) -> Vec<String> {
        let found = std::fs::read_dir(self.folder.path().join("bounces").join(folder)).unwrap();
        let mut names: Vec<String> = found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Reads what came back; from how many messages something was noted.
    async fn read_bounces(&self) -> u64 {
        let ticked = schedule::tick(&self.app).await.unwrap();
        assert_eq!(ticked.failed, [] as [&str; 0]);
        ticked.of(BOUNCES)
    }

    async fn deliveries(&self, wave: WaveId) -> Deliveries {
        self.app.db.read(move |conn| deliveries(conn, wave)).await.unwrap()
    }

    /// Who has a mark, by address.
    async fn bounced(&self) -> Vec<String> {
        let marked: Vec<PersonId> = self.app.db.read(candor::people::store::bounced).await.unwrap();
        let mut addresses: Vec<String> = self
            .everyone_here()
            .await
            .into_iter()
            .filter(|one| marked.contains(&one.id))
            .map(|one| one.email)
            .collect();
        addresses.sort();
        addresses
    }

    async fn give_address(&self, old: &str, new: &str) {
        let person = self.everyone_here().await.into_iter().find(|person| person.email == old).unwrap();
        let entry = Entry { email: new.to_owned(), ..Entry::of(&person) };
        let now = self.app.clock.now();
        self.app.db.write(move |conn| save(conn, person.id, &entry, Actor::CommandLine, now)).await.unwrap();
    }

    async fn everyone_here(&self) -> Vec<Person> {
        self.app.db.read(candor::people::store::active).await.unwrap()
    }
}

/// The return path that the mail server saw for each recipient.
fn return_paths(sink: &Sink) -> BTreeMap<String, String> {
    sink.taken().into_iter().map(|taken| (taken.recipient, taken.sender)).collect()
}
