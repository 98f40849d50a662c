//! What every page has in common.

use candor::db::Conn;
use diesel::RunQueryDsl;

use crate::accounts::{ADMIN, PASSWORD};
use crate::anonymity::listening::Listener;
use crate::app::{Response, TestApp, on_both};

on_both! {
    async fn an_unknown_address_gets_a_page_with_a_way_out(app: TestApp) {
        let page = app.get("/nowhere").await;
        assert_eq!(page.status, 404);
        assert!(page.text.contains("There is no such page"));
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
    }

    async fn a_state_change_asked_for_by_another_site_is_refused(app: TestApp) {
        let request = app.client.post(app.url("/people")).header("Origin", "https://evil.example").body("");
        assert_eq!(request.send().await.unwrap().status(), 403);
        let request = app.client.post(app.url("/people")).header("Sec-Fetch-Site", "cross-site").body("");
        assert_eq!(request.send().await.unwrap().status(), 403);
    }
}

on_both! {
    async fn the_origin_must_be_the_host_whatever_forwarded_headers_say(app: TestApp) {
        let evil = "http://evil.example";
        let request = app.client.post(app.url("/theme")).header("Origin", evil).body("");
        let request = request.header("X-Forwarded-Host", "evil.example").header("Forwarded", "host=evil.example");
        assert_eq!(request.send().await.unwrap().status(), 403);
        let ours = app.client.post(app.url("/theme")).header("Origin", app.url("")).form(&[("theme", "dark")]);
        assert_eq!(ours.send().await.unwrap().status(), 303);
        let null = app.client.post(app.url("/theme")).header("Origin", "null").form(&[("theme", "dark")]);
        assert_eq!(null.send().await.unwrap().status(), 403);
    }

    async fn every_error_has_a_page_in_the_readers_language(app: TestApp) {
        let russian = |request: reqwest::RequestBuilder| request.header("Accept-Language", "ru");
        let wrong_method = russian(app.client.delete(app.url("/sign-in"))).send().await.unwrap();
        assert_eq!(wrong_method.status(), 405);
        assert!(wrong_method.text().await.unwrap().contains("Так эту страницу открыть нельзя"));
        let large = "x".repeat(300 * 1024);
        let large = russian(app.client.post(app.url("/sign-in"))).form(&[("email", large.as_str())]).send().await.unwrap();
        assert_eq!(large.status(), 413);
        assert!(large.text().await.unwrap().contains("Слишком большой объём"));
        let damaged = russian(app.client.post(app.url("/theme"))).form(&[("here", "/")]).send().await.unwrap();
        assert_eq!(damaged.status(), 400);
        assert_eq!(damaged.headers()["cache-control"], "no-store");
        assert!(damaged.text().await.unwrap().contains("Не удалось прочитать запрос"));
    }

    async fn head_is_answered_as_get_without_a_body(app: TestApp) {
        let head = app.client.head(app.url("/sign-in")).send().await.unwrap();
        assert_eq!(head.status(), 200);
        assert_eq!(head.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(head.text().await.unwrap(), "");
    }

    async fn every_page_names_an_icon_that_is_there(app: TestApp) {
        app.sign_up_admin().await;
        let page = app.get("/sign-in").await.text;
        let icon = page.split("type=\"image/svg+xml\" href=\"").nth(1).unwrap().split('"').next().unwrap();
        let icon = app.get(icon).await;
        assert_eq!((icon.status, icon.header("content-type")), (200, "image/svg+xml"));
    }

    async fn pages_and_assets_are_compressed(app: TestApp) {
        app.sign_up_admin().await;
        let page = app.get("/sign-in").await.text;
        let stylesheet = page.split("rel=\"stylesheet\" href=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
        for path in ["/sign-in".to_owned(), format!("/assets/{stylesheet}")] {
            let response = app.client.get(app.url(&path)).header("Accept-Encoding", "gzip").send().await.unwrap();
            assert_eq!(response.headers()["content-encoding"], "gzip", "{path}");
        }
        let missing = app.client.get(app.url("/nowhere")).header("Accept-Encoding", "gzip").send().await.unwrap();
        assert_eq!(missing.headers().get("content-encoding"), None);
        assert!(missing.text().await.unwrap().contains("There is no such page"));
    }
}

/// The addresses that an error page offers.
fn ways_out(page: &Response) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.text);
    let links = scraper::Selector::parse("main a").unwrap();
    html.select(&links).map(|link| link.value().attr("href").unwrap().to_owned()).collect()
}

