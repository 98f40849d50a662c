//! Pages of waves: the list, the form, the wave itself, its actions and previews.

mod actions;
mod alarms;
mod clock;
mod close;
mod errors;
mod fields;
mod form;
mod index;
mod letters;
mod moments;
mod note;
mod obstacles;
pub mod overview;
mod preview;
mod rates;
mod sending;
mod show;
mod timeline;
pub mod undelivered;

pub use alarms::Alarms;
pub use sending::Live;

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::db::WaveId;
use crate::i18n::Lang;
use crate::waves::{Wave, WaveState, local_time, words};

/// All addresses below `/waves`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(sending::routes)
        .configure(undelivered::routes)
        .service(resource("/waves").route(get().to(index::index)).route(post().to(form::create)))
        .service(resource("/waves/clock").route(post().to(clock::confirm)))
        .service(resource("/waves/new").route(get().to(form::new)))
        .service(resource("/waves/{wave}").route(get().to(show::show)).route(post().to(form::update)))
        .service(resource("/waves/{wave}/edit").route(get().to(form::edit)))
        .service(resource("/waves/{wave}/duplicate").route(post().to(form::duplicate)))
        .service(resource("/waves/{wave}/draft").route(post().to(actions::back_to_draft)))
        .service(
            resource("/waves/{wave}/schedule")
                .route(get().to(actions::confirm_schedule))
                .route(post().to(actions::schedule)),
        )
        .service(
            resource("/waves/{wave}/launch").route(get().to(actions::confirm_launch)).route(post().to(actions::launch)),
        )
        .service(
            resource("/waves/{wave}/cancel").route(get().to(actions::confirm_cancel)).route(post().to(actions::cancel)),
        )
        .service(resource("/waves/{wave}/close").route(get().to(close::confirm)).route(post().to(close::close)))
        .service(resource("/waves/{wave}/invitations/{invitation}/resend").route(post().to(actions::resend)))
        .service(resource("/waves/{wave}/note").route(get().to(note::edit)).route(post().to(note::update)))
        .service(resource("/waves/letters/check").route(post().to(letters::check)))
        .service(resource("/waves/letters/{mail}/{lang}").route(post().to(letters::show)))
        .service(resource("/waves/{wave}/preview/{mail}/{lang}/test").route(post().to(letters::test)))
        .service(resource("/waves/{wave}/preview").route(get().to(preview::index)))
        .service(resource("/waves/{wave}/preview/answer/{lang}").route(get().to(preview::answer)))
        .service(resource("/waves/{wave}/preview/{mail}/{lang}").route(get().to(preview::mail)));
}

/// A moment for a `<time>`: in words on the wave's wall, and exactly.
#[derive(Debug, Clone)]
pub struct When {
    pub attribute: String,
    pub text: String,
}

impl When {
    /// A weekday with its date; of a wave that is over, the date with its year.
    fn new(lang: Lang, wave: &Wave, moment: crate::db::Moment) -> Self {
        let is_over = matches!(wave.state, WaveState::Closed | WaveState::Cancelled);
        let say = if is_over { words::on_the_wall_in_year } else { words::on_the_wall };
        Self { attribute: local_time::attribute(wave.time_zone, moment), text: say(lang, wave.time_zone, moment) }
    }
}

fn path(wave: WaveId) -> String {
    format!("/waves/{wave}")
}

/// How long it is until a moment, in words; nothing for the past.
pub(super) fn until(lang: Lang, now: crate::db::Moment, moment: crate::db::Moment) -> String {
    let left = moment - now;
    let (key, name, number) = match (left.num_days(), left.num_hours(), left.num_minutes()) {
        (days, _, _) if days > 0 => ("in-days", "days", days),
        (_, hours, _) if hours > 0 => ("in-hours", "hours", hours),
        (_, _, minutes) if minutes > 0 => ("in-minutes", "minutes", minutes),
        _ if left > chrono::TimeDelta::zero() => return lang.say("in-a-moment").to_string(),
        _ => return String::new(),
    };
    lang.say(key).with(name, number).to_string()
}
