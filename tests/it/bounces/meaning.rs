//! What a report means: for the wave, for the person, and for the report at the close.

use std::collections::BTreeSet;

use candor::db::WaveId;
use candor::invitations::store::{Delivery, of_wave};
use candor::mail::FailureKind;
use candor::people::Person;

use super::reading::{HARD, NOTHING, sample};
use super::return_paths;
use crate::anonymity::dump::changed;
use crate::app::{TestApp, on_both};
use crate::smtp_sink::{Fault, Sink};

/// Samples that say something, but nothing of an address that does not work.
const OTHERS: [&str; 4] = ["zimbra-full", "feedback-loop", "postfix-delayed", "exim-delayed"];

fn address(number: usize) -> String {
    format!("sales{number}@example.com")
}

impl TestApp {
    /// Each invitation whose report was of those that say it for good has failed with its words.
    async fn failures_are_kept(&self, wave: WaveId, people: &[Person]) {
        let invited = self.app.db.read(move |conn| of_wave(conn, wave)).await.unwrap();
        for (number, (name, kind, words)) in HARD.iter().enumerate() {
            let person = people.iter().find(|person| person.email == address(number)).unwrap();
            let invitation = invited.iter().find(|invitation| invitation.person == person.id).unwrap();
            let Delivery::Failed(failure) = &invitation.delivery else { panic!("{name}: {invitation:?}") };
            assert_eq!(failure.kind, *kind, "{name}");
            assert!(failure.words.contains(words.split(" <").next().unwrap()), "{name}: {}", failure.words);
        }
    }

    /// In the list and on the page of the first, who says that the address is right.
    async fn admins_see_fifteen(&self, people: &[Person]) {
        let list = self.get("/people?status=bounced").await;
        assert_eq!(list.select("tbody th bdi").len(), 15, "{}", list.text);
        assert_eq!(list.select(".tabs [aria-current]"), ["Mail came back 15"]);
        let person = people.iter().find(|person| person.email == address(0)).unwrap();
        let page = self.get(&format!("/people/{}", person.id)).await;
        assert!(
            page.select("#bounce")[0] == "Mail came back" && page.text.contains("no such mailbox"),
            "{}",
            page.text
        );
        let confirm = format!("/people/{}/address", person.id);
        for _ in 0..2 {
            assert_eq!(self.post(&confirm, &[("", "")]).await.status, 303);
        }
        let log = self.app.db.read(|conn| candor::audit::page(conn, 0, 50)).await.unwrap();
        assert_eq!(log.iter().filter(|entry| entry.action == "person.address-confirmed").count(), 1, "said once");
    }
}