on_both! {
    async fn an_unknown_address_leads_on_for_whoever_is_signed_in(app: TestApp) {
        assert_eq!(ways_out(&app.get("/nowhere").await), ["/"]);
        app.sign_in().await;
        let page = app.get("/nowhere").await;
        assert_eq!((page.status, ways_out(&page)), (404, ["/", "/people", "/waves"].map(str::to_owned).to_vec()));
        assert_eq!(page.select(".reference"), [] as [&str; 0]);
    }

    async fn an_error_of_ours_has_a_reference_that_is_in_the_log_and_says_nothing_private(app: TestApp) {
        let listener = Listener::start();
        app.sign_in().await;
        let broken = "DROP TABLE imports";
        let drop = move |conn: &mut Conn| diesel::sql_query(broken).execute(conn).map(drop);
        app.app.db.write(drop).await.unwrap();
        let id = "0198c1f0-0000-7000-8000-000000000000";
        let page = app.get(&format!("/people/import/{id}")).await;
        assert_eq!((page.status, page.select("h1")), (500, vec!["Candor could not do this".to_owned()]));
        assert_eq!(ways_out(&page), ["/", "/people", "/waves"]);
        let reference = page.select(".reference").remove(0);
        assert!(reference.len() == 8 && reference.chars().all(|c| c.is_ascii_alphanumeric()), "{reference}");
        assert!(!page.text.contains("imports") && !page.text.contains("SELECT"), "{}", page.text);
        let log = String::from_utf8_lossy(&listener.heard()).into_owned();
        let line = log.lines().find(|line| line.contains(&reference)).expect("the reference is in the log");
        assert!(line.contains("ERROR") && line.contains("imports"), "{line}");
        assert!(!line.contains(ADMIN) && !line.contains(id), "{line}");
    }

    async fn an_error_on_the_way_to_an_answer_leads_nowhere(app: TestApp) {
        app.sign_in().await;
        app.post("/language", &[("language", "ru"), ("here", "/")]).await;
        for (method, path, status) in [("GET", "/a", 405), ("DELETE", "/a", 405), ("PUT", "/a/x/y", 405), ("GET", "/a/x", 404)] {
            let request = app.client.request(method.parse().unwrap(), app.url(path)).send().await.unwrap();
            let page = crate::app::read(request).await;
            assert_eq!(page.status, status, "{method} {path}");
            assert_eq!(page.select("main h1").len(), 1, "{}", page.text);
            assert_eq!(page.select("a:not(.skip), form, link[rel=stylesheet]").len(), 0, "{}", page.text);
            assert!(page.text.contains("<html lang=\"en\">"), "no cookie is looked at");
            assert!(!page.text.contains("Dana"));
        }
    }

    async fn search_engines_are_told_of_the_sign_in_alone(app: TestApp) {
        app.sign_up_admin().await;
        let sign_in = app.get("/sign-in").await;
        assert_eq!(sign_in.select("meta[name=robots]").len(), 0);
        assert_eq!(sign_in.select("meta[name=description]").len(), 1);
        app.post_sign_in(ADMIN, PASSWORD).await;
        for path in ["/", "/people", "/waves", "/reports", "/settings", "/account", "/nowhere"] {
            let page = app.get(path).await;
            assert_eq!(page.select("meta[name=robots][content=noindex]").len(), 1, "{path}");
            assert_eq!(page.select("meta[name=color-scheme][content='light dark']").len(), 1, "{path}");
        }
        app.post("/theme", &[("theme", "dark"), ("here", "/")]).await;
        assert_eq!(app.get("/").await.select("meta[name=color-scheme][content=dark]").len(), 1);
    }

    async fn a_form_with_errors_says_so_first_and_a_message_is_read_out(app: TestApp) {
        app.sign_up_admin().await;
        let wrong = app.post_sign_in(ADMIN, "not this password").await;
        assert_eq!(wrong.select("title"), ["Error: Sign in – Candor"]);
        assert_eq!(wrong.select(".bad[role=alert][tabindex='-1'][autofocus] a[href='#email']").len(), 1);
        app.post_sign_in(ADMIN, PASSWORD).await;
        let wrong = app.post("/account", &[("name", ""), ("language", "ru")]).await;
        assert_eq!(wrong.select("title"), ["Error: Account – Candor"]);
        app.post("/account", &[("name", "Дана"), ("language", "ru")]).await;
        let page = app.get("/account").await;
        assert_eq!(page.select("title"), ["Профиль – Candor"]);
        assert_eq!(page.select("[role=status][tabindex='-1'][autofocus]"), ["Профиль сохранён."]);
        let wrong = app.post("/account", &[("name", ""), ("language", "ru")]).await;
        assert_eq!(wrong.select("title"), ["Ошибка: Профиль – Candor"]);
    }
}

