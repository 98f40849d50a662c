//! Ballots: the answer page, casting, reminding, cancelling, counting.

mod cancelling;
mod counting;
mod page;
#[cfg(feature = "postgres")]
mod postgres_files;
mod reminding;
mod scrubbing;
mod stopped;

use std::fmt::Write as _;

use candor::db::{Id, PersonId, WaveId};
use candor::invitations::{self, link};
use candor::keys::{WaveKey, ordered_id};
use candor::settings::{self, Settings};
use candor::waves::{self, Wave};
use serde_json::json;

use crate::app::{Response, TestApp};

/// Someone's way to the form.
#[derive(Debug, Clone)]
pub struct Link {
    pub wave: WaveId,
    pub token: String,
    pub person: PersonId,
}

impl Link {
    pub fn path(&self) -> String {
        format!("/a/{}/{}", self.wave, self.token)
    }
}

impl TestApp {
    /// Puts people on the roster: as many as asked in each department, a department for each name.
    pub async fn hire(&self, teams: &[(&str, usize)]) {
        let mut csv = "Employee ID,Full name,Work email,Department\n".to_owned();
        for (name, size) in teams {
            for number in 0..*size {
                let id = format!("{}{number}", name.to_lowercase().replace(' ', "-"));
                writeln!(csv, "{id},{name} {number},{id}@example.com,{name}").unwrap();
            }
        }
        self.import_now(&csv).await;
    }

    /// Names the company and whom to ask.
    pub async fn introduce(&self, company: &str, contact: &str) {
        let new = Settings {
            company: company.to_owned(),
            contact: contact.to_owned(),
            sender_address: "survey@example.com".to_owned(),
            ..Settings::default()
        };
        self.app.db.write(move |conn| settings::save(conn, &new)).await.unwrap();
    }

    pub async fn wave(&self, id: WaveId) -> Wave {
        self.app.db.read(move |conn| waves::store::find(conn, id)).await.unwrap().unwrap()
    }

    pub async fn wave_key(&self, id: WaveId) -> WaveKey {
        let check = self.wave(id).await.key_check.unwrap();
        self.app.keys.load(id, &check).unwrap()
    }

    /// Everyone's link, in the order of the roster.
    pub async fn links(&self, wave: WaveId) -> Vec<Link> {
        let key = self.wave_key(wave).await;
        let invited = self.app.db.read(move |conn| invitations::store::of_wave(conn, wave)).await.unwrap();
        let mut links: Vec<Link> = invited
            .into_iter()
            .map(|invitation| {
                let claim = link::Claim { invitation: invitation.id, group: invitation.group };
                Link { wave, token: link::token(&key, claim), person: invitation.person }
            })
            .collect();
        links.sort_by_key(|link| link.person);
        links
    }

    /// Sends the form behind a link as a browser does.
    pub async fn answer(&self, link: &Link, score: u8, why: &str) -> Response {
        let form = json!({ "wave": link.wave, "token": link.token, "lang": "en", "score": score, "why": why });
        self.post("/a", &form).await
    }

    /// How many ballots are in the box.
    pub async fn ballots(&self, wave: WaveId) -> usize {
        self.app.db.read(move |conn| candor::ballots::store::count(conn, wave)).await.unwrap()
    }
}

/// An id that names nothing.
pub fn no_id<T>() -> Id<T> {
    ordered_id()
}
