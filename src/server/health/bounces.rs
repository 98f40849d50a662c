//! Whether what does not arrive is heard of.

use super::Finding;
use crate::app::App;
use crate::mail::bounce::{ReadError, Source};
use crate::schedule::BOUNCES;
use crate::settings;

/// Where reports go to.
pub(super) fn return_address(app: &App) -> Finding {
    const WHAT: &str = "return address";
    match app.config.return_address() {
        Ok(Some(address)) => Finding::ok(WHAT, format!("{}, with a token for each invitation", address.plain())),
        Ok(None) => Finding::ok(
            WHAT,
            "none is set: of mail that comes back, the sender's address hears and Candor does not; see to CANDOR_RETURN_ADDRESS",
        ),
        Err(error) => Finding::wrong(WHAT, error.to_string()),
    }
}

/// Whether they can be read. A process that reads them tells how that went; another one tries, since a mailbox may
/// take one reader at a time.
pub(super) async fn source(app: &App) -> Finding {
    const WHAT: &str = "bounces";
    let Some(source) = &app.bounces else {
        return Finding::ok(WHAT, "read from nowhere, unless the mail server hands them to candor bounce");
    };
    if app.pauses.has(BOUNCES, app.clock.ticks()) {
        return match app.db.read(settings::bounces_unread).await {
            Ok(None) => Finding::ok(WHAT, format!("read from {source}")),
            Ok(Some((_, why))) => Finding::warning(WHAT, format!("{why}; see to CANDOR_BOUNCES")),
            Err(error) => Finding::wrong(WHAT, format!("cannot be looked at: {error}")),
        };
    }
    match open(source).await {
        Ok(()) => Finding::ok(WHAT, format!("read from {source}")),
        Err(error) => Finding::warning(WHAT, format!("{error}; see to CANDOR_BOUNCES")),
    }
}

async fn open(source: &Source) -> Result<(), ReadError> {
    source.open().await?.close().await
}
