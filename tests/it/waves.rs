//! Waves: planning, launching, the pages.

use candor::audit::Actor;
use candor::db::{Conn, WaveId};
use candor::i18n::Lang;
use candor::invitations::launch::{LaunchError, Launched, launch};
use candor::invitations::store::{Delivery, Invitation};
use candor::mail::Message;
use candor::schedule;
use candor::waves::{Audience, CommentsBy, Draft, LaunchRefusal, Survey, Wave, WaveState, local_time, plan};
use chrono::TimeDelta;

use crate::app::{Response, TestApp, on_both};

impl TestApp {
    /// A plain draft: everyone, opens in an hour, open for 14 days, no reminders, threshold 5, UTC.
    pub fn draft(&self, title: &str) -> Draft {
        let opens = self.app.clock.now() + TimeDelta::hours(1);
        let zone = chrono_tz::UTC;
        Draft {
            title: title.to_owned(),
            audience: Audience::Everyone,
            time_zone: zone,
            opens_local: local_time::to_local(zone, opens),
            closes_local: local_time::to_local(zone, opens + TimeDelta::days(14)),
            reminders: Vec::new(),
            threshold: 5,
            long_comments: false,
            remind_everyone: false,
            comments_by: CommentsBy::Group,
            survey: Survey::standard(&Lang::ALL),
        }
    }

    /// Keeps a draft.
    pub async fn plan(&self, draft: Draft) -> WaveId {
        let now = self.app.clock.now();
        self.app.db.write(move |conn| plan::create(conn, now, &draft, Actor::CommandLine)).await.unwrap()
    }

    /// Launches a wave now.
    pub async fn launch(&self, wave: WaveId) -> Result<Launched, LaunchError> {
        let (keys, now) = (self.app.keys.clone(), self.app.clock.now());
        self.app.db.write(move |conn| launch(conn, &keys, now, wave, Actor::CommandLine)).await
    }

    /// Plans and launches: everyone, opens now, closes in 14 days.
    pub async fn launch_wave(&self, title: &str) -> WaveId {
        let draft = self.draft(title);
        self.launch_draft(Draft { closes_local: self.app.clock.now() + TimeDelta::days(14), ..draft }).await
    }

    /// Plans and launches at once.
    pub async fn launch_draft(&self, draft: Draft) -> WaveId {
        let wave = self.plan(draft).await;
        self.launch(wave).await.unwrap();
        wave
    }
}

/// A form as a browser would send it: every field with the value it came with.
fn fields(page: &Response) -> Vec<(String, String)> {
    let html = scraper::Html::parse_document(&page.text);
    let find = |css: &str| scraper::Selector::parse(css).unwrap();
    let mut pairs = Vec::new();
    for input in html.select(&find(".wave-form input, .wave-form textarea, .wave-form select")) {
        let (element, of) = (input.value(), |name| input.value().attr(name).unwrap_or_default().to_owned());
        let is_choice = matches!(element.attr("type"), Some("radio" | "checkbox"));
        if is_choice && element.attr("checked").is_none() {
            continue;
        }
        let value = match element.name() {
            "textarea" => input.text().collect::<String>().trim().to_owned(),
            "select" => {
                let chosen = input.select(&find("option[selected]")).next().unwrap();
                chosen.value().attr("value").map_or_else(|| chosen.text().collect(), str::to_owned)
            }
            _ => of("value"),
        };
        pairs.push((of("name"), value));
    }
    pairs
}

impl TestApp {
    /// Sends the form of a new wave with a title of one's own, otherwise as it comes; returns the wave's path.
    async fn draft_in_browser(&self, title: &str) -> String {
        let mut form = fields(&self.get("/waves/new").await);
        form.iter_mut().filter(|(name, _)| name == "title").for_each(|(_, value)| title.clone_into(value));
        let kept = self.post("/waves", &form).await;
        assert_eq!(kept.status, 303, "{}", kept.text);
        kept.header("location").to_owned()
    }

    /// Everything that is due is sent; what was sent since the last time.
    async fn sent_mail(&self) -> Vec<Message> {
        candor::mail::deliver_due(&schedule::post(&self.app)).await.unwrap();
        self.take_mail()
    }

    async fn wave_of(&self, path: &str) -> Wave {
        self.wave(path.strip_prefix("/waves/").unwrap().parse().unwrap()).await
    }

    async fn invitations(&self, wave: WaveId) -> Vec<Invitation> {
        self.app.db.read(move |conn| candor::invitations::store::of_wave(conn, wave)).await.unwrap()
    }

