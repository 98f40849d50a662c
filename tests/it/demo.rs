//! The demonstration, as a newcomer meets it.

use std::net::TcpListener;

use candor::config::Config;
use clap::Parser;
use scraper::{Html, Selector};

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    config: Config,
}

/// A demonstration that is served, with a browser.
struct Demo {
    address: String,
    client: reqwest::Client,
    _folder: tempfile::TempDir,
}

impl Demo {
    async fn start(password: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap().to_string();
        let config = Arguments::parse_from(["candor", &format!("--listen={address}")]).config;
        let app = candor::demo::fill(config, folder.path(), password).await.unwrap();
        actix_web::rt::spawn(candor::server::listen(&app, socket).unwrap());
        let client = reqwest::Client::builder().cookie_store(true).build().unwrap();
        Self { address, client, _folder: folder }
    }

    /// The page, and where a redirect led.
    async fn get(&self, path: &str) -> (String, Html) {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("http://{}{path}", self.address) };
        let response = self.client.get(url).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        (response.url().path().to_owned(), Html::parse_document(&response.text().await.unwrap()))
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> (String, Html) {
        let response = self.client.post(format!("http://{}{path}", self.address)).form(form).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        (response.url().path().to_owned(), Html::parse_document(&response.text().await.unwrap()))
    }
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

fn links(page: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).filter_map(|element| element.attr(attribute)).map(str::to_owned).collect()
}

#[actix_web::test]
async fn a_newcomer_signs_in_reads_a_trend_and_follows_an_invitation_to_an_answer() {
    let demo = Demo::start("printed at the start").await;
    let (path, _) =
        demo.post("/sign-in", &[("email", candor::demo::ACCOUNT), ("password", "printed at the start")]).await;
    assert_ne!(path, "/sign-in", "the account works");

    let (_, people) = demo.get("/people").await;
    assert!(texts(&people, "caption").join(" ").contains("436"), "some hundreds of people");

    let (_, list) = demo.get("/captured-mail").await;
    let mails = links(&list, "tbody th a", "href");
    assert_eq!(mails.len(), 50, "a page of invitations and reminders");
    let (_, mail) = demo.get(&mails[0]).await;
    let frame = links(&mail, "iframe", "src");
    let (_, letter) = demo.get(&frame[0]).await;
    let invitation = links(&letter, "a", "href");
    assert_eq!(invitation.len(), 1, "one link a mail");
    assert!(invitation[0].starts_with(&format!("http://{}/a/", demo.address)));
    let (_, answer) = demo.get(&invitation[0]).await;
    assert_eq!(links(&answer, "input[type=radio]", "value").len(), 11, "the answer page");

    let (_, reports) = demo.get("/reports").await;
    let closed: Vec<String> =
        links(&reports, "main a", "href").into_iter().filter(|link| link.starts_with("/reports/")).collect();
    assert!(closed.len() >= 4, "four closed surveys: {closed:?}");
    let (_, waves) = demo.get("/waves").await;
    assert!(texts(&waves, "main a").len() >= 6, "closed, open and planned ones");
}

#[test]
fn the_demonstration_keeps_nothing_of_the_machine_it_runs_on() {
    let config = Arguments::parse_from(["candor", "--database-url=sqlite:/nowhere/real.db", "--smtp-url=smtp://real"]);
    let folder = tempfile::tempdir().unwrap();
    let runtime = actix_web::rt::System::new();
    let app = runtime.block_on(candor::demo::fill(config.config, folder.path(), "a password of its own")).unwrap();
    assert!(app.transport.captures(), "no mail goes out");
    assert_eq!(app.db.url(), &candor::db::DatabaseUrl::Sqlite(folder.path().join("data/candor.db")));
}