on_both! {
    async fn every_report_means_what_it_says_about_the_person_whose_return_address_it_came_to(app: TestApp) {
        let sink = Sink::start().await;
        let app = app.returning(&sink);
        app.introduce("Meridian", "people@meridian.example").await;
        app.sign_in().await;
        let samples: Vec<&str> = HARD.iter().map(|(name, _, _)| *name).chain(OTHERS).chain(NOTHING.map(|(name, _)| name)).collect();
        app.hire(&[("Sales", samples.len() + 1)]).await;
        let wave = app.launch_wave("March").await;
        app.deliver().await;
        let paths = return_paths(&sink);
        assert_eq!(paths.values().collect::<BTreeSet<_>>().len(), samples.len() + 1, "each has one of its own");
        for path in paths.values() {
            assert!(path.split('@').next().unwrap().len() <= 64 && path.ends_with("@survey.meridian.example"), "{path}");
        }
        let report = |number: usize, name: &str| sample(name, &paths[&address(number)], &address(number));
        for (number, name) in samples.iter().enumerate() {
            app.bounce(name, &report(number, name));
        }
        assert_eq!(app.read_bounces().await, 16, "14 that failed for good, one that was given up, one complaint");
        assert_eq!((app.maildir("new").len(), app.maildir("cur").len()), (0, samples.len()));
        assert_eq!(app.deliveries(wave).await.failed, 15);
        let people = app.everyone_here().await;
        app.failures_are_kept(wave, &people).await;
        let marked: Vec<usize> = (0..14).chain([15]).collect();
        let mut expected: Vec<String> = marked.into_iter().map(address).collect();
        expected.sort();
        assert_eq!(app.bounced().await, expected, "what failed for good, and the complaint");

        // Read a second time, by this process or another, it changes nothing.
        let before = app.dump().await;
        for (number, name) in samples.iter().enumerate() {
            app.bounce(&format!("{name}-again"), &report(number, name));
        }
        assert_eq!(app.read_bounces().await, 0);
        assert_eq!(changed(&before, &app.dump().await), [] as [&str; 0]);

        app.admins_see_fifteen(&people).await;
        app.give_address(&address(1), "new@example.com").await;
        expected.retain(|marked| ![address(0), address(1)].contains(marked));
        assert_eq!(app.bounced().await, expected, "the one is right, the other another");
        app.bounce("old", &report(1, "postfix"));
        assert_eq!(app.read_bounces().await, 0, "what is reported of the old address says nothing of the new one");

        // The report counts whoever could not be reached until the close; what comes later marks the address only.
        app.reach_close(wave).await;
        app.read_bounces().await;
        let published = app.report(wave).await.unwrap();
        assert_eq!(published.unreachable, 15);
        let last = samples.len();
        app.bounce("late", &report(last, "postfix"));
        assert_eq!(app.read_bounces().await, 1);
        expected.push(address(last));
        expected.sort();
        assert_eq!(app.bounced().await, expected);
        assert_eq!(app.deliveries(wave).await.failed, 15);
        assert_eq!(app.report(wave).await.unwrap(), published);
    }

    async fn an_address_that_is_refused_at_once_is_marked_too_and_a_server_that_is_away_marks_nobody(app: TestApp) {
        let sink = Sink::start().await;
        let app = app.returning(&sink);
        app.introduce("Meridian", "people@meridian.example").await;
        app.sign_in().await;
        app.hire(&[("Sales", 3)]).await;
        sink.fail("sales0@example.com", Fault::Recipient("550 5.1.1 no such user"), 1);
        sink.fail("sales1@example.com", Fault::Recipient("550 5.4.4 no such host"), 1);
        let wave = app.launch_wave("March").await;
        let _ = candor::mail::deliver_due(&candor::schedule::post(&app.app)).await.unwrap();
        assert_eq!(app.deliveries(wave).await.failed, 2);
        assert_eq!(app.bounced().await, ["sales0@example.com"]);
        app.reach_close(wave).await;
        app.read_bounces().await;
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let next = app.plan(app.draft("June")).await;
        let launch = app.get(&format!("/waves/{next}/launch")).await;
        assert!(launch.text.contains("Mail to 1 of these people came back last time"), "{}", launch.text);
        assert!(launch.text.contains("href=\"/people?status=bounced\""));
    }

    async fn a_report_that_comes_while_its_invitation_is_being_sent_again_waits(app: TestApp) {
        let sink = Sink::start().await;
        let app = app.returning(&sink);
        app.introduce("Meridian", "people@meridian.example").await;
        app.hire(&[("Sales", 1)]).await;
        let wave = app.launch_wave("March").await;
        app.deliver().await;
        let path = return_paths(&sink)["sales0@example.com"].clone();
        let id = app.app.db.read(move |conn| of_wave(conn, wave)).await.unwrap()[0].id;
        let queued = move |conn: &mut candor::db::Conn| candor::invitations::store::set_delivery(conn, &[id], &Delivery::Queued);
        app.app.db.write(queued).await.unwrap();
        app.bounce("early", &sample("postfix", &path, "sales0@example.com"));
        assert_eq!((app.read_bounces().await, app.maildir("new")), (0, vec!["early".to_owned()]));
        let sent = move |conn: &mut candor::db::Conn| candor::invitations::store::set_delivery(conn, &[id], &Delivery::Delivered);
        app.app.db.write(sent).await.unwrap();
        assert_eq!((app.read_bounces().await, app.maildir("cur")), (1, vec!["early:2,S".to_owned()]));
        let Delivery::Failed(failure) = &app.app.db.read(move |conn| of_wave(conn, wave)).await.unwrap()[0].delivery else { panic!() };
        assert_eq!(failure.kind, FailureKind::Address);
    }
}
