//! The admin's word that the wall clock is right.

use actix_web::web;
use serde::Deserialize;

use crate::app::App;
use crate::i18n::say;
use crate::web::{Admin, Result, same_site, see};
use crate::{audit, db, settings};

#[derive(Deserialize)]
pub struct ClockForm {
    /// The page that the word was given on.
    #[serde(default)]
    here: String,
}

/// `POST /waves/clock`: openings and closings go on.
///
/// # Errors
/// When the database refuses.
pub async fn confirm(app: web::Data<App>, admin: Admin, form: web::Form<ClockForm>) -> Result {
    let (now, actor) = (app.clock.now(), admin.actor());
    let released = app.db.write(move |conn| {
        let released = settings::release_clock(conn)?;
        if released {
            audit::record(conn, now, actor, "clock.confirmed", "clock", &now.to_string())?;
        }
        Ok::<_, db::Error>(released)
    });
    if released.await? {
        admin.flash(&say("clock-confirmed"));
    }
    Ok(see(same_site(if form.here.is_empty() { "/waves" } else { &form.here })))
}