    /// Posts without a form.
    async fn order(&self, path: &str) -> Response {
        self.post(path, &[("", "")]).await
    }
}

on_both! {
    async fn a_wave_is_drafted_scheduled_taken_back_and_launched_in_the_browser(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 4), ("Law", 2)]).await;
        let empty = app.get("/waves").await;
        assert!(empty.text.contains("No waves yet"));
        let path = app.draft_in_browser("Spring").await;
        let shown = app.get(&path).await;
        assert_eq!(shown.select("h1"), ["“Spring” is a draft. Nothing is sent yet."]);
        assert!(shown.text.contains("6 people in 2 departments and teams get an invitation."), "{}", shown.text);
        assert!(shown.text.contains("At most 18 mails are sent, reminders included."), "two reminders");

        let confirm = app.get(&format!("{path}/schedule")).await;
        assert!(confirm.text.contains("Schedule for 6 people"), "{}", confirm.text);
        assert_eq!(app.order(&format!("{path}/schedule")).await.status, 303);
        assert_eq!(app.get(&path).await.select("h1"), ["“Spring” opens in 1 day."]);
        assert_eq!(app.order(&format!("{path}/schedule")).await.status, 409, "it is scheduled already");
        assert_eq!(app.get(&format!("{path}/edit")).await.status, 409, "only drafts change");
        assert_eq!(app.order(&format!("{path}/draft")).await.status, 303);
        assert_eq!(app.get(&format!("{path}/edit")).await.status, 200);

        let confirm = app.get(&format!("{path}/launch")).await;
        assert!(confirm.text.contains("Launch to 6 people"), "{}", confirm.text);
        assert_eq!(app.order(&format!("{path}/launch")).await.status, 303);
        let shown = app.get(&path).await;
        assert!(shown.text.contains("The wave is open. 6 invitations are on their way."), "{}", shown.text);
        assert_eq!(app.order(&format!("{path}/launch")).await.status, 409);
        assert_eq!(app.wave_of(&path).await.headcount, Some(6));
        let list = app.get("/waves").await;
        assert_eq!(list.select("h2"), ["Open"]);
    }

    async fn the_pages_speak_russian(app: TestApp) {
        app.sign_in_in(Lang::Ru).await;
        app.hire(&[("Sales", 4), ("Law", 1)]).await;
        let path = app.draft_in_browser("Весна").await;
        let shown = app.get(&path).await;
        assert_eq!(shown.select("h1"), ["«Весна» — черновик. Пока никому ничего не отправлено."]);
        let confirm = app.get(&format!("{path}/launch")).await;
        assert_eq!(confirm.select("form .primary"), ["Запустить для 5\u{a0}человек"]);
        app.order(&format!("{path}/launch")).await;
        assert!(app.get(&path).await.select("h1")[0].starts_with("Опрос «Весна» идёт, закроется через "));
    }

    async fn a_form_with_mistakes_comes_back_as_it_was_filled_in(app: TestApp) {
        app.sign_in().await;
        let mut form = fields(&app.get("/waves/new").await);
        for (name, value) in &mut form {
            match name.as_str() {
                "title" => "  ".clone_into(value),
                "threshold" => "2".clone_into(value),
                "closes" => "2026-03-02T10:00".clone_into(value),
                "question-en" => "<b>Mine</b>".clone_into(value),
                _ => {}
            }
        }
        let back = app.post("/waves", &form).await;
        assert_eq!(back.status, 422);
        let links: Vec<String> = back.select(".errors a");
        assert!(links.contains(&"Give the wave a title".to_owned()), "{links:?}");
        assert!(links.contains(&"The threshold must be from 3 to 100".to_owned()), "{links:?}");
        assert!(links.contains(&"The close must be at least an hour after the opening".to_owned()), "{links:?}");
        assert!(back.text.contains("&#60;b&#62;Mine") || back.text.contains("&lt;b&gt;Mine"), "what was typed is kept");
        assert!(app.get("/waves").await.text.contains("No waves yet"), "nothing was saved");
    }

    async fn two_waves_never_have_the_same_people_at_the_same_time(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 3)]).await;
        app.launch_wave("First").await;
        let path = app.draft_in_browser("Second").await;
        assert!(!app.get(&path).await.text.contains("“First”"), "a new wave is suggested a quarter later");
        let mut form = fields(&app.get(&format!("{path}/edit")).await);
        for (name, value) in &mut form {
            match name.as_str() {
                "opens" => "2026-03-04T10:00".clone_into(value),
                "closes" => "2026-03-18T18:00".clone_into(value),
                "reminder" => value.clear(),
                _ => {}
            }
        }
        assert_eq!(app.post(&path, &form).await.status, 303);
        let shown = app.get(&path).await;
        assert!(shown.text.contains("3 people of this wave are in “First” at the same time"), "{}", shown.text);
        for action in ["schedule", "launch"] {
            let refused = app.order(&format!("{path}/{action}")).await;
            assert_eq!(refused.status, 409);
            assert!(refused.text.contains("First"), "{}", refused.text);
        }
        assert_eq!(app.wave_of(&path).await.state, WaveState::Draft);
    }

    async fn whoever_moved_into_another_open_wave_is_left_out_and_counted(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 3), ("Law", 2)]).await;
        let departments = app.app.db.read(candor::people::store::departments).await.unwrap();
        let audience = |name: &str| {
            let found = departments.iter().find(|department| department.name == name).unwrap();
            Audience::Departments(vec![found.id])
        };
        let law = app.plan(Draft { audience: audience("Law"), ..app.draft("Law only") }).await;
        let now = app.app.clock.now();
        app.app.db.write(move |conn| plan::schedule(conn, now, law, Actor::CommandLine)).await.unwrap();
        app.launch_draft(Draft { audience: audience("Sales"), ..app.draft("Sales only") }).await;
        // One of Sales moves to Law while the survey of Sales is open.
        let csv = "Employee ID,Full name,Work email,Department\n\
                   sales0,Sales 0,sales0@example.com,Law\nsales1,Sales 1,sales1@example.com,Sales\n\
                   sales2,Sales 2,sales2@example.com,Sales\nlaw0,Law 0,law0@example.com,Law\n\
                   law1,Law 1,law1@example.com,Law\n";
        app.import_now(csv).await;
        app.app.clock.advance(TimeDelta::hours(2));
        assert_eq!(schedule::tick(&app.app).await.unwrap().of(schedule::LAUNCHES), 1);
        let opened = app.wave_of(&format!("/waves/{law}")).await;
        assert_eq!((opened.headcount, opened.left_out), (Some(2), Some(1)));
        assert!(app.get(&format!("/waves/{law}")).await.text.contains("1 person was left out at the launch"));
    }

    async fn two_launches_at_once_invite_once(app: TestApp) {
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Sales", 7)]).await;
        let wave = app.plan(app.draft("Twice")).await;
        let (first, second) = tokio::join!(app.launch(wave), app.launch(wave));
        let refused = [&first, &second].into_iter().filter(|r| matches!(r, Err(LaunchError::Refused(LaunchRefusal::AlreadyOpen)))).count();
        assert_eq!((refused, first.is_ok() ^ second.is_ok()), (1, true), "{first:?} {second:?}");
        assert_eq!(app.invitations(wave).await.len(), 7);
        let check = app.wave_of(&format!("/waves/{wave}")).await.key_check.unwrap();
        assert!(app.app.keys.load(wave, &check).is_ok(), "the key in the folder is the one that was stored");
        assert_eq!(app.sent_mail().await.len(), 7);
        assert_eq!(app.sent_mail().await.len(), 0);
    }

    async fn an_invitation_is_in_the_persons_language_and_has_one_link(app: TestApp) {
        app.introduce("Acme & Sons", "ask@example.com").await;
        app.import_now("Employee ID,Full name,Work email,Department,Language\n\
                        1,Ann One,ann@example.com,Law,en\n2,Борис Два,boris@example.com,Law,ru\n").await;
        let wave = app.launch_wave("March").await;
        let mut mails = app.sent_mail().await;
        mails.sort_by_key(|mail| mail.language);
        let [english, russian] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!((english.to.address.as_str(), russian.to.address.as_str()), ("ann@example.com", "boris@example.com"));
        assert!(english.text.contains("Acme & Sons asks you two questions"), "{}", english.text);
        assert!(russian.text.contains("Ваша ссылка — это ваш бюллетень"), "{}", russian.text);
        for mail in &mails {
            let link = format!("{}/a/{wave}/", app.app.config.public_url());
            assert_eq!((mail.text.matches(&link).count(), mail.html.matches(&link).count()), (1, 1));
            assert_eq!((mail.text.matches("://").count(), mail.html.matches("href=").count()), (1, 1), "no other link");
            assert!(mail.text.contains("at least 5 people") || mail.text.contains("хотя бы 5\u{a0}человек")
                || mail.text.contains("хотя бы 5 человек"), "{}", mail.text);
            let token = mail.text.split(&link).nth(1).unwrap().split('?').next().unwrap();
            assert!(!token.contains(&mail.id) && !mail.id.contains(token), "the Message-ID tells nothing of the link");
        }
        let delivered = app.invitations(wave).await.iter().all(|i| i.delivery == Delivery::Delivered);
        assert!(delivered);
        let again = app.launch(wave).await;
        assert!(matches!(again, Err(LaunchError::Refused(LaunchRefusal::AlreadyOpen))));
    }

    async fn an_invitation_to_a_broken_address_is_shown_and_sent_again_once_corrected(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 2)]).await;
        let wave = app.launch_wave("March").await;
        let invitation = app.invitations(wave).await[0].clone();
        let set = move |conn: &mut Conn| {
            candor::invitations::store::set_delivery(conn, invitation.id, &Delivery::Failed("550 no such user".into()))
        };
        assert_eq!(app.sent_mail().await.len(), 2);
        app.app.db.write(set).await.unwrap();
        let page = app.get(&format!("/waves/{wave}")).await;
        assert!(page.text.contains("1 invitation could not be delivered"), "{}", page.text);
        assert!(page.text.contains("550 no such user"));
        let resend = format!("/waves/{wave}/invitations/{}/resend", invitation.id);
        assert_eq!(app.order(&resend).await.status, 303);
        assert_eq!(app.order(&resend).await.status, 409, "it is on its way");
        assert!(!app.get(&format!("/waves/{wave}")).await.text.contains("could not be delivered"));
    }

    async fn a_wave_closes_earlier_only_with_a_day_of_notice(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Law", 5)]).await;
        let wave = app.launch_wave("March").await;
        let path = format!("/waves/{wave}");
        assert!(app.get(&format!("{path}/close")).await.text.contains("24 hours from now at the soonest"));
        let at = |hours| (app.app.clock.now() + TimeDelta::hours(hours)).format("%Y-%m-%dT%H:%M").to_string();
        let close = async |hours| app.post(&format!("{path}/close"), &[("at", at(hours))]).await;
        let before = app.wave_of(&path).await;
        assert_eq!(close(23).await.status, 422);
        assert_eq!(close(24 * 15).await.status, 422, "later than planned");
        assert_eq!(close(24).await.status, 303);
        let after = app.wave_of(&path).await;
        assert_eq!(after.closes_at, app.app.clock.now() + TimeDelta::hours(24));
        assert_eq!(after.planned_close_at, before.planned_close_at, "the key's last day stays");
    }

    async fn a_draft_is_called_off_and_a_wave_is_copied_for_the_next_quarter(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Law", 5)]).await;
        let path = app.draft_in_browser("March").await;
        let confirm = app.get(&format!("{path}/cancel")).await;
        assert_eq!(confirm.select("form .danger"), ["Call off “March”"]);
        assert!(confirm.text.contains("5 people will not be invited."), "{}", confirm.text);
        assert_eq!(app.order(&format!("{path}/cancel")).await.status, 303);
        assert_eq!(app.wave_of(&path).await.state, WaveState::Cancelled);
        assert_eq!(app.order(&format!("{path}/launch")).await.status, 409);
        let copied = app.order(&format!("{path}/duplicate")).await;
        assert_eq!(copied.status, 303);
        let copy = app.wave_of(copied.header("location")).await;
        assert_eq!((copy.title.as_str(), copy.state), ("June 2026", WaveState::Draft));
        assert_eq!(copy.opens_local - app.wave_of(&path).await.opens_local, TimeDelta::days(91));
    }

    async fn previews_are_framed_alone_and_nothing_can_be_sent_from_them(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        let path = app.draft_in_browser("March").await;
        for show in ["en", "ru"] {
            let preview = app.get(&format!("{path}/preview?show={show}")).await;
            assert_eq!(preview.select("iframe[sandbox]").len(), 2, "{}", preview.text);
            for mail in ["invitation", "reminder"] {
                let html = app.get(&format!("{path}/preview/{mail}/{show}")).await;
                assert_eq!(html.status, 200);
                assert!(html.header("content-security-policy").contains("sandbox"));
            }
            let answer = app.get(&format!("{path}/preview/answer/{show}")).await;
            assert_eq!(answer.select("button[disabled]").len(), 1);
        }
        assert_eq!(app.get(&format!("{path}/preview/invitation/de")).await.status, 404);
    }
}
