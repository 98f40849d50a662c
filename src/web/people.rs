//! The roster's pages: the list, one person, many at once, the department tree, the import.

mod apply;
mod columns;
pub mod departments;
pub(super) mod download;
mod encoding;
mod export;
pub mod import;
mod invited;
mod list;
mod many;
mod new;
mod part;
mod person;
mod preview;
mod query;
mod words;

use actix_web::web::{ServiceConfig, get, post, resource};

use super::{Error, Result};
use crate::db::{DepartmentId, Id, Moment};
use crate::i18n::{Lang, full_date};
use crate::people::Departments;

pub use query::ListQuery;

/// Every route of the roster; those that take an id in the place of a word come last.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/people").route(get().to(list::index)))
        .service(resource("/people/new").route(get().to(new::new)).route(post().to(new::create)))
        .service(resource("/people/move").route(get().to(many::choose_place)).route(post().to(many::move_people)))
        .service(resource("/people/leave").route(get().to(many::confirm_leaving)).route(post().to(many::leave)))
        .service(resource("/people/undo/{change}").route(post().to(many::undo)))
        .configure(departments::routes)
        .configure(import::routes)
        .service(resource("/people/{id}").route(get().to(person::show)).route(post().to(person::update)))
        .service(resource("/people/{id}/address").route(post().to(person::confirm_address)))
        .service(resource("/people/{id}/leave").route(post().to(person::leave)))
        .service(resource("/people/{id}/return").route(post().to(person::come_back)));
}

/// An id in a path; there is no page where it is none.
fn id<T>(text: &str) -> Result<Id<T>> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The date of a moment where the company is.
fn date(lang: Lang, moment: Moment, time_zone: &str) -> String {
    let zone: chrono_tz::Tz = time_zone.parse().unwrap_or(chrono_tz::UTC);
    full_date(lang, moment.and_utc().with_timezone(&zone).date_naive())
}

/// A department to choose in a form.
pub(in crate::web) struct Choice {
    pub(in crate::web) id: DepartmentId,
    /// With its levels.
    pub(in crate::web) path: String,
    pub(in crate::web) is_chosen: bool,
}

/// Departments to choose from, in the order of the tree.
pub(in crate::web) fn choices(tree: &Departments, chosen: &str, may: impl Fn(DepartmentId) -> bool) -> Vec<Choice> {
    let choice = |id: DepartmentId, path: String| Choice { id, path, is_chosen: id.to_string() == chosen };
    tree.paths().filter(|(id, _)| may(*id)).map(|(id, path)| choice(id, path)).collect()
}
