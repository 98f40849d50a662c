//! What the answer pages show.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use anyhow::Context;
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::Datelike;
use zeroize::Zeroizing;

use crate::ballots::HIGHEST_SCORE;
use crate::db::WaveId;
use crate::i18n::{FormErrors, Lang, Phrase, day_date, time_of_day};
use crate::settings::Settings;
use crate::waves::{Survey, SurveyTexts, Turnover, Wave, local_time, words};
use crate::web::assets::{self, InlineStylesheet};
use crate::web::{Page, Result};

/// Stands in a text where markup goes, and is cut out.
const MARK: &str = "\u{1}";
/// "Open until Friday" and «до пятницы».
const UNTIL: [&str; 7] = [
    "answer-until-1",
    "answer-until-2",
    "answer-until-3",
    "answer-until-4",
    "answer-until-5",
    "answer-until-6",
    "answer-until-7",
];

/// The most bytes that a character of a comment, as browsers count them, takes in a form: three of UTF-8, each as `%FF`.
const BYTES_PER_CHARACTER: u32 = 9;
/// Room for the other fields of the form, in bytes: they take about 130.
const BYTES_OF_FIELDS: u32 = 256;

/// Whoever reads the page, as far as the page knows: a language.
pub struct Reader {
    /// The page's language.
    pub lang: Lang,
    settings: Settings,
    languages: Vec<(Lang, String)>,
}

impl Reader {
    /// Someone who reads in a language.
    pub fn new(lang: Lang, settings: Settings) -> Self {
        Self { lang, settings, languages: Vec::new() }
    }

    /// Lets them choose another of the survey's languages, by links to a path; empty: the one they are at.
    #[must_use]
    pub fn who_may_switch(mut self, survey: &Survey, path: &str) -> Self {
        self.languages = survey.languages().map(|lang| (lang, format!("{path}?lang={lang}"))).collect();
        self
    }

    /// Lets them choose among the languages of surveys, by links to a path.
    #[must_use]
    pub fn who_may_choose(mut self, path: &str) -> Self {
        self.languages = self.settings.languages.iter().map(|lang| (*lang, format!("{path}?lang={lang}"))).collect();
        self
    }

    /// What surrounds a page.
    pub fn frame(&self) -> Frame {
        let company = &self.settings.company;
        Frame {
            company: if company.is_empty() { "Candor".to_owned() } else { company.clone() },
            contact: self.settings.contact.clone(),
            switch: self.languages.clone(),
        }
    }

    /// A text that names the contact, in two parts around the address; none without a contact.
    pub fn ask(&self, key: &'static str) -> Option<(String, String)> {
        (!self.settings.contact.is_empty()).then(|| around(self.lang.say(key).with("contact", MARK)))
    }
}

/// What surrounds every page: company, contact, and the languages with their links.
pub struct Frame {
    /// Empty is never shown: the product's name stands in.
    pub company: String,
    /// Whom to ask; empty if nobody is named yet.
    pub contact: String,
    /// The languages with their links.
    pub switch: Vec<(Lang, String)>,
}

/// A page with something to say and nothing to fill in. The same bytes for everyone who gets it.
#[derive(Template)]
#[template(path = "ballots/notice.html")]
pub struct NoticePage {
    page: Page,
    frame: Frame,
    text: &'static str,
    ask: Option<(String, String)>,
}

impl NoticePage {
    /// A page by the keys of its heading, its text and whom to ask.
    pub fn new(reader: &Reader, heading: &'static str, text: &'static str, ask: Option<&'static str>) -> Self {
        Self {
            page: Page::bare(reader.lang, reader.lang.say(heading).to_string()),
            frame: reader.frame(),
            text,
            ask: ask.and_then(|key| reader.ask(key)),
        }
    }
}

/// What was typed, to be shown again.
pub struct Typed {
    /// The token from the link.
    pub token: String,
    /// The score as it was sent; empty for none.
    pub score: String,
    /// The comment.
    pub why: Zeroizing<String>,
}

impl Typed {
    /// A form that nobody has touched.
    pub fn nothing(token: String) -> Self {
        Self { token, score: String::new(), why: Zeroizing::default() }
    }

    fn is_score(&self, score: u8) -> bool {
        self.score == score.to_string()
    }
}

/// The group that someone's answer counts in, as it was frozen at the launch.
pub struct Membership {
    /// Its name; empty for everyone.
    pub name: String,
    /// Its headcount.
    pub people: u32,
    /// How it has changed since it was last asked; none in the first wave.
    pub turnover: Option<Turnover>,
}

