//! What an admin could try against those who answer: it is refused, or its members see it before they answer, or it is
//! written down. THREAT-MODEL.md has the table.

use std::fmt::Write as _;
use std::ops::Range;

use candor::db::WaveId;
use candor::waves::Draft;
use chrono::TimeDelta;

use crate::accounts::{ADMIN, PASSWORD};
use crate::app::{TestApp, on_both};
use crate::ballots::Link;
use crate::smtp_sink::{Fault, Sink};

/// A roster: the numbers of the people in each department.
fn csv(teams: &[(&str, Range<usize>)]) -> String {
    let mut csv = "Employee ID,Full name,Work email,Department\n".to_owned();
    for (team, numbers) in teams {
        for number in numbers.clone() {
            writeln!(csv, "p{number},Person {number},p{number}@example.com,{team}").unwrap();
        }
    }
    csv
}

impl TestApp {
    async fn roster(&self, teams: &[(&str, Range<usize>)]) {
        self.import_now(&csv(teams)).await;
    }

    /// What the page with the questions says to someone of their group.
    async fn who_sees(&self, link: &Link) -> String {
        let page = self.get(&link.path()).await;
        assert_eq!(page.status, 200, "{}", page.text);
        page.select(".box > p").remove(0)
    }

    /// Closes and counts a wave, and signs in again: a session is over by then.
    async fn end(&self, wave: WaveId) {
        self.reach_close(wave).await;
        self.count(wave).await.unwrap();
        self.post_sign_in(ADMIN, PASSWORD).await;
    }

    /// The draft of a wave that opens in some days.
    fn in_days(&self, title: &str, days: i64) -> Draft {
        let draft = self.draft(title);
        let [opens_local, closes_local] =
            [draft.opens_local, draft.closes_local].map(|time| time + TimeDelta::days(days));
        Draft { opens_local, closes_local, ..draft }
    }
}

