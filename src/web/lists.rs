//! Settings that are lists, one thing on a line: the themes of comments, the benchmarks.

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::{Admin, Page, Result, html, see};
use crate::app::App;
use crate::audit;
use crate::db::{self, Conn};
use crate::i18n::{FormErrors, Message, say};
use crate::reports::lookup;
use crate::reports::reading::{Dictionary, MOST_THEMES, Wrong};
use crate::settings::{self, Benchmarks, MOST_BENCHMARKS, WrongBenchmark};

/// A list, its texts and its address.
struct List {
    path: &'static str,
    /// The word in the log.
    word: &'static str,
    title: &'static str,
    lead: &'static str,
    label: &'static str,
    hint: &'static str,
    /// Whether there is a list to begin with, which can be restored.
    has_starter: bool,
}

const THEMES: List = List {
    path: "/settings/themes",
    word: "themes",
    title: "themes-title",
    lead: "themes-lead",
    label: "themes-label",
    hint: "themes-hint",
    has_starter: true,
};

const BENCHMARKS: List = List {
    path: "/settings/benchmarks",
    word: "benchmarks",
    title: "benchmarks-title",
    lead: "benchmarks-lead",
    label: "benchmarks-label",
    hint: "benchmarks-hint",
    has_starter: false,
};

/// The addresses of the lists.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource(THEMES.path).route(get().to(edit_themes)).route(post().to(update_themes)))
        .service(resource(BENCHMARKS.path).route(get().to(edit_benchmarks)).route(post().to(update_benchmarks)));
}

#[derive(Template)]
#[template(path = "settings/list.html")]
struct ListPage {
    page: Page,
    list: &'static List,
    errors: FormErrors,
    written: String,
}

fn page(
    request: &HttpRequest,
    admin: &Admin,
    list: &'static List,
    status: StatusCode,
    errors: FormErrors,
    written: String,
) -> Result {
    let page = Page::new(request, admin, "settings", say(list.title));
    html(status, &ListPage { page, list, errors, written })
}

/// What the form sends.
#[derive(Deserialize)]
struct ListForm {
    #[serde(default)]
    list: String,
    /// Present: puts the list to begin with into the form, and keeps nothing.
    restore: Option<String>,
}

fn kept(admin: &Admin, list: &'static List, is_changed: bool) -> HttpResponse {
    admin.flash(&if is_changed { say("list-saved") } else { say("settings-unchanged") });
    see(list.path)
}

/// `GET /settings/themes`.
///
/// # Errors
/// When the database cannot be asked.
async fn edit_themes(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let dictionary = app.db.read(lookup::dictionary).await?;
    page(&request, &admin, &THEMES, StatusCode::OK, FormErrors::new(), dictionary.written().to_owned())
}

/// `POST /settings/themes`: all of them or none.
///
/// # Errors
/// When the database refuses; wrong lines bring the form back.
async fn update_themes(request: HttpRequest, app: web::Data<App>, admin: Admin, form: web::Form<ListForm>) -> Result {
    let ListForm { list, restore } = form.into_inner();
    if restore.is_some() {
        let starter = Dictionary::starter().written().to_owned();
        return page(&request, &admin, &THEMES, StatusCode::OK, FormErrors::new(), starter);
    }
    let dictionary = match Dictionary::read(&list) {
        Ok(dictionary) => dictionary,
        Err(wrong) => {
            let wrong = wrong.into_iter().map(|error| (error.row, theme_error(error.wrong)));
            return page(&request, &admin, &THEMES, StatusCode::UNPROCESSABLE_ENTITY, in_lines(wrong), list);
        }
    };
    let (now, actor) = (app.clock.now(), admin.actor());
    let save = move |conn: &mut Conn| {
        let is_changed = lookup::set_dictionary(conn, &dictionary)?;
        if is_changed {
            audit::record(conn, now, actor, "settings.changed", THEMES.word, "")?;
        }
        Ok::<_, db::Error>(is_changed)
    };
    Ok(kept(&admin, &THEMES, app.db.write(save).await?))
}

/// `GET /settings/benchmarks`.
///
/// # Errors
/// When the database cannot be asked.
async fn edit_benchmarks(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let benchmarks = app.db.read(settings::benchmarks).await?;
    page(&request, &admin, &BENCHMARKS, StatusCode::OK, FormErrors::new(), benchmarks.written())
}

/// `POST /settings/benchmarks`: all of them or none.
///
/// # Errors
/// When the database refuses; wrong lines bring the form back.
async fn update_benchmarks(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    form: web::Form<ListForm>,
) -> Result {
    let list = form.into_inner().list;
    let benchmarks = match Benchmarks::read(&list) {
        Ok(benchmarks) => benchmarks,
        Err(wrong) => {
            let wrong = wrong.into_iter().map(|(row, wrong)| (row, benchmark_error(wrong)));
            return page(&request, &admin, &BENCHMARKS, StatusCode::UNPROCESSABLE_ENTITY, in_lines(wrong), list);
        }
    };
    let (now, actor) = (app.clock.now(), admin.actor());
    let save = move |conn: &mut Conn| {
        let is_changed = settings::benchmarks(conn)? != benchmarks;
        if is_changed {
            settings::save_benchmarks(conn, &benchmarks)?;
            audit::record(conn, now, actor, "settings.changed", BENCHMARKS.word, "")?;
        }
        Ok::<_, db::Error>(is_changed)
    };
    Ok(kept(&admin, &BENCHMARKS, app.db.write(save).await?))
}

fn in_lines(wrong: impl Iterator<Item = (usize, Message)>) -> FormErrors {
    let mut errors = FormErrors::new();
    for (row, message) in wrong {
        errors.add("list", say("list-line").with("row", row).with("wrong", message));
    }
    errors
}

fn theme_error(wrong: Wrong) -> Message {
    match wrong {
        Wrong::NoName => say("themes-error-no-name"),
        Wrong::LongName => say("themes-error-long-name"),
        Wrong::NoWords => say("themes-error-no-words"),
        Wrong::Phrase => say("themes-error-phrase"),
        Wrong::ShortBeginning => say("themes-error-short"),
        Wrong::ManyWords => say("themes-error-many-words"),
        Wrong::Again => say("list-again"),
        Wrong::ManyThemes => say("list-too-many").with("most", MOST_THEMES),
    }
}

fn benchmark_error(wrong: WrongBenchmark) -> Message {
    match wrong {
        WrongBenchmark::Name => say("benchmarks-error-name").with("most", settings::LONGEST_BENCHMARK),
        WrongBenchmark::Score => say("benchmarks-error-score"),
        WrongBenchmark::Source => say("benchmarks-error-source"),
        WrongBenchmark::Again => say("list-again"),
        WrongBenchmark::TooMany => say("list-too-many").with("most", MOST_BENCHMARKS),
    }
}
