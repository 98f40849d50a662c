//! The demonstration, as a newcomer meets it: one company, shown from its first page to its second beginning.

use std::net::TcpListener;

use candor::config::Config;
use clap::Parser;
use scraper::{Html, Selector};

const PASSWORD: &str = "printed at the start";

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    config: Config,
}

/// A demonstration that is served, with a browser.
struct Demo {
    address: String,
    client: reqwest::Client,
}

/// A page and where it was found after redirects.
struct Found {
    path: String,
    html: Html,
}

impl Found {
    fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let text = |element: scraper::ElementRef| element.text().collect::<String>().trim().to_owned();
        self.html.select(&selector).map(text).collect()
    }

    fn attributes(&self, selector: &str, attribute: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        self.html.select(&selector).filter_map(|element| element.attr(attribute)).map(str::to_owned).collect()
    }

    /// The links to waves or reports, in the order of the page.
    fn links_to(&self, what: &str) -> Vec<String> {
        let links = self.attributes("main th a", "href");
        links.into_iter().filter(|link| link.starts_with(&format!("/{what}/"))).collect()
    }

    /// What the bar says happens next, and the moment it sends.
    fn next(&self) -> (String, String) {
        let button = ".demo button[name=to]";
        (self.texts(button).concat(), self.attributes(button, "value").concat())
    }

    fn time(&self) -> String {
        self.attributes(".demo time", "datetime").concat()
    }
}

impl Demo {
    /// The first page waits until the company is there.
    fn start() -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap().to_string();
        let config = Arguments::parse_from(["candor", &format!("--listen={address}")]).config;
        actix_web::rt::spawn(async move { candor::demo::serve(&config, &socket, PASSWORD, |_| {}).await });
        let client = reqwest::Client::builder().cookie_store(true).pool_max_idle_per_host(0).build().unwrap();
        Self { address, client }
    }

    async fn read(&self, request: reqwest::RequestBuilder) -> Found {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200, "{}", response.url());
        Found { path: response.url().path().to_owned(), html: Html::parse_document(&response.text().await.unwrap()) }
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("http://{}{path}", self.address) }
    }

    async fn get(&self, path: &str) -> Found {
        self.read(self.client.get(self.url(path))).await
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Found {
        self.read(self.client.post(self.url(path)).form(form)).await
    }

    async fn sign_in(&self) -> Found {
        self.post("/sign-in", &[("email", candor::demo::ACCOUNT), ("password", PASSWORD)]).await
    }

    /// Presses the bar's button to what happens next.
    async fn go_on(&self, here: &str) -> Found {
        let (_, moment) = self.get(here).await.next();
        self.post("/demo/clock", &[("to", &moment), ("here", here)]).await
    }
}

/// From captured mail to the answer page and the thanks.
async fn answers_an_invitation(demo: &Demo) {
    let list = demo.get("/captured-mail?kind=invitation").await;
    let mails = list.attributes("tbody th a", "href");
    assert_eq!(mails.len(), 50, "a page of invitations");
    let mail = demo.get(&mails[0]).await;
    let letter = demo.get(&mail.attributes("iframe", "src")[0]).await;
    let mut links = letter.attributes("a", "href");
    let notice = links.pop().unwrap();
    assert!(
        notice.ends_with("/privacy?lang=en") || notice.ends_with("/privacy?lang=ru"),
        "the last leads to the notice: {notice}"
    );
    assert_eq!(links.len(), 1, "one link to answer by");
    assert_eq!(mail.attributes("main .primary", "href"), links, "and the same beside it");
    let answer = demo.get(&links[0]).await;
    assert_eq!(answer.attributes("input[type=radio]", "value").len(), 11, "the answer page");
    assert_eq!(answer.attributes(".demo", "class").len(), 0, "as it is for an employee");
    let hidden = |name: &str| answer.attributes(&format!("input[name={name}]"), "value").concat();
    let (wave, token, lang) = (hidden("wave"), hidden("token"), hidden("lang"));
    let form = [("wave", wave.as_str()), ("token", &token), ("lang", &lang), ("score", "9"), ("why", "")];
    let response = demo.client.post(demo.url("/a")).form(&form).send().await.unwrap();
    // Somebody of the company may have been quicker.
    assert!([200, 409].contains(&response.status().as_u16()), "{}", response.status());
}

