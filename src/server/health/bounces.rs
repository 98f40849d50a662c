//! Whether what does not arrive is heard of.

use super::Finding;
use crate::app::App;
use crate::mail::bounce::{ReadError, Source};

/// Where reports go to.
pub(super) fn return_address(app: &App) -> Finding {
    const WHAT: &str = "return address";
    match app.config.return_address() {
        Ok(Some(address)) => Finding::ok(WHAT, format!("{}, with a token for each invitation", address.plain())),
        Ok(None) => Finding::ok(
            WHAT,
            "none is set: of mail that does not arrive, the sender's address is told, and Candor is not; see to CANDOR_RETURN_ADDRESS",
        ),
        Err(error) => Finding::wrong(WHAT, error.to_string()),
    }
}

/// Whether they can be read.
pub(super) async fn source(app: &App) -> Finding {
    const WHAT: &str = "bounces";
    let Some(source) = &app.bounces else {
        return Finding::ok(WHAT, "read from nowhere, unless the mail server hands them to candor bounce");
    };
    match open(source).await {
        Ok(()) => Finding::ok(WHAT, format!("read from {source}")),
        Err(error) => Finding::wrong(WHAT, format!("{error}; see to CANDOR_BOUNCES")),
    }
}

async fn open(source: &Source) -> Result<(), ReadError> {
    source.open().await?.close().await
}
