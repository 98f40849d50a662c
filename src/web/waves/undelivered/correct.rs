//! Correcting the address of someone whose invitation did not arrive.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::name;
use crate::app::App;
use crate::db::{Conn, InvitationId, WaveId};
use crate::i18n::{FormErrors, Message, say};
use crate::invitations::correct::{CorrectError, correct};
use crate::invitations::store as invitations;
use crate::people::edit::{EditError, Holders};
use crate::people::{self, Person};
use crate::waves::{Wave, store};
use crate::web::waves::path;
use crate::web::{Admin, Error, Page, Result, html, see};

#[derive(Template)]
#[template(path = "waves/address.html")]
struct AddressPage {
    page: Page,
    wave: Wave,
    id: InvitationId,
    person: Person,
    /// Why the invitation did not arrive, if it did not.
    reason: Option<Message>,
    email: String,
    errors: FormErrors,
    holders: Holders,
}

#[derive(Deserialize)]
pub struct AddressForm {
    #[serde(default)]
    email: String,
}

impl From<CorrectError> for Error {
    fn from(error: CorrectError) -> Self {
        match error {
            CorrectError::Edit(error) => error.into(),
            CorrectError::Resend(error) => error.into(),
        }
    }
}

/// The wave, the person, and why the invitation did not arrive.
async fn load(app: &App, wave: WaveId, id: InvitationId) -> Result<(Wave, Person, Option<Message>)> {
    let now = app.clock.now();
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, wave)?.ok_or(Error::NotFound)?;
        let found = invitations::find(conn, id)?.filter(|found| found.wave == wave.id).ok_or(Error::NotFound)?;
        let person = people::store::find(conn, found.person)?.ok_or(Error::NotFound)?;
        if !wave.takes_answers(now) {
            return Err(Error::Conflict(say("wave-conflict-not-open")));
        }
        let own = invitations::of_person(conn, person.id, vec![wave.id])?.pop();
        Ok((wave, person, own.and_then(|own| own.reason).map(name)))
    };
    app.db.read(read).await
}

/// `GET /waves/{wave}/invitations/{invitation}/address`.
///
/// # Errors
/// Not found, or not open.
pub async fn edit(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    ids: web::Path<(WaveId, InvitationId)>,
) -> Result {
    let (wave, id) = ids.into_inner();
    let (wave, person, reason) = load(&app, wave, id).await?;
    let page = Page::new(&request, &admin, "waves", say("correct-title").with("name", &person.full_name));
    let (email, errors) = (person.email.clone(), FormErrors::new());
    html(StatusCode::OK, &AddressPage { page, wave, id, person, reason, email, errors, holders: Holders::default() })
}

/// `POST /waves/{wave}/invitations/{invitation}/address`: corrects it and sends the invitation there.
///
/// # Errors
/// Not found, or not open; an address that cannot be used brings the form back.
pub async fn update(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    ids: web::Path<(WaveId, InvitationId)>,
    form: web::Form<AddressForm>,
) -> Result {
    let ((wave, id), email) = (ids.into_inner(), form.into_inner().email);
    let (typed, now, actor) = (email.clone(), app.clock.now(), admin.actor());
    match app.db.write(move |conn| correct(conn, now, wave, id, &typed, actor)).await {
        Ok(done) => {
            let key = if done.is_told { "corrected-told" } else { "corrected" };
            admin.flash(&say(key).with("name", done.person.full_name).with("address", done.person.email));
            Ok(see(&path(wave)))
        }
        Err(CorrectError::Edit(EditError::Invalid { errors, holders })) => {
            let (wave, person, reason) = load(&app, wave, id).await?;
            let page = Page::new(&request, &admin, "waves", say("correct-title").with("name", &person.full_name));
            let page = AddressPage { page, wave, id, person, reason, email, errors, holders };
            html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}
