//! The pictures of a report where no stylesheet of ours is: each as SVG and PNG, and all of them in the PDF.

mod groups;
mod parts;
mod scale;
mod spread;
mod trend;

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use anyhow::Context;

use super::{until, wave_id, words};
use crate::app::App;
use crate::db;
use crate::i18n::Lang;
use crate::reports::{Headline, PublishedReport, store};
use crate::waves::local_time;
use crate::web::drawing::{Picture, png, svg};
use crate::web::{Admin, Error, Result};

pub use groups::Groups;

/// How wide every picture is.
const WIDTH: f32 = 720.0;
/// The size of its words.
const TEXT: f32 = 13.0;

/// A picture of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The score on its scale, with what the silent could make of it.
    Scale,
    /// Everyone invited, in four parts.
    Parts,
    /// Answers by score.
    Spread,
    /// The score over the waves of the same people.
    Trend,
    /// Groups, ranked by score.
    Groups,
    /// Groups, by the share that answered.
    Rates,
}

impl Kind {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 6] = [Self::Scale, Self::Parts, Self::Spread, Self::Trend, Self::Groups, Self::Rates];

    /// Its word in addresses and file names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scale => "scale",
            Self::Parts => "parts",
            Self::Spread => "distribution",
            Self::Trend => "trend",
            Self::Groups => "groups",
            Self::Rates => "response-rates",
        }
    }

    /// Its name in `locales/`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Scale => "scale-title",
            Self::Parts => "parts-title",
            Self::Spread => "spread-heading",
            Self::Trend => "time-heading",
            Self::Groups => "picture-groups",
            Self::Rates => "picture-rates",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A report, and the waves that it stands among.
pub struct Drawn<'a> {
    /// The language of its words.
    pub lang: Lang,
    /// The report.
    pub report: &'a PublishedReport,
    /// All waves of the same people up to this one, oldest first.
    pub waves: &'a [Headline],
    /// Most groups in a picture; where there are more, only those of the upper levels are in it.
    pub most_groups: usize,
}

impl<'a> Drawn<'a> {
    /// Most groups in a picture of its own.
    const MOST_GROUPS: usize = 40;

    /// For pictures of their own.
    pub fn alone(lang: Lang, report: &'a PublishedReport, waves: &'a [Headline]) -> Self {
        Self { lang, report, waves, most_groups: Self::MOST_GROUPS }
    }

    /// A picture; none where the report has not enough for it.
    pub fn picture(&self, kind: Kind) -> Option<Picture> {
        match kind {
            Kind::Scale => scale::picture(self),
            Kind::Parts => parts::picture(self),
            Kind::Spread => spread::picture(self),
            Kind::Trend => trend::picture(self),
            Kind::Groups => groups::ranked(self),
            Kind::Rates => groups::rates(self),
        }
    }

    /// The pictures that the report has enough for; `has_groups`: also for those of groups.
    pub fn kinds(&self, has_groups: bool) -> Vec<Kind> {
        let everyone = self.report.everyone();
        // None is drawn to see whether it can be.
        let has = |kind: &Kind| match kind {
            Kind::Scale | Kind::Parts => everyone.is_some_and(|all| all.counts.score().is_some()),
            Kind::Spread => everyone.is_some_and(|all| all.distribution.is_some()),
            Kind::Trend => self.waves.iter().filter(|wave| wave.counts.is_some()).count() > 1,
            Kind::Groups | Kind::Rates => has_groups,
        };
        Kind::ALL.into_iter().filter(has).collect()
    }

    /// The groups by the share that answered; none where there are fewer than two.
    pub fn by_rate(&self) -> Option<Groups> {
        groups::by_rate(self)
    }

    fn say(&self, key: &'static str) -> String {
        self.lang.say(key).to_string()
    }

    fn number(&self, people: u32) -> String {
        self.lang.number(people.into())
    }

    /// What the report is of: the wave, its close, and how many answered.
    fn of(&self) -> String {
        let (lang, headline) = (self.lang, &self.report.headline);
        let answered = headline.counts.map(|counts| words::answered(lang, &counts).to_string()).unwrap_or_default();
        lang.say("picture-of")
            .with("wave", &headline.title)
            .with("date", words::closed_on(lang, headline))
            .with("answered", answered)
            .to_string()
    }
}

/// A report with the waves of the same people.
pub struct Found {
    /// The report.
    pub report: PublishedReport,
    /// The waves up to it, oldest first.
    pub waves: Vec<Headline>,
}

/// Finds a report and the waves that it stands among.
///
/// # Errors
/// Not found before the count.
pub async fn find(app: &App, wave: &str) -> Result<Found> {
    let id = wave_id(wave)?;
    let found = app.db.read(move |conn| {
        let Some(report) = store::find(conn, id)? else { return Ok(None) };
        let waves = until(conn, &report)?;
        Ok::<_, db::Error>(Some(Found { report, waves }))
    });
    found.await?.ok_or(Error::NotFound)
}

/// `GET /reports/{wave}/pictures/{name}`: `scale.svg`, `scale.png` and so on.
///
/// # Errors
/// Not found before the count, and where the report has not enough for the picture.
pub async fn show(app: web::Data<App>, admin: Admin, path: web::Path<(String, String)>) -> Result {
    let (wave, name) = path.into_inner();
    let (word, ending) = name.split_once('.').ok_or(Error::NotFound)?;
    let kind = Kind::from_word(word).ok_or(Error::NotFound)?;
    let found = find(&app, &wave).await?;
    let drawn = Drawn::alone(admin.account.language, &found.report, &found.waves);
    let picture = drawn.picture(kind).ok_or(Error::NotFound)?.alone(&drawn.of());
    let (body, kind) = match ending {
        "svg" => (svg(&picture).context("a picture cannot be written")?.into_bytes(), "image/svg+xml"),
        "png" => {
            let painted = web::block(move || png(&picture)).await.context("a picture was not painted")?;
            (painted.context("a picture cannot be painted")?, "image/png")
        }
        _ => return Err(Error::NotFound),
    };
    let headline = &found.report.headline;
    let closed = local_time::to_local(headline.time_zone, headline.closed_at).date();
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"candor-{closed}-{word}.{ending}\"")))
        .body(body))
}

/// A place on the scale from −100 to 100, between two places of a picture.
#[expect(clippy::cast_possible_truncation, reason = "pictures are drawn to tenths of a point")]
fn on_scale(points: f64, left: f32, right: f32) -> f32 {
    left + (right - left) * ((points + 100.0) / 200.0) as f32
}

/// A share as a part of a length.
#[expect(clippy::cast_possible_truncation, reason = "pictures are drawn to tenths of a point")]
fn part_of(share: f64, length: f32) -> f32 {
    share as f32 * length
}
