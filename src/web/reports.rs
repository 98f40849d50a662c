//! Reports of closed waves. Each page and file takes a published report and nothing else.

pub(super) mod blackout;
pub(super) mod chart;
mod comments;
mod compare;
mod exports;
mod figures;
pub(super) mod groups;
mod heat;
mod index;
mod method;
mod pdf;
mod pictures;
pub(super) mod plot;
mod rates;
mod show;
mod trend;
pub(super) mod words;

use actix_web::web::{ServiceConfig, get, post, resource};

use super::{Error, Result};
use crate::app::App;
use crate::db::{self, Conn, WaveId};
use crate::i18n::{Lang, Message, say};
use crate::reports::{CommentPlace, Headline, PublishedReport, RowKind, category_key, store};
use crate::waves;

/// Everything under `/reports`. A page of two waves stands before those of one.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/reports").route(get().to(index::index)))
        .service(resource("/reports/compare").route(get().to(compare::show)))
        .service(resource("/reports/schema.json").route(get().to(exports::schema)))
        .service(resource("/reports/{wave}").route(get().to(show::show)))
        .service(resource("/reports/{wave}/method").route(get().to(method::show)))
        .service(resource("/reports/{wave}/heatmap").route(get().to(heat::show)))
        .service(resource("/reports/{wave}/comments").route(get().to(comments::index)))
        .service(
            resource("/reports/{wave}/comments/{comment}")
                .route(get().to(blackout::show))
                .route(post().to(blackout::create)),
        )
        .service(resource("/reports/{wave}/report.csv").route(get().to(exports::table)))
        .service(resource("/reports/{wave}/report.xlsx").route(get().to(exports::workbook)))
        .service(resource("/reports/{wave}/report.json").route(get().to(exports::document)))
        .service(resource("/reports/{wave}/report.pdf").route(get().to(pdf::export)))
        .service(resource("/reports/{wave}/pictures/{name}").route(get().to(pictures::show)));
}

/// The published report of a wave.
///
/// # Errors
/// Not found before the count.
async fn published(app: &App, wave: WaveId) -> Result<PublishedReport> {
    app.db.read(move |conn| store::find(conn, wave)).await?.ok_or(Error::NotFound)
}

/// The headlines of all waves of the same people until a report's own, oldest first.
fn until(conn: &mut Conn, report: &PublishedReport) -> db::Result<Vec<Headline>> {
    let Some(wave) = waves::store::find(conn, report.headline.wave)? else { return Ok(Vec::new()) };
    let mut waves = store::headlines_of(conn, &wave)?;
    waves.retain(|other| other.closed_at <= report.headline.closed_at);
    Ok(waves)
}

fn title(key: &'static str, report: &PublishedReport) -> Message {
    say(key).with("wave", &report.headline.title)
}

pub(super) fn place_name(lang: Lang, place: &CommentPlace) -> String {
    match (place.category(), place.kind) {
        (Some(category), _) => lang.say(category_key(category)).to_string(),
        (None, kind) => words::full_name(lang, kind.unwrap_or(RowKind::Group), &place.path),
    }
}

/// A place whose comments can be read, as a list of choices has it.
pub(super) struct PlaceChoice {
    pub word: String,
    /// Its name, and how many comments it has.
    pub text: String,
    pub is_chosen: bool,
}

/// All places of a report.
pub(super) fn place_choices(lang: Lang, report: &PublishedReport, shown: Option<&CommentPlace>) -> Vec<PlaceChoice> {
    let choice = |place: &CommentPlace| PlaceChoice {
        word: place.word.clone(),
        text: format!("{} ({})", place_name(lang, place), lang.number(place.comments.into())),
        is_chosen: shown == Some(place),
    };
    report.comments.iter().map(choice).collect()
}

fn wave_id(text: &str) -> Result<WaveId> {
    text.parse().map_err(|_| Error::NotFound)
}
