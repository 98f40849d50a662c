//! The web door: the whole route table, and one file for each feature's pages.

pub mod assets;
mod error;
mod guard;
mod page;
pub mod session;

use actix_web::web;

pub use error::Error;
pub use guard::{finish, same_origin};
pub use page::{Flash, Page};
pub use session::Admin;

use crate::app::App;

/// What a handler returns.
pub type Result<T = actix_web::HttpResponse> = std::result::Result<T, Error>;

/// Every route. Answer pages come first and know no session.
pub fn routes(app: &App) -> impl FnOnce(&mut web::ServiceConfig) + use<> {
    let app = app.clone();
    move |config| {
        config.app_data(web::Data::new(app.clone()));
        config.service(web::resource("/assets/{name}").route(web::get().to(assets::show)));
        config.service(web::scope("").wrap(session::middleware(&app)).default_service(web::to(error::not_found)));
    }
}
