//! Waves: planning, launching, the pages.

mod actions;
mod deeds;
mod duplicating;
mod form;
mod launching;
mod line;
mod list;
mod note;
mod planning;
mod preview;
mod warnings;

use candor::audit::Actor;
use candor::db::WaveId;
use candor::i18n::Lang;
use candor::invitations::launch::{LaunchError, Launched, launch};
use candor::mail::Message;
use candor::schedule;
use candor::waves::{Audience, CommentsBy, Draft, Survey, Wave, local_time, plan};
use chrono::TimeDelta;

use crate::app::{Response, TestApp};

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
            closing_message: true,
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
pub fn fields(page: &Response) -> Vec<(String, String)> {
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

/// Puts a value into a field of a form: the first of that name, with the others emptied; a new one if there is none.
pub fn set(form: &mut Vec<(String, String)>, name: &str, value: &str) {
    let mut is_set = false;
    for (_, old) in form.iter_mut().filter(|(of, _)| of == name) {
        *old = if is_set { String::new() } else { value.to_owned() };
        is_set = true;
    }
    if !is_set {
        form.push((name.to_owned(), value.to_owned()));
    }
}

impl TestApp {
    /// Sends the form of a new wave with a title of one's own, otherwise as it comes; returns the wave's path.
    async fn draft_in_browser(&self, title: &str) -> String {
        self.draft_with(&[("title", title)]).await
    }

    /// Sends the form of a new wave with some fields changed; returns the wave's path. A reminder is the only one.
    pub async fn draft_with(&self, changes: &[(&str, &str)]) -> String {
        let mut form = fields(&self.get("/waves/new").await);
        for (name, value) in changes {
            set(&mut form, name, value);
        }
        let kept = self.post("/waves", &form).await;
        assert_eq!(kept.status, 303, "{}", kept.text);
        kept.header("location").to_owned()
    }

    /// Everything that is due is sent; what was sent since the last time.
    pub async fn sent_mail(&self) -> Vec<Message> {
        candor::mail::deliver_due(&schedule::post(&self.app)).await.unwrap();
        self.take_mail()
    }

    pub async fn wave_of(&self, path: &str) -> Wave {
        self.wave(path.strip_prefix("/waves/").unwrap().parse().unwrap()).await
    }

    /// Posts without a form.
    pub async fn order(&self, path: &str) -> Response {
        self.post(path, &[("", "")]).await
    }
}
