//! Reminders and response rates: what the clock does while a wave is open, and what it leaves behind.

use std::collections::{BTreeMap, BTreeSet};

use candor::ballots::{queue_due, rates};
use candor::db::WaveId;
use candor::mail::{Message, Transport, deliver_due};
use candor::reports;
use candor::schedule;
use candor::schema::outbox;
use candor::waves::Draft;
use chrono::TimeDelta;
use diesel::prelude::*;

use super::Link;
use crate::app::{TestApp, on_both};

impl TestApp {
    /// Sends all mail that is due.
    pub async fn deliver(&self) {
        let delivered = deliver_due(&schedule::post(&self.app)).await.unwrap();
        assert_eq!((delivered.failed, delivered.unreachable), (0, None));
    }

    /// Takes the messages that went out.
    pub fn take_mail(&self) -> Vec<Message> {
        let Transport::Memory(sent) = &self.app.transport else { panic!("mail is not kept in memory") };
        std::mem::take(&mut *sent.lock().unwrap()).into_iter().map(|captured| captured.message).collect()
    }

    async fn remind(&self) -> usize {
        let now = self.app.clock.now();
        self.app.db.write(move |conn| queue_due(conn, now)).await.unwrap()
    }

    /// A wave of ten with reminders on Wednesday, Friday and Monday at ten; invitations are delivered, the first four answer.
    async fn reminded_wave(&self, remind_everyone: bool) -> (WaveId, Vec<Link>) {
        self.introduce("Meridian", "survey@meridian.example").await;
        self.hire(&[("Sales", 10)]).await;
        let draft = self.draft("March");
        let reminders = [2, 4, 7].map(|days| draft.opens_local + TimeDelta::days(days) + TimeDelta::hours(3)).to_vec();
        let wave = self.launch_draft(Draft { reminders, remind_everyone, ..draft }).await;
        self.deliver().await;
        let links = self.links(wave).await;
        for link in &links[..4] {
            assert_eq!(self.answer(link, 8, "").await.status, 200);
        }
        (wave, links)
    }

    /// All that the queue keeps of reminders, but for ids and the invitations they are for.
    async fn reminder_rows(&self) -> Vec<(String, i32, Option<String>, bool)> {
        let rows = self.app.db.read(|conn| {
            outbox::table
                .filter(outbox::kind.eq("reminder"))
                .select((outbox::state, outbox::attempts, outbox::failure, outbox::lease.is_null()))
                .load(conn)
        });
        rows.await.map_err(|error: candor::db::Error| error).unwrap()
    }
}

fn links_in(mails: &[Message]) -> BTreeMap<String, String> {
    let link = |mail: &Message| mail.text.split_whitespace().find(|word| word.contains("/a/")).unwrap().to_owned();
    mails.iter().map(|mail| (mail.to.address.clone(), link(mail))).collect()
}