/// The group that the answer counts in, in words.
#[derive(Template)]
#[template(path = "ballots/_group.html")]
struct GroupPart {
    lang: Lang,
    group: Belongs,
}

enum Belongs {
    To { name: String, before: String, after: String, turnover: Option<Turnover> },
    ToEveryone { people: u32 },
    Unknown,
}

/// What the form says of a group: HTML as a template has written it. Nothing by default.
#[derive(Debug, Clone, Default)]
pub struct GroupWords(Arc<str>);

impl GroupWords {
    /// The words about a group, or that it is not known.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn new(lang: Lang, membership: Option<Membership>) -> Result<Self> {
        let group = match membership {
            None => Belongs::Unknown,
            Some(Membership { name, people, .. }) if name.is_empty() => Belongs::ToEveryone { people },
            Some(Membership { name, people, turnover }) => {
                let (before, after) = around(lang.say("answer-group").with("people", people).with("group", MARK));
                Belongs::To { name, before, after, turnover }
            }
        };
        let words = GroupPart { lang, group }.render().context("the words about a group cannot be written")?;
        Ok(Self(words.into()))
    }

    /// A character in their place, which is to be found again in the page.
    #[must_use]
    pub fn place(mark: char) -> Self {
        Self(mark.to_string().into())
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GroupWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for GroupWords {}

/// The closing time, in words around a `<time>`.
struct Closes {
    before: String,
    after: String,
    time: String,
    attribute: String,
}

/// The form.
#[derive(Template)]
#[template(path = "ballots/answer.html")]
pub struct AnswerPage {
    page: Page,
    frame: Frame,
    wave: WaveId,
    texts: SurveyTexts,
    comment_limit: u32,
    /// How long the form is made where scripts run, in bytes: the same for every answer to the wave.
    length: u32,
    threshold: u32,
    scores: RangeInclusive<u8>,
    typed: Typed,
    group: GroupWords,
    closes: Closes,
    ask: Option<(String, String)>,
    script: String,
    errors: FormErrors,
    alert: Option<&'static str>,
    is_preview: bool,
}

impl AnswerPage {
    /// The form of a wave with what was typed.
    pub fn new(wave: &Wave, survey: &Survey, reader: &Reader, typed: Typed) -> Self {
        let title = match reader.settings.company.as_str() {
            "" => reader.lang.say("answer-title-plain"),
            company => reader.lang.say("answer-title").with("company", company),
        };
        Self {
            page: Page::bare(reader.lang, title.to_string()),
            frame: reader.frame(),
            wave: wave.id,
            texts: survey.texts(reader.lang),
            comment_limit: wave.comment_limit,
            length: wave.comment_limit * BYTES_PER_CHARACTER + BYTES_OF_FIELDS,
            threshold: wave.threshold,
            scores: 0..=HIGHEST_SCORE,
            typed,
            group: GroupWords::default(),
            closes: closes(wave, reader.lang),
            ask: reader.ask("answer-not-you-ask"),
            script: assets::path("answer.js"),
            errors: FormErrors::new(),
            alert: None,
            is_preview: false,
        }
    }

    /// Names the group.
    #[must_use]
    pub fn in_group(mut self, words: GroupWords) -> Self {
        self.group = words;
        self
    }

    /// Says what is wrong, next to the fields.
    #[must_use]
    pub fn with_errors(mut self, errors: FormErrors) -> Self {
        self.errors = errors;
        self
    }

    /// Says something above the form.
    #[must_use]
    pub fn with_alert(mut self, key: &'static str) -> Self {
        self.alert = Some(key);
        self
    }

    /// Lets nothing be sent.
    #[must_use]
    pub fn as_preview(mut self) -> Self {
        self.is_preview = true;
        self
    }
}

/// The two parts of a text around its mark.
fn around(phrase: Phrase) -> (String, String) {
    let text = phrase.to_string();
    let (before, after) = text.split_once(MARK).unwrap_or((&text, ""));
    (before.to_owned(), after.to_owned())
}

fn closes(wave: &Wave, lang: Lang) -> Closes {
    let local = local_time::to_local(wave.time_zone, wave.closes_at);
    let time = lang
        .say("answer-closes-time")
        .with("weekday", lang.say(UNTIL[local.weekday().num_days_from_monday() as usize]))
        .with("date", day_date(lang, local.date()))
        .with("time", time_of_day(local));
    let zone = words::zone(wave.time_zone, wave.closes_at);
    let until = lang.say("moment-in-zone").with("when", MARK).with("zone", zone);
    let (before, after) = around(lang.say("answer-closes").with("until", until));
    Closes { before, after, time: time.to_string(), attribute: local_time::attribute(wave.time_zone, wave.closes_at) }
}
