//! The web door: the whole route table, and one file for each feature's pages.

mod accounts;
pub mod answer;
pub mod assets;
mod error;
mod guard;
mod limits;
mod page;
mod preferences;
pub mod session;

use actix_web::web;

pub use error::Error;
pub use guard::{finish, peer, same_origin};
pub use limits::Limits;
pub use page::{Flash, Page, html, same_site, see};
pub use session::Admin;

use crate::app::App;

/// What a handler returns.
pub type Result<T = actix_web::HttpResponse> = std::result::Result<T, Error>;

/// The largest form, in bytes, once decoded by the browser's rules: a wave's texts in every language.
const MAX_FORM: usize = 256 * 1024;

/// Every route. Answer pages come first and know no session.
pub fn routes(app: &App, limits: &Limits) -> impl FnOnce(&mut web::ServiceConfig) + use<> {
    let (app, limits) = (app.clone(), limits.clone());
    move |config| {
        config.app_data(web::Data::new(app.clone())).app_data(web::Data::new(limits));
        config.app_data(web::FormConfig::default().limit(MAX_FORM));
        config.service(web::resource("/assets/{name}").route(web::get().to(assets::show)));
        config.service(web::resource("/a").app_data(answer::body_limit()).route(web::post().to(answer::create)));
        config.service(web::resource("/a/{wave}/{token}").route(web::get().to(answer::show)));
        config.service(web::scope("").wrap(session::middleware(&app)).configure(pages));
    }
}

/// The pages of admins: each knows the session, and all but the first few ask for a signed-in [`Admin`].
fn pages(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/").route(web::get().to(accounts::home)))
        .service(web::resource("/language").route(web::post().to(preferences::language)))
        .service(web::resource("/theme").route(web::post().to(preferences::theme)))
        .service(web::resource("/sign-in").route(web::get().to(accounts::new)).route(web::post().to(accounts::create)))
        .service(web::resource("/sign-out").route(web::post().to(accounts::destroy)))
        .default_service(web::to(error::not_found));
}