on_both! {
    async fn a_reminder_reaches_exactly_the_silent_with_the_link_of_their_invitation(app: TestApp) {
        let (_, links) = app.reminded_wave(false).await;
        let invitations = links_in(&app.take_mail());
        assert_eq!(app.remind().await, 0, "not before its day");
        app.app.clock.advance(TimeDelta::days(2) + TimeDelta::hours(5));
        assert_eq!(app.remind().await, 1);
        assert_eq!(app.remind().await, 0, "a tick that runs twice queues it once");
        // Someone who answers after the reminder was queued is silent no more.
        assert_eq!(app.answer(&links[4], 8, "").await.status, 200);
        app.deliver().await;
        let reminders = app.take_mail();
        assert_eq!(reminders.len(), 5);
        let reminded = links_in(&reminders);
        assert!(reminded.iter().all(|(address, link)| invitations[address] == *link));
        let silent: BTreeSet<String> = (5..10).map(|number| format!("sales{number}@example.com")).collect();
        assert_eq!(reminded.into_keys().collect::<BTreeSet<_>>(), silent);
    }

    async fn what_is_kept_of_reminders_is_the_same_for_everyone(app: TestApp) {
        app.reminded_wave(false).await;
        app.app.clock.advance(TimeDelta::days(2) + TimeDelta::hours(5));
        app.remind().await;
        let queued = app.reminder_rows().await;
        assert_eq!((queued.len(), BTreeSet::from_iter(queued).len()), (10, 1), "a row for everyone, all alike");
        app.deliver().await;
        let ended = app.reminder_rows().await;
        assert_eq!((ended.len(), BTreeSet::from_iter(ended).len()), (10, 1), "sent and skipped alike");
    }

    async fn where_chosen_everyone_is_reminded(app: TestApp) {
        app.reminded_wave(true).await;
        app.take_mail();
        app.app.clock.advance(TimeDelta::days(2) + TimeDelta::hours(5));
        app.remind().await;
        app.deliver().await;
        assert_eq!(app.take_mail().len(), 10);
    }

    async fn of_reminders_missed_in_a_week_only_the_latest_goes_out(app: TestApp) {
        app.reminded_wave(false).await;
        let first = app.take_mail();
        app.app.clock.advance(TimeDelta::days(7) + TimeDelta::hours(5));
        assert_eq!(app.remind().await, 1);
        app.deliver().await;
        assert_eq!(app.take_mail().len(), 6);
        app.app.clock.advance(TimeDelta::days(1));
        assert_eq!(app.remind().await, 0);
        assert_eq!(first.len(), 10);
    }

    async fn each_reminder_is_a_message_of_its_own(app: TestApp) {
        app.reminded_wave(false).await;
        let mut ids: BTreeSet<String> = app.take_mail().into_iter().map(|mail| mail.id).collect();
        for _ in 0..2 {
            app.app.clock.advance(TimeDelta::days(2) + TimeDelta::hours(5));
            app.remind().await;
            app.deliver().await;
            ids.extend(app.take_mail().into_iter().map(|mail| mail.id));
        }
        assert_eq!(ids.len(), 10 + 6 + 6);
    }

    async fn after_the_close_nobody_is_reminded(app: TestApp) {
        let (wave, _) = app.reminded_wave(false).await;
        app.take_mail();
        app.app.clock.advance(TimeDelta::days(2) + TimeDelta::hours(5));
        app.remind().await;
        app.reach_close(wave).await;
        assert_eq!(app.remind().await, 0);
        app.deliver().await;
        assert!(app.take_mail().is_empty(), "what was queued before the close comes too late");
    }

    async fn response_rates_change_with_the_clock_and_never_with_an_answer(app: TestApp) {
        app.hire(&[("Sales", 30), ("Support", 12), ("Board", 3)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        assert_eq!(app.rates(wave).await, None);
        app.refresh_rates().await;
        for link in links.iter().take(9).chain(links.iter().skip(30).take(12)) {
            assert_eq!(app.answer(link, 9, "").await.status, 200);
        }
        app.app.clock.advance(TimeDelta::minutes(59));
        app.refresh_rates().await;
        assert_eq!(app.rates(wave).await.unwrap().answered, 0);
        app.app.clock.advance(TimeDelta::minutes(1));
        app.refresh_rates().await;
        let after_an_hour = app.rates(wave).await.unwrap();
        assert_eq!((after_an_hour.answered, after_an_hour.headcount), (21, 45));
        assert!(after_an_hour.groups.values().all(|tenths| *tenths == 0), "groups once a day");
        app.app.clock.advance(TimeDelta::hours(23));
        app.refresh_rates().await;
        let rates = app.rates(wave).await.unwrap();
        // The board is too small, and Support covers for it.
        assert_eq!(rates.groups.into_values().collect::<Vec<_>>(), [3]);
    }

    async fn the_rates_of_many_groups_are_folded_below_those_of_the_uppermost(app: TestApp) {
        let teams: Vec<String> = (0..40).map(|team| format!("Division {} / Team {team}", team / 10)).collect();
        app.hire(&teams.iter().map(|team| (team.as_str(), 10)).collect::<Vec<_>>()).await;
        app.sign_in().await;
        let wave = app.launch_wave("March").await;
        app.refresh_rates().await;
        let page = app.get(&format!("/waves/{wave}")).await;
        let rows = |table: &str| page.select(&format!("{table} tbody tr")).len();
        assert_eq!((rows(".rates.in-brief"), rows("details .rates")), (4, 44), "{}", page.text);
        assert_eq!(page.select("details:has(.rates) summary"), ["All 44 groups, all levels"]);
    }
}

impl TestApp {
    async fn refresh_rates(&self) {
        let (keys, now) = (self.app.keys.clone(), self.app.clock.now());
        self.app.db.write(move |conn| reports::rates::refresh(conn, &keys, now)).await.unwrap();
    }

    async fn rates(&self, wave: WaveId) -> Option<rates::Rates> {
        let wave = self.wave(wave).await;
        self.app.db.read(move |conn| rates::shown(conn, &wave)).await.unwrap()
    }
}
