//! The web door: the whole route table, and one file for each feature's pages.

mod accounts;
mod actions;
pub mod answer;
pub mod assets;
mod audit;
mod captured;
mod cut;
mod demo;
pub mod drawing;
mod error;
mod finish;
mod first_run;
mod guard;
mod health;
mod home;
mod limits;
mod links;
mod lists;
pub mod local;
mod managers;
mod notice;
mod pace;
mod page;
pub mod people;
mod pieces;
mod preferences;
mod privacy;
mod reports;
pub mod session;
mod settings;
mod shared;
mod sign_in;
mod team;
mod tell;
mod waves;

use std::sync::Arc;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web;

pub use error::Error;
pub use finish::finish;
pub use guard::{peer, same_origin};
pub use limits::Limits;
pub use page::{Flash, Page, Undo, html, same_site, see};
pub use session::Admin;

use crate::app::App;
use crate::demo::Stage;

/// What a handler returns.
pub type Result<T = actix_web::HttpResponse> = std::result::Result<T, Error>;

/// The largest form, in bytes, once decoded by the browser's rules: a wave's texts in every language.
const MAX_FORM: usize = 256 * 1024;

/// What the workers of a process share. Cheap to clone.
#[derive(Clone)]
pub struct Shared {
    limits: Limits,
    health: health::LastHealth,
    /// What answer pages are made from.
    sheets: answer::sheet::Sheets,
    /// Who watches which sending.
    sendings: waves::Live,
    /// Only in the demonstration.
    stage: Option<Arc<Stage>>,
}

impl Shared {
    /// Nobody is slowed, and nothing was looked at yet.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            limits: Limits::new(&app.clock),
            health: health::LastHealth::default(),
            sheets: answer::sheet::Sheets::default(),
            sendings: waves::Live::new(),
            stage: None,
        }
    }

    /// Ends the streams that would otherwise keep the server from ending.
    pub(crate) fn close_streams(&self) {
        self.sendings.close();
    }

    /// The same with the demonstration's clock.
    #[must_use]
    pub(crate) fn of_demo(app: &App, stage: Arc<Stage>) -> Self {
        Self { stage: Some(stage), ..Self::new(app) }
    }
}

/// Every route. Answer pages come first and know no session.
pub fn routes(app: &App, shared: &Shared) -> impl FnOnce(&mut web::ServiceConfig) + use<> {
    let (app, Shared { limits, health, sheets, sendings, stage }) = (app.clone(), shared.clone());
    move |config| {
        config.app_data(web::Data::new(app.clone())).app_data(web::Data::new(limits));
        config.app_data(web::Data::new(health)).app_data(web::Data::new(sendings)).app_data(web::Data::new(sheets));
        config.app_data(web::FormConfig::default().limit(MAX_FORM));
        config.service(web::resource("/a").app_data(answer::body_limit()).route(web::post().to(answer::create)));
        // Compressed, since it brings its stylesheet; what is sent back with an answer in it is not.
        config.service(web::resource("/a/{wave}/{token}").wrap(Compress::default()).route(web::get().to(answer::show)));
        config.service(web::resource("/assets/{name}").wrap(Compress::default()).route(web::get().to(assets::show)));
        config.service(web::resource("/healthz").route(web::get().to(health::show)));
        config.configure(privacy::routes).configure(links::public_routes);
        // Whatever else begins like these pages: it must not come to those that know a session.
        for nothing in ["/a/{rest:.*}", "/privacy/{rest:.*}"] {
            config.service(web::resource(nothing).route(web::to(answer::nowhere)));
        }
        let (captured, demo) = (captured::routes(&app), demo::routes(stage.is_some()));
        if let Some(stage) = stage {
            config.app_data(web::Data::from(stage));
        }
        let signed_in =
            web::scope("").wrap(from_fn(demo::prepare_bar)).wrap(Compress::default()).wrap(session::middleware(&app));
        config.service(signed_in.configure(captured).configure(demo).configure(pages));
    }
}

/// The pages of admins: each knows the session, and all but the first few ask for a signed-in [`Admin`].
fn pages(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/").route(web::get().to(home::show)))
        .service(web::resource("/first-steps").route(web::post().to(home::put_steps)))
        .service(web::resource("/language").route(web::post().to(preferences::language)))
        .service(web::resource("/theme").route(web::post().to(preferences::theme)))
        .service(web::resource("/sign-in").route(web::get().to(sign_in::new)).route(web::post().to(sign_in::create)))
        .service(web::resource("/sign-out").route(web::post().to(sign_in::destroy)))
        .service(
            web::resource("/first-run").route(web::get().to(first_run::new)).route(web::post().to(first_run::create)),
        )
        .service(web::resource("/account").route(web::get().to(accounts::show)).route(web::post().to(accounts::update)))
        .service(web::resource("/account/password").route(web::post().to(accounts::change_password)))
        .service(web::resource("/account/sign-out-elsewhere").route(web::post().to(accounts::sign_out_elsewhere)))
        .service(
            web::resource("/settings").route(web::get().to(settings::edit)).route(web::post().to(settings::update)),
        )
        .service(web::resource("/settings/test-mail").route(web::post().to(settings::test_mail)))
        .service(web::resource("/settings/audit").route(web::get().to(audit::index)))
        .service(
            web::resource("/settings/notice").route(web::get().to(notice::edit)).route(web::post().to(notice::update)),
        )
        .service(web::resource("/settings/notice/preview").route(web::post().to(notice::preview)))
        .configure(pace::routes)
        .configure(lists::routes)
        .configure(managers::routes)
        .configure(team::routes)
        .configure(links::routes)
        .configure(people::routes)
        .configure(waves::routes)
        .configure(actions::routes)
        .configure(reports::routes)
        .service(
            web::resource("/reports/{wave}/tell").route(web::get().to(tell::new)).route(web::post().to(tell::create)),
        )
        .default_service(web::to(error::not_found));
}