/// The clock moves on: reminders go out, the wave closes and has its report.
async fn moves_the_clock_to_the_report(demo: &Demo) {
    let reports = demo.get("/reports").await.links_to("reports").len();
    let before = demo.get("/people").await;
    let after = demo.post("/demo/clock", &[("hours", "1"), ("here", "/people")]).await;
    assert_eq!(after.path, "/people", "back to the page");
    assert!(after.time() > before.time(), "{} after {}", after.time(), before.time());
    let again = demo.post("/demo/clock", &[("to", "2020-01-01T00:00:00"), ("here", "/people")]).await;
    assert!(again.time() >= after.time(), "never backwards");

    let mut page = demo.get("/waves").await;
    while page.next().0.contains("reminder") {
        let reminders = demo.get("/captured-mail?kind=reminder").await.texts("caption");
        page = demo.go_on("/waves").await;
        assert!(page.texts("[role=status]").concat().contains("reminder"), "it says what happened");
        assert_ne!(demo.get("/captured-mail?kind=reminder").await.texts("caption"), reminders, "and it went out");
    }
    assert!(page.next().0.contains("closes"), "{:?}", page.next());
    let moment = page.next().1;
    let page = demo.go_on("/reports").await;
    assert_eq!(page.links_to("reports").len(), reports + 1, "the report is there");
    let report = demo.get(&page.links_to("reports")[0]).await;
    assert!(report.texts("h1").concat().contains("since the last wave"), "{:?}", report.texts("h1"));
    let time = demo.post("/demo/clock", &[("to", &moment), ("here", "/")]).await.time();
    assert!(time.as_str() < "2100" && !demo.get("/waves").await.texts("main").concat().contains("clock"), "no alarm");

    let page = demo.go_on("/waves").await;
    assert!(page.texts("[role=status]").concat().contains("opened"), "weeks later the visitor is still signed in");
}

async fn begins_again(demo: &Demo, first: &Found) {
    let page = demo.get("/demo/again").await;
    assert!(!page.texts("form button.danger").is_empty(), "it asks first");
    for _ in 0..2 {
        let response = demo.client.post(demo.url("/demo/again")).send().await.unwrap();
        assert!(response.status().is_success(), "twice is as good as once");
    }
    let page = loop {
        let page = demo.get("/").await;
        if page.path == "/sign-in" {
            break page;
        }
        assert!(page.attributes(".demo", "class").is_empty(), "only the page that waits");
    };
    assert_eq!(page.path, "/sign-in");
    demo.sign_in().await;
    let anew = demo.get("/waves").await;
    assert_eq!(anew.texts("main th").len(), first.texts("main th").len(), "as at first");
    assert_eq!(anew.next().0, first.next().0);
    assert_ne!(anew.links_to("waves"), first.links_to("waves"), "but made anew");
}

#[actix_web::test]
async fn a_newcomer_answers_an_invitation_moves_the_clock_to_the_report_and_begins_again() {
    let demo = Demo::start();
    assert_ne!(demo.sign_in().await.path, "/sign-in", "the account works");
    let people = demo.get("/people").await.texts("[data-count]").concat();
    assert!(people.contains("404"), "some hundreds of people: {people}");
    let waves = demo.get("/waves").await;
    assert_eq!(demo.get("/reports").await.links_to("reports").len(), 6, "six closed surveys");
    assert_eq!(waves.links_to("waves").len(), 8, "one open, one planned");

    answers_an_invitation(&demo).await;
    moves_the_clock_to_the_report(&demo).await;
    begins_again(&demo, &waves).await;
}
