//! Who may come in, and who may not.

use candor::accounts::password::Typed;
use candor::accounts::{Account, NewAccount};
use candor::audit::Actor;
use candor::email::Address;
use candor::i18n::Lang;
use chrono::TimeDelta;

use crate::app::{Response, TestApp, on_both};

pub const ADMIN: &str = "admin@example.com";
pub const PASSWORD: &str = "correct horse battery";

impl TestApp {
    /// Makes the account of an admin who reads English.
    pub async fn sign_up_admin(&self) -> Account {
        self.sign_up(ADMIN, Lang::En).await
    }

    /// Makes an account with [`PASSWORD`].
    pub async fn sign_up(&self, address: &str, language: Lang) -> Account {
        let new = NewAccount {
            address: Address::parse(address).unwrap(),
            name: "Dana Admin".to_owned(),
            password: Typed::new(PASSWORD.to_owned()),
            language,
        };
        candor::accounts::create(&self.app, Actor::CommandLine, new).await.unwrap()
    }

    /// Makes an admin who reads English and signs in as them.
    pub async fn sign_in(&self) -> Account {
        self.sign_in_in(Lang::En).await
    }

    /// Makes an admin who reads a language and signs in as them.
    pub async fn sign_in_in(&self, language: Lang) -> Account {
        let account = self.sign_up(ADMIN, language).await;
        let response = self.post_sign_in(ADMIN, PASSWORD).await;
        assert_eq!((response.status, response.header("location")), (303, "/"), "{}", response.text);
        account
    }

    pub async fn post_sign_in(&self, address: &str, password: &str) -> Response {
        self.post("/sign-in", &[("email", address), ("password", password)]).await
    }

    /// Where a page sends this browser.
    async fn sent_to(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert_eq!(response.status, 303, "{}", response.text);
        response.header("location").to_owned()
    }
}

on_both! {
    async fn the_start_page_leads_where_the_reader_can_go_on(app: TestApp) {
        assert_eq!(app.sent_to("/").await, "/first-run");
        app.sign_up_admin().await;
        assert_eq!(app.sent_to("/").await, "/sign-in");
        app.post_sign_in(ADMIN, PASSWORD).await;
        assert_eq!(app.sent_to("/").await, "/waves");
    }

    async fn an_address_is_the_same_in_capitals(app: TestApp) {
        app.sign_up_admin().await;
        assert_eq!(app.post_sign_in(" Admin@Example.COM ", PASSWORD).await.status, 303);
    }

    async fn a_wrong_password_and_an_unknown_address_get_the_same_page(app: TestApp) {
        app.sign_up_admin().await;
        let wrong = app.post_sign_in(ADMIN, "not this password").await;
        let unknown = app.post_sign_in("nobo@example.com", "not this password").await;
        assert_eq!((wrong.status, unknown.status), (422, 422));
        assert!(wrong.text.contains(&format!("value=\"{ADMIN}\"")), "the address is not lost");
        assert!(!wrong.text.contains("not this password"), "the password is");
        assert_eq!(wrong.text.replace(ADMIN, "nobo@example.com"), unknown.text);
        assert_eq!(app.sent_to("/").await, "/sign-in");
    }

    async fn tries_are_slowed_for_an_address_and_allowed_again_later(app: TestApp) {
        app.sign_up_admin().await;
        let mut last = app.post_sign_in(ADMIN, "not this password").await;
        for _ in 0..20 {
            if last.status == 429 {
                break;
            }
            last = app.post_sign_in(ADMIN, "not this password").await;
        }
        assert_eq!(last.status, 429);
        assert_eq!(last.header("retry-after"), "60");
        assert!(last.text.contains("Try again in 1 minute."));
        assert!(last.text.contains(&format!("value=\"{ADMIN}\"")), "the address is not lost");
        assert_eq!(app.post_sign_in(ADMIN, PASSWORD).await.status, 429, "the right password must wait too");
        assert_eq!(app.post_sign_in("other@example.com", PASSWORD).await.status, 422, "another address need not");
        app.app.clock.advance(TimeDelta::seconds(61));
        assert_eq!(app.post_sign_in(ADMIN, PASSWORD).await.status, 303);
    }

    async fn a_session_ends_for_good_when_its_owner_signs_out(app: TestApp) {
        app.sign_in().await;
        let cookie = {
            let response = app.post_sign_in(ADMIN, PASSWORD).await;
            response.header("set-cookie").split(';').next().unwrap().to_owned()
        };
        assert_eq!(app.sent_to("/").await, "/waves");
        let left = app.post("/sign-out", &[("", "")]).await;
        assert_eq!(left.header("location"), "/sign-in");
        let kept = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let response = kept.get(app.url("/")).header("Cookie", cookie).send().await.unwrap();
        assert_eq!(response.headers()["location"], "/sign-in", "a kept copy of the cookie opens nothing");
    }

    async fn nobody_is_led_to_another_site(app: TestApp) {
        for here in ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil"] {
            let theme = app.post("/theme", &[("theme", "dark"), ("here", here)]).await;
            assert_eq!((theme.status, theme.header("location")), (303, "/"), "{here}");
            let language = app.post("/language", &[("language", "ru"), ("here", here)]).await;
            assert_eq!((language.status, language.header("location")), (303, "/"), "{here}");
        }
        app.sign_up_admin().await;
        let form = [("email", ADMIN), ("password", PASSWORD), ("next", "//evil.example")];
        assert_eq!(app.post("/sign-in", &form).await.header("location"), "/");
        let back = app.post("/theme", &[("theme", "dark"), ("here", "/sign-in?next=/people")]).await;
        assert_eq!(back.header("location"), "/sign-in?next=/people");
    }

    async fn a_reader_chooses_language_and_theme(app: TestApp) {
        assert!(app.get("/sign-in").await.text.contains("<html lang=\"en\">"));
        app.post("/language", &[("language", "ru"), ("here", "/sign-in")]).await;
        app.post("/theme", &[("theme", "dark"), ("here", "/sign-in")]).await;
        assert!(app.get("/sign-in").await.text.contains("<html lang=\"ru\" data-theme=\"dark\">"));
        app.post("/theme", &[("theme", "auto"), ("here", "/sign-in")]).await;
        assert!(app.get("/sign-in").await.text.contains("<html lang=\"ru\">"));
    }
}
