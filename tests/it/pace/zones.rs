//! People with time zones of their own: reminded in their own working hours, and kept like everyone else.

use candor::db::Moment;
use candor::schema::outbox;
use diesel::prelude::*;

use super::moment;
use crate::app::{TestApp, on_both};

const ROSTER: &str = "Employee ID,Full name,Work email,Department,Time zone\n\
                      1,Ann,ann@example.com,Law,\n\
                      2,Bo,bo@example.com,Law,\n\
                      3,Cy,cy@example.com,Law,America/New_York\n\
                      4,Di,di@example.com,Law,МСК+7\n\
                      5,Ed,ed@example.com,Law,UTC+14\n\
                      6,Flo,flo@example.com,Law,UTC-11\n\
                      7,Gil,gil@example.com,Law,UTC+5:30\n";

impl TestApp {
    /// A wave by Moscow time from 3 to 6 March, 18:00, with a reminder on Thursday the 5th at ten, launched.
    async fn scattered(&self) -> String {
        self.sign_in().await;
        self.introduce("Acme", "hr@example.com").await;
        self.import_now(ROSTER).await;
        let path = self
            .draft_with(&[
                ("time_zone", "Europe/Moscow"),
                ("closes", "2026-03-06T18:00"),
                ("reminder", "2026-03-05T10:00"),
            ])
            .await;
        assert_eq!(self.order(&format!("{path}/launch")).await.status, 303);
        self.deliver().await;
        self.take_mail();
        path
    }

    async fn reminded(&self) -> Vec<String> {
        self.deliver().await;
        let mut addresses: Vec<String> = self.take_mail().into_iter().map(|mail| mail.to.address).collect();
        addresses.sort();
        addresses
    }

    async fn due_times(&self) -> Vec<Moment> {
        let rows = |conn: &mut candor::db::Conn| {
            outbox::table.filter(outbox::kind.eq("reminder")).order(outbox::due_at).select(outbox::due_at).load(conn)
        };
        self.app.db.read(rows).await.map_err(|error: candor::db::Error| error).unwrap()
    }
}

on_both! {
    async fn each_is_reminded_in_working_hours_of_their_own(app: TestApp) {
        let path = app.scattered().await;
        let step = app.step(&path, "Reminder 1").await;
        assert!(step.contains("in other time zones during their working hours, the last by Thursday 5 March, 23:00"), "{step}");
        let links = app.links(app.wave_of(&path).await.id).await;
        assert_eq!(app.reminds_at("2026-03-05T07:00:00").await, 1);
        // Who answers changes nothing about when others are reminded.
        assert_eq!(app.answer(&links[0], 9, "").await.status, 200);
        let due = app.due_times().await;
        let expected = [
            "2026-03-05T07:00:00", "2026-03-05T07:00:00",
            "2026-03-05T07:00:00",
            // Ten in Moscow is five in the afternoon in Vladivostok.
            "2026-03-05T07:00:00",
            "2026-03-05T14:00:00",
            // On Kiritimati it is nine in the evening: Friday at nine.
            "2026-03-05T19:00:00",
            // Nine o'clock in Samoa: within twelve hours of the close no more than this.
            "2026-03-05T20:00:00",
        ];
        assert_eq!(due, expected.map(moment), "a row for everyone");
        assert_eq!(app.reminded().await, ["bo@example.com", "di@example.com", "gil@example.com"]);
        app.app.clock.set(moment("2026-03-05T13:59:59"));
        assert!(app.reminded().await.is_empty());
        app.app.clock.set(moment("2026-03-05T14:00:00"));
        assert_eq!(app.reminded().await, ["cy@example.com"]);
        app.app.clock.set(moment("2026-03-05T20:00:00"));
        assert_eq!(app.reminded().await, ["ed@example.com", "flo@example.com"]);
    }

    async fn whose_working_time_comes_too_late_is_left_out_like_everyone_is_handled(app: TestApp) {
        app.scattered().await;
        app.work(&[("to", "23:00")]).await;
        assert_eq!(app.reminds_at("2026-03-05T19:30:00").await, 1);
        let due = app.due_times().await;
        let expected = [
            "2026-03-05T19:30:00",
            "2026-03-05T19:30:00",
            "2026-03-05T19:30:00",
            "2026-03-05T19:30:00",
            "2026-03-05T20:00:00",
            "2026-03-05T23:00:00",
            // In India it is one in the morning; nine o'clock is less than twelve hours before the close.
            "2026-03-06T03:00:00",
        ];
        assert_eq!(due, expected.map(moment), "a row for everyone");
        let mut seen = app.reminded().await.len();
        for then in ["2026-03-05T20:00:00", "2026-03-05T23:00:00", "2026-03-06T03:00:00", "2026-03-06T03:30:00"] {
            app.app.clock.set(moment(then));
            seen += app.reminded().await.len();
        }
        assert_eq!(seen, 6, "all but one");
        let left = |conn: &mut candor::db::Conn| {
            outbox::table.filter(outbox::kind.eq("reminder").and(outbox::state.ne("done"))).count().get_result(conn)
        };
        let left: i64 = app.app.db.read(left).await.map_err(|error: candor::db::Error| error).unwrap();
        assert_eq!(left, 0, "all have ended, alike");
    }

    async fn what_is_left_waits_for_the_working_hours_of_each(app: TestApp) {
        app.scattered().await;
        assert_eq!(app.reminds_at("2026-03-05T07:00:00").await, 1);
        // Five in the afternoon in Vladivostok was an hour ago, six is now; in India it is half past one.
        app.reminds_at("2026-03-05T08:00:00").await;
        assert_eq!(app.reminded().await, ["ann@example.com", "bo@example.com", "gil@example.com"]);
        let due = app.due_times().await;
        let vladivostok = moment("2026-03-05T23:00:00");
        assert!(due.contains(&vladivostok), "{due:?}");
        app.app.clock.set(vladivostok);
        assert!(app.reminded().await.contains(&"di@example.com".to_owned()));
    }

    async fn the_form_says_how_many_have_a_zone_of_their_own(app: TestApp) {
        app.sign_in().await;
        app.import_now(ROSTER).await;
        let path = app.draft_with(&[("reminder", "2026-03-05T10:00")]).await;
        let said = app.moments(&path).await;
        assert_eq!(said[1], "5 people have time zones of their own and get them in their own working hours.");
    }
}