on_both! {
    async fn nearly_the_same_people_are_not_asked_again_within_a_month(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.roster(&[("Sales", 0..8), ("Support", 10..70)]).await;
        let first = app.launch_wave("March").await;
        for link in app.links(first).await {
            app.answer(&link, 9, "").await;
        }
        app.end(first).await;
        // A fortnight later, without one of eight.
        let one = app.everyone().await[0].id;
        let (leave, back) = (format!("/people/{one}/leave"), format!("/people/{one}/return"));
        assert_eq!(app.order(&leave).await.status, 303);
        let again = app.plan(app.draft("Again")).await;
        let path = format!("/waves/{again}");
        for deed in ["launch", "schedule"] {
            let asked = app.get(&format!("{path}/{deed}")).await;
            let why = "“Sales” was asked in “March” a short while ago, and 1 person is in one of the two waves only";
            assert!(asked.status == 409 && asked.text.contains(why), "{}: {}", asked.status, asked.text);
            assert_eq!(app.order(&format!("{path}/{deed}")).await.status, 409);
        }
        assert!(app.get(&format!("{path}/edit")).await.text.contains("is in one of the two waves only"), "and the form says so");
        // Exactly the same people may be asked; so may clearly others, and everyone after a month.
        assert_eq!(app.order(&back).await.status, 303);
        assert_eq!(app.get(&format!("{path}/launch")).await.status, 200);
        app.order(&leave).await;
        app.roster(&[("Sales", 3..8), ("Support", 10..70)]).await;
        assert_eq!(app.get(&format!("{path}/launch")).await.status, 409, "three have gone, and five would do");
        app.roster(&[("Sales", 5..8), ("Support", 10..70)]).await;
        assert_eq!(app.get(&format!("{path}/launch")).await.status, 200, "Sales is too small to be shown");
        app.roster(&[("Sales", 1..8), ("Support", 10..70)]).await;
        let monthly = app.plan(app.in_days("April", 13)).await;
        assert_eq!(app.order(&format!("/waves/{monthly}/schedule")).await.status, 303);
        app.app.clock.advance(TimeDelta::days(13) + TimeDelta::hours(2));
        candor::schedule::tick(&app.app).await.unwrap();
        assert_eq!(app.wave(monthly).await.headcount, Some(67), "it opened by itself");
    }

    async fn who_was_moved_in_or_out_is_told_to_the_group_before_it_answers(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.roster(&[("Law", 0..6), ("Sales", 10..18), ("Support", 20..26)]).await;
        let first = app.launch_wave("March").await;
        let said = app.who_sees(&app.links(first).await[0]).await;
        assert!(said.contains("Law (6 people). Your answer cannot"), "in the first wave there is no before: {said}");
        app.end(first).await;
        app.app.clock.advance(TimeDelta::days(30));
        app.post_sign_in(ADMIN, PASSWORD).await;
        // Four invented people and one of Sales come into Law; Audit is new.
        app.import(&csv(&[("Law", 0..6), ("Law", 17..18), ("Law", 90..94), ("Sales", 10..17), ("Support", 20..26), ("Audit", 30..33)])).await;
        assert!(app.log().await[0].contains("7 new") && app.log().await[0].contains("1 moved"), "{:?}", app.log().await[0]);
        let second = app.launch_wave("April").await;
        let people = app.everyone().await;
        let links = app.links(second).await;
        let of = |name: &str| {
            let person = people.iter().find(|person| person.full_name == name).unwrap().id;
            links.iter().find(|link| link.person == person).unwrap().clone()
        };
        for (name, told) in [
            ("Person 0", "Law (11 people). Since the last survey, 5 came and 0 left."),
            ("Person 90", "Law (11 people). Since the last survey, 5 came and 0 left."),
            ("Person 10", "Sales (7 people). Since the last survey, 0 came and 1 left."),
            ("Person 20", "Support (6 people). It has the same people as in the last survey."),
            ("Person 30", "Audit (3 people). Since the last survey, 3 came and 0 left."),
        ] {
            let said = app.who_sees(&of(name)).await;
            assert!(said.contains(told), "{name}: {said}");
        }
        // Whatever is imported meanwhile, group, size and link stay those of the launch.
        let before = app.get(&of("Person 0").path()).await.text;
        app.import(&csv(&[("Sales", 0..6), ("Law", 10..18), ("Law", 90..99), ("Support", 20..26), ("Audit", 30..33)])).await;
        assert_eq!(app.get(&of("Person 0").path()).await.text, before);
        assert_eq!(app.links(second).await.len(), links.len());
        assert!(app.log().await[0].contains("Imported a roster"), "{:?}", app.log().await[0]);
    }

    async fn a_wave_that_is_called_off_and_asked_anew_keeps_nothing_of_the_first(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.roster(&[("Law", 0..6)]).await;
        let first = app.launch_wave("March").await;
        let old = app.links(first).await;
        assert_eq!(app.answer(&old[0], 2, "Because").await.status, 200);
        assert_eq!(app.order(&format!("/waves/{first}/cancel")).await.status, 303);
        assert!(app.log().await[0].contains("Cancelled a wave") && app.log().await[0].contains("deleted unopened"), "{:?}", app.log().await);
        assert_eq!(app.order(&format!("/waves/{first}/launch")).await.status, 409, "it does not open again");
        // Of the first no answer was shown, so it may be asked anew at once, also without one person.
        let gone = app.everyone().await[5].id;
        app.order(&format!("/people/{gone}/leave")).await;
        let second = app.plan(app.draft("March again")).await;
        assert_eq!(app.order(&format!("/waves/{second}/launch")).await.status, 303);
        assert_eq!(app.ballots(second).await, 0);
        let new = app.links(second).await;
        assert!(new.iter().all(|link| old.iter().all(|before| before.token != link.token)));
        let mixed = Link { wave: second, ..old[0].clone() };
        assert_eq!((app.answer(&old[0], 2, "").await.status, app.answer(&mixed, 2, "").await.status), (410, 404));
        assert!(app.who_sees(&new[0]).await.contains("Law (5 people). Your answer cannot"), "what was called off is no survey to compare with");
    }

    async fn nobody_chooses_who_may_answer_among_invitations_that_were_called_off(app: TestApp) {
        let sink = Sink::start().await;
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.roster(&[("Law", 0..7)]).await;
        let wave = app.launch_wave("March").await;
        let path = format!("/waves/{wave}");
        assert_eq!(app.order(&format!("{path}/sending/cancel")).await.status, 303);
        let page = app.get(&format!("{path}/undelivered")).await;
        assert_eq!((page.select(".lost form[action$='/resend']").len(), page.select("form[action$='/undelivered/resend']").len()), (0, 1));
        let ids = app.invitation_of(wave, "p3@example.com").await;
        let alone = app.order(&format!("{path}/invitations/{ids}/resend")).await;
        assert!(alone.status == 409 && alone.text.contains("all together, so that nobody chooses"), "{}", alone.text);
        // Neither by way of another address.
        app.post(&format!("{path}/invitations/{ids}/address"), &[("email", "chosen@example.com")]).await;
        app.deliver_by(&sink).await;
        assert!(sink.taken().iter().all(|taken| !taken.parsed().body_text(0).unwrap().contains("/a/")), "no link has gone out");
        let log = app.log().await.join("\n");
        assert!(log.contains("7 invitations") && log.contains("Changed a person"), "{log}");
        assert_eq!(app.order(&format!("{path}/undelivered/resend")).await.status, 303);
        app.deliver_by(&sink).await;
        let asked = sink.taken().iter().filter(|taken| taken.parsed().body_text(0).unwrap().contains("/a/")).count();
        assert_eq!(asked, 7, "all of them or none");
    }

    async fn a_server_that_quotes_a_link_shows_it_to_nobody(app: TestApp) {
        let sink = Sink::start().await;
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.roster(&[("Law", 0..5)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        let person = app.everyone().await[0].clone();
        let link = links.iter().find(|link| link.person == person.id).unwrap();
        let words = format!("554 5.7.1 listed: {}{} see https://list.example/why?p=1", app.url(""), link.path());
        sink.fail(&person.email, Fault::Message(words.leak()), 1);
        app.deliver_by(&sink).await;
        let path = format!("/waves/{wave}");
        for page in [path.clone(), format!("{path}/undelivered"), format!("{path}/undelivered.csv"), format!("/people/{}", person.id)] {
            let page = app.get(&page).await;
            assert!(page.status == 200 && !page.text.contains(&link.token), "{}", page.text);
        }
        assert!(app.get(&path).await.text.contains("see https://list.example/why?p=1"), "the rest of its words is shown");
        let dump = app.dump().await;
        assert!(dump.values().flatten().all(|row| !row.contains(&link.token)), "nor is it kept");
        assert!(dump.values().flatten().any(|row| row.contains("list.example")));
    }
}
