//! Applying an import, or not.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::id;
use super::preview::{Looked, load, page, question_of};
use crate::app::App;
use crate::db::Conn;
use crate::i18n::{FormErrors, Message, say};
use crate::invitations::former;
use crate::people::import::{self, ApplyError, Consent, Kind, store};
use crate::web::{Admin, Error, Result, see};

/// What the admin sent, to fill the form in again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ApplyForm {
    fingerprint: String,
    pub(super) without_problem_rows: String,
    pub(super) leaving: String,
    pub(super) leaving_typed: String,
}

impl ApplyForm {
    fn consent(&self) -> Consent {
        let digits: String = self.leaving_typed.chars().filter(char::is_ascii_digit).collect();
        Consent {
            fingerprint: self.fingerprint.clone(),
            without_problem_rows: !self.without_problem_rows.is_empty(),
            nobody_leaves: self.leaving == "keep",
            leaving_typed: digits.parse().ok().filter(|_| self.leaving == "mark"),
        }
    }
}

/// `POST /people/import/{id}/apply`.
///
/// # Errors
/// When the file is no longer there, or the database refuses.
pub async fn apply(
    request: HttpRequest,
    admin: Admin,
    app: web::Data<App>,
    path: web::Path<String>,
    form: web::Form<ApplyForm>,
) -> Result {
    let (id, form) = (id(&path)?, form.into_inner());
    let (consent, actor, now) = (form.consent(), admin.actor(), app.clock.now());
    // Read outside the transaction: it takes the longest, and everyone else's writes would wait.
    let roster = match question_of(app.db.read(move |conn| import::reread(conn, id, now)).await, id)? {
        Ok(roster) => roster,
        Err(question) => return Ok(question),
    };
    let apply = move |conn: &mut Conn| {
        let before = former::addresses(conn, now, None)?;
        let counts = import::apply(conn, id, &roster, &consent, actor, now)?;
        Ok::<_, ApplyError>((counts, former::tell(conn, now, before, actor)?))
    };
    let (status, errors) = match app.db.write(apply).await {
        Ok((counts, told)) => {
            let done = done(&counts);
            admin.flash(&if told > 0 { say("import-done-told").with("done", done).with("told", told) } else { done });
            return Ok(see("/people"));
        }
        Err(error) => refusal(error, &form)?,
    };
    match load(&app, id).await? {
        Ok(preview) => page(&request, &admin, preview, Looked { status, errors, form, ..Looked::default() }),
        Err(question) => Ok(question),
    }
}

/// What happened to how many.
fn done(counts: &HashMap<Kind, usize>) -> Message {
    let count = |kind| counts.get(&kind).copied().unwrap_or_default();
    if count(Kind::New) == counts.values().sum::<usize>() {
        return say("import-done-new").with("count", count(Kind::New));
    }
    say("import-done")
        .with("new", count(Kind::New))
        .with("moved", count(Kind::Moved))
        .with("changed", count(Kind::Changed))
        .with("back", count(Kind::Back))
        .with("leaving", count(Kind::Leaving))
}

/// What to say on the preview, where the admin can do something about it.
fn refusal(error: ApplyError, form: &ApplyForm) -> Result<(StatusCode, FormErrors)> {
    let errors = match error {
        ApplyError::Gone => return Err(Error::Conflict(say("import-gone"))),
        ApplyError::Stale => return Ok((StatusCode::CONFLICT, FormErrors::new())),
        ApplyError::Problems => FormErrors::one("without_problem_rows", say("import-confirm-problems")),
        ApplyError::ConfirmLeaving if form.leaving == "mark" => {
            FormErrors::one("leaving_typed", say("import-confirm-number"))
        }
        ApplyError::ConfirmLeaving => FormErrors::one("leaving", say("import-confirm-leaving")),
        ApplyError::AddressTaken { row, holder } => {
            FormErrors::one("confirm", say("import-address-taken").with("row", row).with("holder", holder))
        }
        ApplyError::Nothing => FormErrors::one("confirm", say("import-nothing")),
        ApplyError::Database(error) => return Err(error.into()),
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, errors))
}

/// `POST /people/import/{id}/discard`.
///
/// # Errors
/// When the database refuses.
pub async fn discard(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let id = id(&path)?;
    if app.db.write(move |conn| store::delete(conn, id)).await? {
        admin.flash(&say("import-discarded"));
    }
    Ok(see("/people/import"))
}