/// Whoever listens to a page hears its title first.
#[test]
fn every_page_with_a_summary_of_errors_says_so_in_its_title() {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
    let mut found = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let template = std::fs::read_to_string(&path).unwrap();
            if template.contains("::error_summary(") {
                found += 1;
                assert!(
                    template.contains("{% block error %}") && template.contains("::title(page, "),
                    "{}",
                    path.display()
                );
            }
        }
    }
    assert!(found > 5, "{found}");
}

impl TestApp {
    /// Another server on the same data, configured differently; its address.
    #[expect(clippy::unused_async, reason = "the server starts on the caller's runtime")]
    async fn also_serve(&self, change: impl FnOnce(&mut candor::config::Config)) -> String {
        let mut app = self.app.clone();
        change(&mut app.config);
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", socket.local_addr().unwrap());
        actix_web::rt::spawn(candor::server::listen(&app, socket).unwrap());
        address
    }
}

on_both! {
    async fn behind_https_the_session_cookie_is_tied_to_the_host_and_the_origin_to_the_public_address(app: TestApp) {
        app.sign_up_admin().await;
        let url = app.also_serve(|config| config.public_url = Some("https://Survey.example.com/".to_owned())).await;
        let form = [("email", ADMIN), ("password", PASSWORD)];
        let post = |origin: &'static str| app.client.post(format!("{url}/sign-in")).header("Origin", origin).form(&form);
        let signed_in = post("https://survey.example.com").send().await.unwrap();
        assert_eq!(signed_in.status(), 303);
        let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("__Host-session=") && cookie.contains("Secure") && !cookie.contains("Domain"));
        assert_eq!(post("http://survey.example.com").send().await.unwrap().status(), 403);
        assert_eq!(post("https://evil.example").send().await.unwrap().status(), 403);
    }

    async fn forwarded_addresses_are_believed_from_a_trusted_proxy_only(app: TestApp) {
        let proxied = app.also_serve(|config| config.trusted_proxy = vec!["127.0.0.1".parse().unwrap()]).await;
        let mut slowed = Vec::new();
        for url in [app.url(""), proxied] {
            let mut statuses = Vec::new();
            for number in 0..40 {
                let form = [("email", format!("nobody{number}@example.com")), ("password", String::new())];
                let request = app.client.post(format!("{url}/sign-in")).form(&form);
                // What a client writes stands before what the proxy adds.
                let request = request.header("X-Forwarded-For", format!("192.0.2.9, 203.0.113.{number}"));
                statuses.push(request.send().await.unwrap().status().as_u16());
            }
            slowed.push(statuses.contains(&429));
        }
        assert_eq!(slowed, [true, false], "without a proxy all tries are of one machine, whatever they say");
    }
}

on_both! {
    async fn a_page_that_came_back_from_an_address_for_forms_keeps_its_switches(app: TestApp) {
        app.sign_in().await;
        // A test mail takes no form: it fails since no sender is set.
        let form = [("old_password", "no"), ("new_password", "short")];
        for (address, page) in [("/account/password", "/account"), ("/settings/test-mail", "/settings")] {
            let back = app.post(address, &form).await;
            assert_eq!(back.status, 422, "{}", back.text);
            assert!(back.text.contains(&format!("name=\"here\" value=\"{address}\"")), "{}", back.text);
            let switched = app.post("/language", &[("language", "ru"), ("here", address)]).await;
            assert_eq!(app.sent_to(switched.header("location")).await, page);
            assert_eq!(app.get(page).await.select("html[lang=ru] h1").len(), 1);
        }
    }

    async fn an_address_for_forms_leads_to_the_page_above_it(app: TestApp) {
        app.sign_in().await;
        let id = "0198c1f0-0000-7000-8000-000000000000";
        let cases = [
            ("/sign-out".to_owned(), "/".to_owned()),
            ("/language".to_owned(), "/".to_owned()),
            ("/waves/clock".to_owned(), "/waves".to_owned()),
            (format!("/waves/{id}/draft"), format!("/waves/{id}")),
            (format!("/waves/{id}/invitations/{id}/resend"), format!("/waves/{id}")),
            (format!("/people/{id}/leave"), format!("/people/{id}")),
            (format!("/people/import/{id}/apply"), format!("/people/import/{id}")),
        ];
        for (address, page) in cases {
            assert_eq!(app.sent_to(&address).await, page);
        }
        assert_eq!(app.get("/a").await.status, 405, "an answer's address leads to no page of admins");
        assert_eq!(app.client.delete(app.url("/account/password")).send().await.unwrap().status(), 405);
    }
}
