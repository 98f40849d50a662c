//! The pace of reminders: working time, holidays, people's own time zones, and the last hours before a close.

mod moments;
mod roster;
mod settings;
mod zones;

use candor::db::Moment;
use candor::schedule::{self, REMINDERS};

use crate::accounts::{ADMIN, PASSWORD};
use crate::app::TestApp;

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

/// The form of working time as it comes, with some fields of one's own.
fn form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let plain = [("from", "09:00"), ("to", "18:00"), ("quiet_hours", "12"), ("holidays", "")];
    let kept = plain.into_iter().filter(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    let days = (!changes.iter().any(|(name, _)| *name == "day")).then_some(["1", "2", "3", "4", "5"]);
    let days = days.into_iter().flatten().map(|day| ("day", day));
    kept.chain(days).chain(changes.iter().copied()).collect()
}

impl TestApp {
    /// Saves working time in the browser.
    async fn work(&self, changes: &[(&str, &str)]) {
        let saved = self.post("/settings/working-time", &form(changes)).await;
        assert_eq!((saved.status, saved.header("location")), (303, "/settings/working-time"), "{}", saved.text);
    }

    /// The clock shows a moment, the admin is signed in, what is due happens; how many waves remind.
    async fn reminds_at(&self, at: &str) -> u64 {
        self.app.clock.set(moment(at));
        self.post_sign_in(ADMIN, PASSWORD).await;
        schedule::tick(&self.app).await.unwrap().of(REMINDERS)
    }

    /// What the form says of when reminders go out.
    async fn moments(&self, path: &str) -> Vec<String> {
        self.get(&format!("{path}/edit")).await.select("[data-until-changed] li")
    }

    /// A step of a wave's line, in one line of text.
    async fn step(&self, path: &str, heading: &str) -> String {
        let steps = self.get(path).await.select(".line-of li");
        let step =
            steps.iter().find(|step| step.starts_with(heading)).unwrap_or_else(|| panic!("{heading} in {steps:?}"));
        step.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
