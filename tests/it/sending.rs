//! A wave's mail while it goes out, against a real mail server: watching, pausing, calling off the rest, and what to
//! do about those whom it did not reach.

mod corrected;
mod stream;

use candor::ballots::REMINDER;
use candor::db::{BatchId, Conn, InvitationId, MailId, WaveId};
use candor::invitations;
use candor::mail::outbox::{self, Progress};
use candor::schema::outbox as queue;
use candor::waves::Draft;
use chrono::TimeDelta;
use diesel::prelude::*;

use crate::app::{Response, TestApp, on_both};
use crate::smtp_sink::Sink;

impl TestApp {
    /// An open wave of one department with a reminder after three days; the admin is signed in.
    async fn wave_to_send(&self, people: usize) -> (WaveId, String) {
        self.sign_in().await;
        self.introduce("Acme", "hr@example.com").await;
        self.hire(&[("Law", people)]).await;
        let draft = self.draft("March");
        let reminders = vec![draft.opens_local + TimeDelta::days(3)];
        let wave = self.launch_draft(Draft { reminders, ..draft }).await;
        (wave, format!("/waves/{wave}"))
    }

    /// Posts nothing, and expects to be led on.
    async fn press(&self, path: &str) -> Response {
        let pressed = self.post(path, &[("", "")]).await;
        assert_eq!(pressed.status, 303, "{path}: {}", pressed.text);
        pressed
    }

    async fn progress_of(&self, wave: WaveId, kind: &'static str) -> Progress {
        let batch = BatchId::from_uuid(wave.uuid());
        self.app.db.read(move |conn| outbox::progress(conn, batch, kind)).await.unwrap()
    }

    /// As a server does that is busy: so many mails are not to be tried before ten minutes have gone by.
    async fn put_off(&self, mails: i64) {
        let later = self.app.clock.now() + TimeDelta::minutes(10);
        let put_off = move |conn: &mut Conn| {
            let waiting = queue::table.filter(queue::state.eq("queued"));
            let some: Vec<MailId> = waiting.order(queue::id).limit(mails).select(queue::id).load(conn)?;
            diesel::update(queue::table.filter(queue::id.eq_any(some))).set(queue::due_at.eq(later)).execute(conn)
        };
        self.app.db.write(put_off).await.map_err(|error: candor::db::Error| error).unwrap();
    }

    /// Some days later in working time: signs in anew, since the session has ended.
    async fn days_later(&self, days: i64) {
        self.app.clock.advance(TimeDelta::days(days) + TimeDelta::hours(5));
        self.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
    }

    /// The invitation of whoever has an address.
    pub async fn invitation_of(&self, wave: WaveId, address: &str) -> InvitationId {
        let person = self.everyone().await.into_iter().find(|person| person.email == address).unwrap().id;
        let all = self.app.db.read(move |conn| invitations::store::of_wave(conn, wave)).await.unwrap();
        all.iter().find(|invitation| invitation.person == person).unwrap().id
    }

    /// What the audit log's page says was done, newest first.
    pub async fn log(&self) -> Vec<String> {
        self.get("/settings/audit").await.select("tbody tr")
    }
}

/// The figures beside the bar.
fn figures(page: &Response) -> Vec<String> {
    page.select("#sending-facts dd")
}

fn recipients(people: std::ops::Range<usize>) -> Vec<String> {
    people.map(|number| format!("law{number}@example.com")).collect()
}

