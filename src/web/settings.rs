//! The settings page.

mod bounces;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use anyhow::Context;
use askama::Template;

use super::audit::words;
use super::{Admin, Page, Result, html, local, see};
use crate::app::App;
use crate::audit;
use crate::db::{self, Moment};
use crate::i18n::{FormErrors, Lang, Message, say};
use crate::mail::{Mailbox, Transport};
use crate::settings::{self, Draft, SMALL_THRESHOLD, Settings, THRESHOLDS};

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
    /// When the mail server last took a test from the present sender's address.
    tested: Option<local::Shown>,
    /// Whether mail that does not arrive is heard of.
    bounces: Message,
    /// Why it is not, for now.
    bounces_trouble: Option<Message>,
    /// The threshold, if it is smaller than is good; in words.
    small: Option<Message>,
}

/// `GET /settings`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn edit(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let kept = Kept::read(&app).await?;
    let draft = Draft::from(&kept.settings);
    html(StatusCode::OK, &page(&request, &app, &admin, &kept, FormErrors::new(), draft))
}

/// What the database has.
struct Kept {
    settings: Settings,
    tested_at: Option<Moment>,
    /// Since when reports of what did not arrive cannot be read, and why.
    unread: Option<(Moment, String)>,
}

impl Kept {
    async fn read(app: &App) -> Result<Self> {
        let read = |conn: &mut db::Conn| {
            Ok::<_, db::Error>(Self {
                settings: settings::load(conn)?,
                tested_at: settings::mail_tested(conn)?,
                unread: settings::bounces_unread(conn)?,
            })
        };
        Ok(app.db.read(read).await?)
    }
}

fn page(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    kept: &Kept,
    errors: FormErrors,
    draft: Draft,
) -> SettingsPage {
    let zone = kept.settings.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let threshold: Option<i32> = draft.threshold.trim().parse().ok();
    let small = threshold.filter(|number| THRESHOLDS.contains(number) && *number < SMALL_THRESHOLD);
    SettingsPage {
        page: Page::new(request, admin, "settings", say("nav-settings")),
        errors,
        has_mail_server: !matches!(app.transport, Transport::None),
        refusal: None,
        own_address: admin.account.email.clone(),
        tested: kept.tested_at.map(|at| local::shown(admin.account.language, zone, at)),
        bounces: bounces::standing(app),
        bounces_trouble: bounces::trouble(admin.account.language, zone, kept.unread.as_ref()),
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
        Err(errors) => {
            let page = page(&request, &app, &admin, &Kept::read(&app).await?, errors, draft);
            return html(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let (actor, now) = (admin.actor(), app.clock.now());
    let save = move |conn: &mut db::Conn| {
        let changed = changes(&settings::load(conn)?, &new);
        settings::save(conn, &new)?;
        if changed.contains(&"sender_address") {
            settings::forget_mail_tested(conn)?;
        }
        if !changed.is_empty() {
            audit::record(conn, now, actor, "settings.changed", &changed.join(", "), "")?;
        }
        Ok::<_, db::Error>(changed)
    };
    let changed = app.db.write(save).await?;
    admin.flash(&saved(admin.account.language, &changed));
    Ok(see(back(&admin)))
}

/// What was saved, by the names of the settings.
fn saved(lang: Lang, changed: &[&str]) -> Message {
    match changed {
        [] => say("settings-unchanged"),
        changed => say("settings-saved").with("changed", words::settings(lang, &changed.join(", "))),
    }
}

/// Back to the first steps for whoever is on their way through them.
fn back(admin: &Admin) -> &'static str {
    if admin.is_on_first_steps() { "/" } else { "/settings" }
}

/// `POST /settings/test-mail`: to the admin's own address, at once, past the queue. What the mail
/// server says to it is shown as it was said.
///
/// # Errors
/// When the database cannot be asked or the mail not be written.
pub async fn test_mail(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let kept = Kept::read(&app).await?;
    let (settings, draft) = (&kept.settings, Draft::from(&kept.settings));
    if settings.sender_address.is_empty() {
        let errors = FormErrors::one("sender_address", say("settings-test-no-sender"));
        return html(StatusCode::UNPROCESSABLE_ENTITY, &page(&request, &app, &admin, &kept, errors, draft));
    }
    let account = &admin.account;
    let to = Mailbox { name: account.name.clone(), address: account.email.clone() };
    let message = settings::test_mail(settings, to, account.language).context("the mail cannot be written")?;
    let sent = app.transport.send_now(&message, &app.clock).await;
    let (actor, now, is_sent) = (admin.actor(), app.clock.now(), sent.is_ok());
    let outcome = if is_sent { "sent" } else { "failed" };
    app.db
        .write(move |conn| {
            if is_sent {
                settings::note_mail_tested(conn, now)?;
            }
            audit::record(conn, now, actor, "settings.mail-tested", outcome, "")
        })
        .await?;
    match sent {
        Ok(()) => {
            admin.flash(&say("settings-test-sent").with("address", &account.email));
            Ok(see(back(&admin)))
        }
        Err(error) => {
            let page = page(&request, &app, &admin, &kept, FormErrors::new(), draft);
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
