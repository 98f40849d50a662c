//! The first steps: from an empty installation to the first wave. Whether a step is done follows from what is there,
//! never from where somebody has been.

use crate::app::App;
use crate::db::{self, Conn, Moment, WaveId};
use crate::i18n::Lang;
use crate::mail::Transport;
use crate::people::store::{Filter, counts};
use crate::settings::{self, Settings};
use crate::waves::{Wave, WaveState};
use crate::web::local;

/// What the steps follow from.
pub struct Facts {
    settings: Settings,
    has_server: bool,
    tested_at: Option<Moment>,
    people: usize,
    draft: Option<WaveId>,
    has_wave: bool,
    /// Whether a wave was ever launched: then mail went out, whether or not somebody tested it.
    was_launched: bool,
}

impl Facts {
    pub fn read(conn: &mut Conn, app: &App, settings: &Settings, waves: &[Wave]) -> db::Result<Self> {
        let is_planned = |wave: &&Wave| !matches!(wave.state, WaveState::Draft | WaveState::Cancelled);
        Ok(Self {
            settings: settings.clone(),
            has_server: !matches!(app.transport, Transport::None),
            tested_at: settings::mail_tested(conn)?,
            people: counts(conn, &Filter::default())?.here,
            draft: waves.iter().find(|wave| wave.state == WaveState::Draft).map(|wave| wave.id),
            has_wave: waves.iter().any(|wave| is_planned(&wave)),
            was_launched: waves.iter().any(|wave| wave.launched_at.is_some()),
        })
    }

    fn each(&self) -> [bool; 4] {
        let is_mail_set = self.has_server && !self.settings.sender_address.is_empty();
        let is_company_set = !self.settings.company.is_empty();
        let goes_out = is_mail_set && (self.tested_at.is_some() || self.was_launched);
        [is_company_set, goes_out, self.people > 0, self.has_wave]
    }

    /// How many of the four are done.
    pub fn done(&self) -> usize {
        self.each().into_iter().filter(|is_done| *is_done).count()
    }

    /// Whether all are.
    pub fn are_done(&self) -> bool {
        self.each().into_iter().all(|is_done| is_done)
    }
}

/// A step as the page shows it.
pub struct Step {
    pub heading: String,
    pub text: String,
    pub address: String,
    /// `done`, `now` or nothing: a class.
    pub class: &'static str,
    /// The same in a word.
    pub state: String,
    /// What the button says, of the step that comes next.
    pub button: Option<String>,
    /// Where a form is sent instead of following the link.
    pub is_post: bool,
    /// What whoever runs the server has to set.
    pub example: Option<String>,
}

/// The four steps in their order; the first that is not done comes next.
pub fn steps(lang: Lang, facts: &Facts, own_address: &str) -> Vec<Step> {
    let mut steps = vec![company(lang, facts), mail(lang, facts, own_address), roster(lang, facts), wave(lang, facts)];
    let done = facts.each();
    let next = done.iter().position(|is_done| !is_done);
    for (place, step) in steps.iter_mut().enumerate() {
        let (class, key) = match (done[place], next == Some(place)) {
            (true, _) => ("done", "steps-done"),
            (false, true) => ("now", "steps-next"),
            (false, false) => ("", "steps-later"),
        };
        step.class = class;
        step.state = lang.say(key).to_string();
        if class != "now" {
            (step.button, step.example) = (None, None);
        }
    }
    steps
}

impl Step {
    fn new(heading: String, text: String, address: String, button: String) -> Self {
        let button = Some(button);
        Self { heading, text, address, class: "", state: String::new(), button, is_post: false, example: None }
    }
}

fn company(lang: Lang, facts: &Facts) -> Step {
    let Settings { company, languages, .. } = &facts.settings;
    let text = if company.is_empty() {
        lang.say("steps-company-why").to_string()
    } else {
        let names: Vec<&str> = languages.iter().map(|language| language.own_name()).collect();
        lang.say("steps-company-is").with("company", company).with("languages", names.join(", ")).to_string()
    };
    let (heading, button) = (lang.say("steps-company").to_string(), lang.say("steps-company-button").to_string());
    Step::new(heading, text, "/settings".to_owned(), button)
}

fn mail(lang: Lang, facts: &Facts, own_address: &str) -> Step {
    let step = |text: String, address: &str, button: &'static str| {
        Step::new(lang.say("steps-mail").to_string(), text, address.to_owned(), lang.say(button).to_string())
    };
    if !facts.has_server {
        let text = lang.say("steps-mail-no-server").to_string();
        let example = Some(lang.say("settings-smtp-example").to_string());
        return Step { example, ..step(text, "/settings#mail-server", "steps-mail-button") };
    }
    if facts.settings.sender_address.is_empty() {
        return step(lang.say("steps-mail-no-sender").to_string(), "/settings#sender_address", "steps-mail-button");
    }
    let Some(tested_at) = facts.tested_at else {
        let sender = &facts.settings.sender_address;
        let text = lang.say("steps-mail-test").with("sender", sender).with("address", own_address).to_string();
        return Step { is_post: true, ..step(text, "/settings/test-mail", "settings-test") };
    };
    let zone = facts.settings.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let when = local::shown(lang, zone, tested_at).text;
    step(lang.say("steps-mail-tested").with("when", when).to_string(), "/settings#mail-server", "steps-mail-button")
}

fn roster(lang: Lang, facts: &Facts) -> Step {
    let (text, address) = match facts.people {
        0 => (lang.say("steps-roster-why"), "/people/import"),
        people => (lang.say("people-count").with("people", people), "/people"),
    };
    let (heading, button) = (lang.say("steps-roster").to_string(), lang.say("steps-roster-button").to_string());
    Step::new(heading, text.to_string(), address.to_owned(), button)
}

fn wave(lang: Lang, facts: &Facts) -> Step {
    let (text, address, button) = match (facts.has_wave, facts.draft) {
        (true, _) => ("steps-wave-is", "/waves".to_owned(), "steps-wave-button"),
        (false, Some(draft)) => ("steps-wave-draft", format!("/waves/{draft}"), "steps-wave-draft-button"),
        (false, None) => ("steps-wave-why", "/waves/new".to_owned(), "steps-wave-button"),
    };
    Step::new(lang.say("steps-wave").to_string(), lang.say(text).to_string(), address, lang.say(button).to_string())
}
