//! Who may come in, and who may not.

use std::sync::LazyLock;

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, Version};
use candor::accounts::password::Typed;
use candor::accounts::{Account, NewAccount, store};
use candor::audit::{self, Actor};
use candor::email::Address;
use candor::i18n::Lang;
use candor::keys::ordered_id;
use chrono::TimeDelta;

use crate::app::{Response, TestApp, on_both};

pub const ADMIN: &str = "admin@example.com";
pub const PASSWORD: &str = "correct horse battery";

/// [`PASSWORD`], hashed with the least work that argon2 knows; a stored hash names its own cost.
static EASY_HASH: LazyLock<String> = LazyLock::new(|| {
    let cost = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost);
    let hash: PasswordHash = argon2.hash_password_with_salt(PASSWORD.as_bytes(), b"salt of the tests").unwrap();
    hash.to_string()
});

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
        let account = self.make_admin(language).await;
        let response = self.post_sign_in(ADMIN, PASSWORD).await;
        assert_eq!((response.status, response.header("location")), (303, "/"), "{}", response.text);
        account
    }

    /// The account of [`Self::sign_up`], its password hashed with next to no work: signing in is what nearly every test
    /// begins with.
    async fn make_admin(&self, language: Lang) -> Account {
        let password_hash = EASY_HASH.clone();
        let account = Account {
            id: ordered_id(),
            email: ADMIN.to_owned(),
            name: "Dana Admin".to_owned(),
            password_hash,
            language,
            role: candor::accounts::Role::Admin,
            invited_until: None,
        };
        let (made, now) = (account.clone(), self.app.clock.now());
        let write = self.app.db.write(move |conn| {
            store::insert(conn, &made, now)?;
            audit::record(conn, now, Actor::CommandLine, "account.created", &made.email, "")
        });
        write.await.unwrap();
        account
    }

    pub async fn post_sign_in(&self, address: &str, password: &str) -> Response {
        self.post("/sign-in", &[("email", address), ("password", password)]).await
    }

    /// A browser that shares nothing with this one.
    #[expect(clippy::unused_self, reason = "another one than this app's own")]
    pub fn another_browser(&self) -> reqwest::Client {
        let client = reqwest::Client::builder().cookie_store(true);
        client.redirect(reqwest::redirect::Policy::none()).build().unwrap()
    }

    /// Where a page sends this browser.
    pub async fn sent_to(&self, path: &str) -> String {
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
        assert_eq!(app.get("/").await.status, 200);
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
        assert_eq!(app.get("/").await.status, 200);
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

/// The code that a start prints.
async fn code(app: &TestApp) -> String {
    candor::accounts::offer(&app.app).await.unwrap().expect("there is no account yet")
}

fn first(code: &str, password: &str) -> Vec<(&'static str, String)> {
    vec![
        ("code", code.to_owned()),
        ("name", "Dana Admin".to_owned()),
        ("email", ADMIN.to_owned()),
        ("password", password.to_owned()),
    ]
}

on_both! {
    async fn the_first_account_is_made_once_with_the_code_from_the_log(app: TestApp) {
        let code = code(&app).await;
        assert!(app.get(&format!("/first-run?code={code}")).await.text.contains(&code));
        let wrong = app.post("/first-run", &first("guessed", PASSWORD)).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("This is not the code."));
        assert!(wrong.text.contains(ADMIN), "what was typed is not lost");
        let empty = app.post("/first-run", &[("code", "")]).await;
        assert_eq!(empty.select(".errors li").len(), 4, "every mistake at once: {}", empty.text);
        let short = app.post("/first-run", &first(&code, "short")).await;
        assert!(short.text.contains("Enter at least 12 characters."));
        let made = app.post("/first-run", &first(&code, PASSWORD)).await;
        assert_eq!((made.status, made.header("location")), (303, "/"), "{}", made.text);
        assert_eq!(app.get("/settings").await.status, 200, "signed in");
        let again = app.post("/first-run", &first(&code, PASSWORD)).await;
        assert_eq!(again.status, 409);
        assert_eq!(app.sent_to("/first-run").await, "/");
        assert!(candor::accounts::offer(&app.app).await.unwrap().is_none(), "no code is made once there is an account");
    }

    async fn the_code_of_every_replica_works_until_the_first_account(app: TestApp) {
        let (one, two) = (code(&app).await, code(&app).await);
        let (one, two) = (first(&one, PASSWORD), first(&two, PASSWORD));
        let both = tokio::join!(
            app.post("/first-run", &one),
            app.post("/first-run", &two),
        );
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "two at once make one account");
    }

    async fn an_account_changes_its_name_and_language(app: TestApp) {
        app.sign_in().await;
        assert!(app.get("/account").await.text.contains("value=\"Dana Admin\""));
        let empty = app.post("/account", &[("name", " "), ("language", "ru")]).await;
        assert_eq!(empty.status, 422);
        app.post("/account", &[("name", "Дана"), ("language", "ru")]).await;
        let page = app.get("/account").await.text;
        assert!(page.contains("<html lang=\"ru\">") && page.contains("value=\"Дана\""));
        assert!(page.contains("Профиль сохранён."));
        assert!(!app.get("/account").await.text.contains("Профиль сохранён."), "said once");
        let missing = app.get("/nowhere").await;
        assert_eq!(missing.status, 404);
        assert!(missing.text.contains("Такой страницы нет") && missing.text.contains("Выйти"));
    }

    async fn a_new_password_needs_the_old_one_and_ends_other_sessions(app: TestApp) {
        app.sign_in().await;
        let elsewhere = app.another_browser();
        elsewhere.post(app.url("/sign-in")).form(&[("email", ADMIN), ("password", PASSWORD)]).send().await.unwrap();
        let new = "a staple of horses";
        let change = |old, new| [("old_password", old), ("new_password", new)];
        assert_eq!(app.post("/account/password", &change("not this password", new)).await.status, 422);
        let weak = app.post("/account/password", &change(PASSWORD, ADMIN)).await;
        assert!(weak.text.contains("Choose something other than your own address."));
        assert_eq!(app.post("/account/password", &change(PASSWORD, new)).await.status, 303);
        assert!(app.get("/account").await.text.contains("Your password was changed."), "still signed in here");
        let there = elsewhere.get(app.url("/account")).send().await.unwrap();
        assert_eq!(there.headers()["location"], "/sign-in?next=/account", "signed out there");
        assert_eq!(app.post_sign_in(ADMIN, PASSWORD).await.status, 422);
        assert_eq!(app.post_sign_in(ADMIN, new).await.status, 303);
    }

    async fn a_reset_password_ends_every_session(app: TestApp) {
        app.sign_in().await;
        let (address, new) = (Address::parse(ADMIN).unwrap(), Typed::new("a staple of horses".to_owned()));
        candor::accounts::reset_password(&app.app, Actor::CommandLine, &address, new).await.unwrap();
        assert_eq!(app.sent_to("/account").await, "/sign-in?next=/account");
    }

    async fn the_owner_sees_where_they_are_signed_in_and_ends_it(app: TestApp) {
        app.sign_in().await;
        let page = app.get("/account").await;
        assert!(page.text.contains("2\u{a0}March 2026, 06:00"));
        assert!(!page.text.contains("Sign out everywhere else"), "there is nowhere else");
        app.app.clock.advance(TimeDelta::hours(1));
        let elsewhere = app.another_browser();
        elsewhere.post(app.url("/sign-in")).form(&[("email", ADMIN), ("password", PASSWORD)]).send().await.unwrap();
        let page = app.get("/account").await;
        assert_eq!(page.text.matches("Signed in since").count(), 2);
        assert_eq!(page.text.matches("this browser").count(), 1);
        app.post("/account/sign-out-elsewhere", &[("", "")]).await;
        assert_eq!(app.get("/account").await.text.matches("Signed in since").count(), 1);
        let there = elsewhere.get(app.url("/account")).send().await.unwrap();
        assert_eq!(there.status(), 303);
    }

    async fn a_session_ends_when_it_is_not_used_and_in_any_case_after_two_weeks(app: TestApp) {
        app.sign_in().await;
        app.app.clock.advance(TimeDelta::hours(11));
        assert_eq!(app.get("/account").await.status, 200, "use keeps it open");
        app.app.clock.advance(TimeDelta::hours(11));
        assert_eq!(app.get("/account").await.status, 200, "use keeps it open");
        app.app.clock.advance(TimeDelta::hours(13));
        assert_eq!(app.get("/account").await.status, 303);
        app.post_sign_in(ADMIN, PASSWORD).await;
        for _ in 0..28 {
            app.app.clock.advance(TimeDelta::hours(12) - TimeDelta::minutes(1));
            assert_eq!(app.get("/account").await.status, 200);
        }
        app.app.clock.advance(TimeDelta::hours(1));
        assert_eq!(app.get("/account").await.status, 303);
    }

    async fn whoever_is_sent_to_sign_in_comes_back_to_the_page_they_wanted(app: TestApp) {
        app.sign_up_admin().await;
        let to = app.sent_to("/settings/audit?page=2").await;
        assert_eq!(to, "/sign-in?next=/settings/audit%3Fpage%3D2");
        assert!(app.get(&to).await.text.contains("name=\"next\" value=\"/settings/audit?page=2\""));
        let form = [("email", ADMIN), ("password", PASSWORD), ("next", "/settings/audit?page=2")];
        assert_eq!(app.post("/sign-in", &form).await.header("location"), "/settings/audit?page=2");
    }
}