on_both! {
    async fn what_is_paused_does_not_go_out_and_goes_out_once_when_resumed(app: TestApp) {
        let sink = Sink::start().await;
        let (wave, path) = app.wave_to_send(7).await;
        let page = app.get(&path).await;
        assert_eq!(page.select("#sending h2"), ["Invitations are going out"]);
        assert!(page.text.contains("0 of 7 invitations are sent – 0%."), "{}", page.text);
        assert_eq!(figures(&page), ["7", "not known yet", "not known yet", "0"]);
        app.press(&format!("{path}/sending/pause")).await;
        app.press(&format!("{path}/sending/pause")).await;
        assert_eq!(app.deliver_by(&sink).await.sent, 0);
        let page = app.get(&path).await;
        assert_eq!(page.select("#sending h2"), ["Sending is paused"]);
        assert_eq!(page.select("#sending form button"), ["Resume"]);
        let waiting = app.get("/").await.select("[aria-labelledby=needs] li");
        assert!(waiting.iter().any(|need| need == "Sending of “March” is paused. See to it"), "{waiting:?}");

        app.press(&format!("{path}/sending/resume")).await;
        assert_eq!(app.deliver_by(&sink).await.sent, 7);
        assert_eq!(sink.recipients(), recipients(0..7));
        let page = app.get(&path).await;
        assert_eq!(page.select("#sending").len(), 0, "nothing is left to watch");
        assert!(page.text.contains("7 of 7 delivered"));
        let log = app.log().await;
        assert!(log[0].contains("Resumed sending") && log[1].contains("Paused sending"), "{log:?}");
        assert!(!log[2].contains("Paused"), "the second press changed nothing: {log:?}");

        app.days_later(3).await;
        app.press(&format!("{path}/sending/pause")).await;
        candor::schedule::tick(&app.app).await.unwrap();
        assert_eq!(app.deliver_by(&sink).await.sent, 0);
        assert_eq!(app.progress_of(wave, REMINDER).await.queued, 7, "a reminder waits as well");
        app.app.clock.advance(TimeDelta::minutes(40));
        assert_eq!(app.get("/").await.select(".urgent li").len(), 0, "what is paused is not late");
        assert!(app.get(&path).await.text.contains("0 of 7 rows are handled – 0%."));
        app.press(&format!("{path}/sending/resume")).await;
        assert_eq!(app.get(&path).await.select("#sending h2"), ["A reminder is going out"]);
        assert_eq!(app.deliver_by(&sink).await.sent, 7);
    }

    async fn the_rest_is_called_off_and_its_people_are_neither_asked_nor_reminded(app: TestApp) {
        let sink = Sink::start().await;
        let (wave, path) = app.wave_to_send(6).await;
        app.get(&path).await;
        app.put_off(3).await;
        assert_eq!(app.deliver_by(&sink).await.sent, 3);
        app.app.clock.advance(TimeDelta::seconds(20));
        let page = app.get(&path).await;
        assert!(page.text.contains("3 of 6 invitations are sent – 50%."), "{}", page.text);
        assert_eq!(figures(&page)[..2], ["3", "9 a minute"], "from what was seen, and nothing else");
        assert!(figures(&page)[2].contains("in a moment") || figures(&page)[2].contains("07:"), "{:?}", figures(&page));
        assert!(page.text.contains("3 invitations were put off by the receiving mail servers."));

        let confirm = app.get(&format!("{path}/sending/cancel")).await;
        assert!(confirm.text.contains("3 of 6 invitations have not been sent."), "{}", confirm.text);
        assert!(confirm.text.contains("The headcount of 6 was frozen at the launch"));
        assert_eq!(confirm.select("main .danger"), ["Call off 3 invitations"]);
        app.press(&format!("{path}/sending/cancel")).await;
        assert!(app.get(&path).await.text.contains("3 invitations were called off."));
        app.press(&format!("{path}/sending/cancel")).await;
        assert!(app.get(&path).await.text.contains("Nothing is waiting any more"));
        assert_eq!(app.get(&format!("{path}/sending/cancel")).await.status, 409);
        assert_eq!(app.wave(wave).await.headcount, Some(6));

        app.days_later(3).await;
        candor::schedule::tick(&app.app).await.unwrap();
        assert_eq!(app.progress_of(wave, REMINDER).await.total(), 3, "only who was asked is reminded");
        app.deliver_by(&sink).await;
        assert_eq!(sink.taken().len(), 6, "three invitations and their reminders");
        let page = app.get(&path).await;
        assert!(page.text.contains("3 not sent"), "{}", page.text);
        assert_eq!(page.select("#bounced"), ["3 invitations could not be delivered"]);
        assert!(page.text.contains("Called off before it was sent: 3 people."), "{}", page.text);
        app.press(&format!("{path}/undelivered/resend")).await;
        app.press(&format!("{path}/undelivered/resend")).await;
        assert_eq!(app.deliver_by(&sink).await.sent, 3, "they may be asked after all");
        let mut asked: Vec<String> = sink.recipients();
        asked.dedup();
        assert_eq!(asked, recipients(0..6));
    }

    async fn of_a_reminder_that_is_called_off_the_page_says_how_many_rows_were_handled(app: TestApp) {
        let sink = Sink::start().await;
        let (_, path) = app.wave_to_send(7).await;
        app.deliver_by(&sink).await;
        app.days_later(3).await;
        candor::schedule::tick(&app.app).await.unwrap();
        app.put_off(3).await;
        app.deliver_by(&sink).await;
        assert!(app.get(&path).await.text.contains("4 of 7 rows are handled"));
        app.press(&format!("{path}/sending/cancel")).await;
        app.press(&format!("{path}/sending/cancel")).await;
        let step = app.get(&path).await.select(".line-of li").remove(2);
        assert!(step.contains("4 of 7 handled") && step.contains("3 rows called off"), "{step}");
    }

    async fn a_mail_server_that_is_away_is_shown_with_its_words_on_the_waves_page_and_the_start_page(app: TestApp) {
        let mut sink = Sink::start().await;
        let (_, path) = app.wave_to_send(5).await;
        sink.stop().await;
        let mut sending = app.app.clone();
        sending.transport = sink.transport();
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let at_work = tokio::spawn(candor::mail::run(candor::schedule::post(&sending), stopped));
        app.until(|| async { app.standstill().await.is_some() }).await;
        let page = app.get(&path).await;
        assert_eq!(page.select("#sending h2"), ["Mail is waiting"]);
        assert!(page.select("#sending-pause .box")[0].starts_with("No mail has gone out since"), "{}", page.text);
        let why = app.standstill().await.unwrap().why;
        assert_eq!(page.select("#sending-pause .sample"), [why]);
        let needs = app.get("/").await.select(".urgent li");
        assert!(needs.iter().any(|need| need.starts_with("The mail server does not take mail.")), "{needs:?}");
        sink.start_again().await;
        app.until(|| async { app.standstill().await.is_none() }).await;
        app.until(|| async { sink.taken().len() == 5 }).await;
        stop.send(true).unwrap();
        at_work.await.unwrap();
        assert_eq!(app.get(&path).await.select("#sending").len(), 0, "nothing is left to watch");
    }

    async fn mail_that_cannot_go_out_says_so_on_the_waves_own_page(app: TestApp) {
        let (_, path) = app.wave_to_send(5).await;
        app.app.db.write(|conn| candor::settings::save(conn, &candor::settings::Settings::default())).await.unwrap();
        let page = app.get(&path).await;
        assert_eq!(page.select("#sending h2"), ["Mail is waiting"]);
        assert!(page.select("#sending-pause")[0].starts_with("No sender address is set"), "{}", page.text);
        assert_eq!(page.select("h2").iter().filter(|heading| *heading == "This stands in the way").count(), 0);
    }
}
