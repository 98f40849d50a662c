//! What changes nothing: forgeries, answers of machines and of people, and whatever comes back from a reminder.

use candor::ballots::queue_due;
use candor::mail::bounce::MOST_BYTES;
use candor::waves::Draft;
use chrono::TimeDelta;

use super::reading::sample;
use super::return_paths;
use crate::anonymity::dump::changed;
use crate::app::{TestApp, on_both};
use crate::smtp_sink::Sink;

const PLAIN: &str = "bounces@survey.meridian.example";

/// The address with another character in a place of its token.
fn with_another(path: &str, place: usize) -> String {
    let start = "bounces+".len() + place;
    let other = if &path[start..=start] == "a" { "b" } else { "a" };
    format!("{}{other}{}", &path[..start], &path[start + 1..])
}

on_both! {
    async fn forged_cut_and_foreign_addresses_change_nothing(app: TestApp) {
        let (ours, theirs) = (Sink::start().await, Sink::start().await);
        let app = app.returning(&ours);
        app.introduce("Meridian", "people@meridian.example").await;
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        app.deliver().await;
        let other = TestApp::start(candor::db::Backend::Sqlite).await.returning(&theirs);
        other.introduce("Other", "people@other.example").await;
        other.hire(&[("Sales", 3)]).await;
        other.launch_wave("March").await;
        other.deliver().await;
        let (to, path) = ("sales0@example.com", return_paths(&ours)["sales0@example.com"].clone());
        app.read_bounces().await;
        let before = app.dump().await;
        let (token, domain) = path.split_once('@').unwrap();
        let mut forged: Vec<String> = [0, 10, 24, 26, 30, 44].map(|place| with_another(&path, place)).to_vec();
        forged.extend((8..token.len()).step_by(9).map(|end| format!("{}@{domain}", &token[..end])));
        forged.push(format!("{token}a@{domain}"));
        forged.push(format!("{token}@elsewhere.example"));
        forged.push(format!("other{}@{domain}", &token["bounces".len()..]));
        forged.push(return_paths(&theirs)[to].clone());
        forged.push(PLAIN.to_owned());
        // Of one person's address with the rest of another's.
        let next = return_paths(&ours)["sales1@example.com"].clone();
        forged.push(format!("{}{}", &path[..33], &next[33..]));
        for (number, address) in forged.iter().enumerate() {
            app.bounce(&format!("forged-{number}"), &sample("postfix", address, to));
        }
        // The address stands in what is returned and in the text, and the message was sent elsewhere.
        let quoted = String::from_utf8(sample("postfix", &path, to)).unwrap();
        let quoted = quoted.replacen(&format!("Delivered-To: {path}"), "", 1).replacen(&format!("To: {path}"), &format!("To: {PLAIN}"), 1);
        assert!(quoted.contains(&path));
        app.bounce("quoted", quoted.as_bytes());
        // What a person or a machine has written, however much of it.
        for name in ["person", "forwarded", "vacation-outlook", "vacation-sieve", "read-receipt", "delivered"] {
            app.bounce(name, &sample(name, &path, to));
        }
        app.bounce("huge", &[sample("person", &path, to), b"550 5.1.1 no such user\r\n".repeat(MOST_BYTES / 20)].concat());
        let total = app.maildir("new").len();
        assert_eq!(app.read_bounces().await, 0);
        assert_eq!(changed(&before, &app.dump().await), [] as [&str; 0]);
        let kept = app.maildir("cur");
        assert_eq!(kept.len(), total, "everything is still there");
        assert!(kept.iter().filter(|name| name.ends_with(":2,S")).all(|name| !name.starts_with("forged") && !name.starts_with("quoted")));
        // The same report, sent to the address itself, is one.
        app.bounce("true", &sample("postfix", &path, to));
        assert_eq!((app.read_bounces().await, app.deliveries(wave).await.failed), (1, 1));
        assert_eq!(other.read_bounces().await, 0);
    }

    async fn a_wave_is_told_from_the_one_before(app: TestApp) {
        let sink = Sink::start().await;
        let app = app.returning(&sink);
        app.introduce("Meridian", "people@meridian.example").await;
        app.hire(&[("Sales", 6)]).await;
        let first = app.launch_wave("March").await;
        app.deliver().await;
        let path = return_paths(&sink)["sales0@example.com"].clone();
        app.reach_close(first).await;
        app.read_bounces().await;
        let second = app.launch_wave("June").await;
        app.deliver().await;
        app.bounce("of-the-first", &sample("qmail", &path, "sales0@example.com"));
        assert_eq!(app.read_bounces().await, 1, "the address has its mark");
        assert_eq!((app.deliveries(first).await.failed, app.deliveries(second).await.failed), (0, 0));
        assert_eq!(app.bounced().await, ["sales0@example.com"]);
    }

    async fn whatever_comes_back_from_a_reminder_leaves_no_trace(app: TestApp) {
        let sink = Sink::start().await;
        let app = app.returning(&sink);
        app.introduce("Meridian", "people@meridian.example").await;
        app.hire(&[("Sales", 6)]).await;
        let draft = app.draft("March");
        let reminders = vec![draft.opens_local + TimeDelta::days(2) + TimeDelta::hours(3)];
        let wave = app.launch_draft(Draft { reminders, ..draft }).await;
        app.deliver().await;
        let links = app.links(wave).await;
        for link in &links[..2] {
            assert_eq!(app.answer(link, 8, "").await.status, 200);
        }
        app.app.clock.advance(TimeDelta::days(2) + TimeDelta::hours(5));
        let now = app.app.clock.now();
        app.app.db.write(move |conn| queue_due(conn, now)).await.unwrap();
        app.deliver().await;
        let reminders: Vec<_> = sink.taken().into_iter().skip(6).collect();
        assert_eq!(reminders.len(), 4);
        for reminder in &reminders {
            assert_eq!(reminder.sender, PLAIN, "nobody is in it");
            assert_eq!(reminder.parsed().reply_to().unwrap().first().unwrap().address(), Some(PLAIN));
        }
        app.read_bounces().await;
        let (before, files) = (app.dump().await, app.other_files());
        for name in ["postfix", "exim", "mailru", "zimbra-full", "feedback-loop", "vacation-outlook", "person"] {
            app.bounce(name, &sample(name, &reminders[0].sender, &reminders[0].recipient));
        }
        assert_eq!(app.read_bounces().await, 0);
        assert_eq!(changed(&before, &app.dump().await), [] as [&str; 0]);
        let mut after = app.other_files();
        after.retain(|path, _| !path.contains("/bounces/cur/"));
        assert_eq!(after, files, "nothing is written but by the mail server");
    }
}
