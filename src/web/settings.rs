//! The settings page.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use anyhow::Context;
use askama::Template;

use super::{Admin, Page, Result, html, see};
use crate::app::App;
use crate::audit;
use crate::i18n::{FormErrors, Message, say};
use crate::mail::{Mailbox, Transport};
use crate::settings::{self, Draft, SMALL_THRESHOLD, THRESHOLDS};

#[derive(Template)]
#[template(path = "settings/edit.html")]
struct SettingsPage {
    page: Page,
    errors: FormErrors,
    draft: Draft,
    /// Whether mail can go out at all.
    has_mail_server: bool,
    /// What the mail server said to a test that failed.
    refusal: Option<String>,
    /// Where a test goes.
    own_address: String,
    /// The threshold, if it is smaller than is good; in words.
    small: Option<Message>,
}

/// `GET /settings`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn edit(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let settings = app.db.read(settings::load).await?;
    html(StatusCode::OK, &page(&request, &app, &admin, FormErrors::new(), Draft::from(&settings)))
}

fn page(request: &HttpRequest, app: &App, admin: &Admin, errors: FormErrors, draft: Draft) -> SettingsPage {
    let threshold: Option<i32> = draft.threshold.trim().parse().ok();
    let small = threshold.filter(|number| THRESHOLDS.contains(number) && *number < SMALL_THRESHOLD);
    SettingsPage {
        page: Page::new(request, admin, "settings", say("nav-settings")),
        errors,
        has_mail_server: !matches!(app.transport, Transport::None),
        refusal: None,
        own_address: admin.account.email.clone(),
        small: small.map(|number| say("settings-threshold-small").with("number", number)),
        draft,
    }
}

/// `POST /settings`: all of them together or none.
///
/// # Errors
/// When the database refuses.
pub async fn update(request: HttpRequest, app: web::Data<App>, admin: Admin, form: web::Form<Draft>) -> Result {
    let draft = form.into_inner();
    let new = match draft.parse() {
        Ok(new) => new,
        Err(errors) => return html(StatusCode::UNPROCESSABLE_ENTITY, &page(&request, &app, &admin, errors, draft)),
    };
    let (actor, now) = (admin.actor(), app.clock.now());
    app.db
        .write(move |conn| {
            let changed = changes(&settings::load(conn)?, &new);
            settings::save(conn, &new)?;
            if changed.is_empty() {
                return Ok(());
            }
            audit::record(conn, now, actor, "settings.changed", &changed.join(", "), "")
        })
        .await?;
    admin.flash(&say("settings-saved"));
    Ok(see("/settings"))
}

/// `POST /settings/test-mail`: to the admin's own address, at once, past the queue. What the mail
/// server says to it is shown as it was said.
///
/// # Errors
/// When the database cannot be asked or the mail not be written.
pub async fn test_mail(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let settings = app.db.read(settings::load).await?;
    let draft = Draft::from(&settings);
    if settings.sender_address.is_empty() {
        let errors = FormErrors::one("sender_address", say("settings-test-no-sender"));
        return html(StatusCode::UNPROCESSABLE_ENTITY, &page(&request, &app, &admin, errors, draft));
    }
    let account = &admin.account;
    let to = Mailbox { name: account.name.clone(), address: account.email.clone() };
    let message = settings::test_mail(&settings, to, account.language).context("the mail cannot be written")?;
    let sent = app.transport.send_now(&message, &app.clock).await;
    let (actor, now, is_sent) = (admin.actor(), app.clock.now(), sent.is_ok());
    let outcome = if is_sent { "sent" } else { "failed" };
    app.db.write(move |conn| audit::record(conn, now, actor, "settings.mail-tested", outcome, "")).await?;
    match sent {
        Ok(()) => {
            admin.flash(&say("settings-test-sent").with("address", &account.email));
            Ok(see("/settings"))
        }
        Err(error) => {
            let page = page(&request, &app, &admin, FormErrors::new(), draft);
            html(StatusCode::BAD_GATEWAY, &SettingsPage { refusal: Some(error.to_string()), ..page })
        }
    }
}

/// The names of the settings that differ, for the audit log.
fn changes(old: &settings::Settings, new: &settings::Settings) -> Vec<&'static str> {
    let all = [
        ("company", old.company != new.company),
        ("languages", old.languages != new.languages),
        ("sender_name", old.sender_name != new.sender_name),
        ("sender_address", old.sender_address != new.sender_address),
        ("contact", old.contact != new.contact),
        ("threshold", old.threshold != new.threshold),
        ("time_zone", old.time_zone != new.time_zone),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}
