//! A demonstration while it is shown: its clock goes on or is moved on, and what is due by then happens at once.

use std::time::Duration;

use anyhow::ensure;
use chrono::TimeDelta;
use tokio::sync::{Mutex, watch};

use super::Progress;
use super::crowd::Crowd;
use super::event::{self, Event};
use crate::app::App;
use crate::db::Moment;
use crate::mail::{Post, deliver_due};
use crate::schedule;

/// Between two looks at what is due while nobody moves the clock.
const LOOK_AGAIN: Duration = Duration::from_secs(2);
/// Before something happens by itself, the time at which those answer who do so before it.
const BEFORE: TimeDelta = TimeDelta::minutes(1);
/// More events than one move can pass.
const MOST_EVENTS: usize = 1_000;

/// A demonstration while it is shown.
pub struct Stage {
    pub(super) app: App,
    post: Post,
    /// Whoever holds it lets something happen; nobody else does meanwhile.
    pub(super) crowd: Mutex<Crowd>,
    again: watch::Sender<Again>,
}

/// Whether the demonstration is made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Again {
    No,
    Asked,
    /// How far the new one is.
    Made(Progress),
}

impl Stage {
    pub(super) fn new(app: App, crowd: Crowd) -> Self {
        let post = schedule::post(&app);
        Self { app, post, crowd: Mutex::new(crowd), again: watch::Sender::new(Again::No) }
    }

    /// The same on another clock.
    pub(super) fn on_clock(self, clock: crate::clock::Clock) -> Self {
        Self::new(App { clock, ..self.app }, self.crowd.into_inner())
    }

    /// Asks for the demonstration to be made anew; a second time changes nothing.
    pub fn ask_again(&self) {
        self.again.send_if_modified(|again| {
            let is_first = *again == Again::No;
            if is_first {
                *again = Again::Asked;
            }
            is_first
        });
    }

    /// How far a new one is, if it is being made; no [`Progress`] before it has begun.
    #[must_use]
    pub fn being_made_anew(&self) -> Option<Option<Progress>> {
        match &*self.again.borrow() {
            Again::No => None,
            Again::Asked => Some(None),
            Again::Made(progress) => Some(Some(progress.clone())),
        }
    }

    pub(super) fn has_come_to(&self, progress: Progress) {
        self.again.send_replace(Again::Made(progress));
    }

    /// It could not be made anew: this one goes on.
    pub(super) fn go_on(&self) {
        self.again.send_replace(Again::No);
    }

    /// Waits until it is asked to be made anew.
    pub(super) async fn asked_again(&self) {
        // The sender lives as long as this, so it cannot be gone.
        let _ = self.again.subscribe().wait_for(|again| *again != Again::No).await;
    }

    /// What happens next by itself.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn next(&self) -> crate::db::Result<Option<Event>> {
        let now = self.app.clock.now();
        self.app.db.read(move |conn| event::next(conn, now)).await
    }

    /// Moves the clock on to a moment and lets happen on the way what happens by itself, each thing in its time:
    /// people answer, waves open, reminders go out, waves close and are counted. Answers what has happened.
    /// A moment that has passed changes nothing.
    ///
    /// # Errors
    /// When something that was due could not be done.
    pub async fn move_to(&self, moment: Moment) -> anyhow::Result<Vec<Event>> {
        let mut crowd = self.crowd.lock().await;
        let mut happened = Vec::new();
        for _ in 0..MOST_EVENTS {
            let Some(event) = self.next().await?.filter(|event| event.at <= moment) else { break };
            self.forward_to(event.at - BEFORE);
            crowd.answer(&self.app).await?;
            self.forward_to(event.at);
            self.do_what_is_due(&mut crowd).await?;
            let passed = event.clone();
            if self.app.db.read(move |conn| event::has_happened(conn, &passed)).await? {
                happened.push(event);
            }
        }
        self.forward_to(moment);
        crowd.answer(&self.app).await?;
        self.do_what_is_due(&mut crowd).await?;
        Ok(happened)
    }

    fn forward_to(&self, moment: Moment) {
        if moment > self.app.clock.now() {
            self.app.clock.set(moment);
        }
    }

    /// Does what the program does by itself at this moment, and sends the mail.
    async fn do_what_is_due(&self, crowd: &mut Crowd) -> anyhow::Result<()> {
        let ticked = Box::pin(schedule::tick(&self.app)).await?;
        // Two at once, since letters are written one after the other.
        let (one, other) = (Box::pin(deliver_due(&self.post)), Box::pin(deliver_due(&self.post)));
        let (one, other) = tokio::try_join!(one, other)?;
        self.app.transport.look_at_captured(|letters| crowd.read(letters));
        ensure!(ticked.failed.is_empty() && !ticked.held, "what was due could not be done: {ticked:?}");
        ensure!(one.failed + other.failed == 0, "mail could not be captured");
        Ok(())
    }

    /// Lets happen what is due as time goes by, for as long as it is polled.
    pub(super) async fn live(&self) {
        let mut looks = tokio::time::interval(LOOK_AGAIN);
        loop {
            looks.tick().await;
            if let Err(error) = self.move_to(self.app.clock.now()).await {
                tracing::error!("what was due in the demonstration could not be done: {error:#}");
            }
        }
    }
}
