//! A wave's mail while it goes out: how far it is, how fast, what holds it up; pausing it, letting it go on, and
//! calling off the rest.

mod deeds;
mod events;
mod facts;
mod live;
mod speed;
mod view;

pub use facts::Facts;
pub use live::{Live, Seen};
pub use view::{Pause, Sending};

use actix_web::web::{ServiceConfig, get, post, resource};

/// All addresses below `/waves/{wave}/sending`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/waves/{wave}/sending/events").route(get().to(events::events)))
        .service(resource("/waves/{wave}/sending/pause").route(post().to(deeds::pause)))
        .service(resource("/waves/{wave}/sending/resume").route(post().to(deeds::resume)))
        .service(
            resource("/waves/{wave}/sending/cancel").route(get().to(deeds::confirm)).route(post().to(deeds::cancel)),
        );
}
