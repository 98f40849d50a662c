//! The answer page in each of its states.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use candor::i18n::Lang;
use candor::settings::{self, Settings};
use candor::waves::{Draft, Survey};
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::no_id;
use crate::app::{Response, TestApp, on_both};

impl TestApp {
    async fn get_in(&self, path: &str, accept_language: &str) -> Response {
        let request = self.client.get(self.url(path)).header("Accept-Language", accept_language);
        crate::app::read(request.send().await.unwrap()).await
    }
}

on_both! {
    async fn a_link_leads_to_the_two_questions_and_to_who_sees_the_answer(app: TestApp) {
        app.introduce("Meridian", "survey@meridian.example").await;
        app.hire(&[("Sales", 7), ("Support", 5)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        let page = app.get(&link.path()).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.select("title"), ["Two questions – Meridian"]);
        assert_eq!(page.select("input[name=score]").len(), 11);
        assert!(page.select("input[checked]").is_empty());
        assert!(page.text.contains("Yours belongs to <b><bdi>Sales</bdi></b> (7 people)."), "{}", page.text);
        assert!(page.text.contains("at least 5 people who answered, you included"));
        assert!(page.text.contains("mailto:survey@meridian.example"));
        assert!(page.text.contains("Open until"));
        assert_eq!(page.select("form time"), ["Monday 16\u{a0}March, 06:00"]);
        assert!(page.text.contains("unless the wave’s key was copied while it was open"));
        assert!(!page.select("title")[0].contains(&link.token));
    }

    async fn the_page_brings_its_stylesheet_and_the_policy_allows_no_other(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let page = app.get(&app.links(wave).await[0].path()).await;
        let style = page.text.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        assert!(style.contains(" > "), "the stylesheet is escaped");
        let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
        let policy = page.header("content-security-policy");
        assert!(policy.contains(&format!("style-src 'self' 'sha256-{hash}';")), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(page.select("link[rel=stylesheet]").is_empty());
        assert_eq!(page.text.matches(" src=").count(), 1, "one request beside the page");
    }

    async fn looking_at_the_form_stores_nothing_and_sets_no_cookie(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        for link in app.links(wave).await {
            for _ in 0..10 {
                let page = app.get(&link.path()).await;
                assert_eq!((page.status, page.header("set-cookie")), (200, ""));
                assert_eq!(page.header("cache-control"), "no-store");
                assert_eq!(page.header("referrer-policy"), "strict-origin");
            }
        }
        assert_eq!(app.ballots(wave).await, 0);
    }

    async fn an_answer_is_in_the_box_once_and_a_double_click_hears_so(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        let before = app.get(&link.path()).await.text;
        let thanks = app.answer(&link, 9, "Good people").await;
        assert_eq!((thanks.status, thanks.select("h1")), (200, vec!["Thank you. Your answer is in the box.".to_owned()]));
        assert_eq!(thanks.header("set-cookie"), "");
        let again = app.answer(&link, 0, "Another").await;
        assert_eq!((again.status, again.select("h1")), (409, vec!["An answer is in the box already".to_owned()]));
        assert_eq!(app.ballots(wave).await, 1);
        assert_eq!(app.get(&link.path()).await.text, before, "the form is the same whether or not the link was used");
    }

    async fn two_clicks_at_once_put_one_ballot_into_the_box(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        let both = futures_util::join!(app.answer(&link, 9, ""), app.answer(&link, 9, ""));
        assert_eq!(BTreeSet::from([both.0.status, both.1.status]), BTreeSet::from([200, 409]));
        assert_eq!(app.ballots(wave).await, 1);
    }

    async fn everyone_who_answers_at_the_same_time_is_in_the_box(app: TestApp) {
        app.hire(&[("Sales", 40), ("Support", 20)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        let replies = join_all(links.iter().map(|link| app.answer(link, 7, "Together"))).await;
        assert!(replies.iter().all(|reply| reply.status == 200));
        assert_eq!(app.ballots(wave).await, 60);
    }

    async fn every_score_gets_the_same_bytes_back(app: TestApp) {
        app.hire(&[("Sales", 22)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        let mut thanks = BTreeSet::new();
        let mut headers = BTreeSet::new();
        for (link, score) in links.iter().zip((0..=10).cycle()) {
            let why = if score % 2 == 0 { "" } else { "Because of the people I work with" };
            let reply = app.answer(link, score, why).await;
            headers.insert(reply.header("content-length").to_owned());
            thanks.insert(reply.text);
        }
        assert_eq!((thanks.len(), headers.len()), (1, 1));
    }

    async fn what_was_typed_comes_back_when_the_score_is_missing(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        for score in ["", "11", "-1", "7.5", "ten"] {
            let form = json!({ "wave": wave, "token": link.token, "score": score, "why": "Первая строка\r\n<b>вторая</b>" });
            let page = app.post("/a", &form).await;
            assert_eq!(page.status, 422, "{score}");
            assert_eq!(page.select("textarea"), ["Первая строка\n<b>вторая</b>"]);
            assert_eq!(page.select("[role=alert] a"), ["Choose a score from 0 to 10"]);
            assert_eq!(page.select("#score-error").len(), 1);
            assert!(page.text.contains("(3 people)"));
        }
        assert_eq!(app.ballots(wave).await, 0);
    }

    async fn a_comment_that_is_too_long_comes_back_with_its_score(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        let long = "ё".repeat(1_002);
        let page = app.answer(&link, 10, &long).await;
        assert_eq!(page.status, 422);
        assert_eq!(page.select("textarea"), [long]);
        assert!(page.text.contains("value=\"10\" required checked"));
        assert_eq!(page.select("[role=alert] a"), ["Shorten your comment by 2 characters: it may have 1,000"]);
        assert_eq!(app.ballots(wave).await, 0);
        assert_eq!(app.answer(&link, 10, &"ё".repeat(1_000)).await.status, 200);
    }

    async fn a_form_of_no_browser_is_refused_by_its_size(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        let page = app.answer(&link, 10, &"a".repeat(300_000)).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("Go back, shorten it and send it again"));
        assert_eq!(app.ballots(wave).await, 0);
    }

    async fn the_page_speaks_the_language_that_is_asked_for_and_switches_without_a_cookie(app: TestApp) {
        app.introduce("Меридиан", "").await;
        app.hire(&[("Sales", 21)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        let page = app.get_in(&link.path(), "ru-RU, en;q=0.5").await;
        assert_eq!(page.select("title"), ["Два вопроса — Меридиан"]);
        assert!(page.text.contains("(21 человек)"));
        assert_eq!(page.select("form time"), ["понедельника, 16\u{a0}марта, 06:00"]);
        let english = app.get_in(&format!("{}?lang=en", link.path()), "ru").await;
        assert_eq!(english.select("title"), ["Two questions – Меридиан"]);
        assert!(english.text.contains("href=\"?lang=ru\""));
        let form = json!({ "wave": wave, "token": link.token, "lang": "ru", "score": "" });
        assert_eq!(app.post("/a", &form).await.select("[role=alert] a"), ["Выберите оценку от 0 до 10"]);
        let form = json!({ "wave": wave, "token": link.token, "lang": "ru", "score": 3, "why": "Ё" });
        assert_eq!(app.post("/a", &form).await.select("h1"), ["Спасибо. Ваш ответ принят."]);
    }

    async fn only_the_surveys_own_languages_are_offered(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let survey = Survey::standard(&[Lang::Ru]);
        let wave = app.launch_draft(Draft { survey, ..app.draft("March") }).await;
        let link = app.links(wave).await[0].clone();
        let page = app.get_in(&format!("{}?lang=en", link.path()), "en").await;
        assert_eq!(page.select("title"), ["Два вопроса"]);
        assert!(page.select("nav").is_empty());
    }

    async fn a_link_that_is_not_one_gets_a_clear_page(app: TestApp) {
        app.introduce("Meridian", "survey@meridian.example").await;
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        let mut changed = link.token.clone();
        changed.replace_range(3..4, if &changed[3..4] == "A" { "B" } else { "A" });
        let paths = [
            format!("/a/{wave}/{changed}"),
            format!("/a/{wave}/{}", &link.token[..20]),
            format!("/a/{}/{}", no_id::<()>(), link.token),
            format!("/a/march/{}", link.token),
        ];
        for path in paths {
            let page = app.get(&path).await;
            assert_eq!((page.status, page.select("h1")), (404, vec!["This link leads to no survey".to_owned()]), "{path}");
            assert!(page.text.contains("mailto:survey@meridian.example"));
        }
        let form = json!({ "wave": wave, "token": changed, "score": 5 });
        assert_eq!(app.post("/a", &form).await.status, 404);
        assert_eq!(app.post("/a", &json!({})).await.status, 404);
        assert_eq!(app.ballots(wave).await, 0);
    }

    async fn after_the_close_every_link_leads_to_one_page(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        app.app.clock.set(app.wave(wave).await.closes_at);
        let page = app.get(&link.path()).await;
        assert_eq!((page.status, page.select("h1")), (410, vec!["This survey has closed".to_owned()]));
        assert_eq!(app.get(&format!("/a/{wave}/no-such-token")).await.text, page.text);
        assert_eq!(app.answer(&link, 9, "late").await.status, 410);
        assert_eq!(app.ballots(wave).await, 0);
    }

    async fn a_wave_that_is_not_open_yet_says_so(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.plan(app.draft("March")).await;
        let page = app.get(&format!("/a/{wave}/whatever")).await;
        assert_eq!((page.status, page.select("h1")), (409, vec!["This survey is not open yet".to_owned()]));
    }

    async fn without_the_key_nothing_is_taken_and_nothing_typed_is_lost(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        let file = app.app.keys.path().join(format!("{wave}.key"));
        let bytes = std::fs::read(&file).unwrap();
        for broken in [None, Some([7; 32])] {
            std::fs::remove_file(&file).unwrap();
            if let Some(wrong) = broken {
                std::fs::write(&file, wrong).unwrap();
            }
            assert_eq!(app.get(&links[0].path()).await.select("h1"), ["Answers cannot be taken just now"]);
            let page = app.answer(&links[0], 8, "Typed with care").await;
            assert_eq!((page.status, page.header("retry-after")), (503, "600"));
            assert_eq!(page.select("textarea"), ["Typed with care"]);
            assert!(page.text.contains("value=\"8\" required checked"));
            assert!(page.text.contains("Everything you typed is still here"));
            std::fs::write(&file, &bytes).unwrap();
        }
        assert_eq!(app.ballots(wave).await, 0);
        assert_eq!(app.answer(&links[0], 8, "Typed with care").await.status, 200);
    }

    async fn hostile_comments_are_harmless_on_the_page(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        let hostile = "</textarea><script>alert(1)</script>\u{202e}=1+1";
        let form = json!({ "wave": wave, "token": link.token, "score": "", "why": hostile });
        let page = app.post("/a", &form).await;
        assert_eq!(page.select("textarea"), [hostile]);
        assert_eq!(page.select("script"), [""]);
        let form = json!({ "wave": wave, "token": "\"><script>alert(1)</script>", "score": 5 });
        assert!(!app.post("/a", &form).await.text.contains("<script>alert"));
    }

    async fn the_close_that_was_moved_forward_counts(app: TestApp) {
        app.hire(&[("Sales", 3)]).await;
        let wave = app.launch_wave("March").await;
        let link = app.links(wave).await[0].clone();
        let closes = app.wave(wave).await.closes_at;
        app.app.clock.set(closes - TimeDelta::milliseconds(1));
        assert_eq!(app.answer(&link, 9, "").await.status, 200);
        app.app.clock.set(closes);
        assert_eq!(app.answer(&link, 9, "").await.status, 410, "also to those who have answered");
    }

    async fn what_another_process_changed_is_on_the_page_after_a_second(app: TestApp) {
        app.introduce("Meridian", "survey@meridian.example").await;
        app.hire(&[("Sales", 5)]).await;
        let wave = app.launch_wave("March").await;
        let path = app.links(wave).await[0].path();
        let title = async || app.get(&path).await.select("title").remove(0);
        assert_eq!(title().await, "Two questions – Meridian");
        let other = candor::db::Db::open(app.app.db.url()).unwrap();
        let renamed = Settings { company: "Zenith".to_owned(), ..app.app.db.read(settings::load).await.unwrap() };
        other.write(move |conn| settings::save(conn, &renamed)).await.unwrap();
        assert_eq!(title().await, "Two questions – Meridian", "of another process nothing is known at once");
        app.app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(title().await, "Two questions – Zenith");
    }
}
