//! The privacy notice: what it says, who is led to it, and what the company adds to it.

use crate::app::{Response, TestApp, on_both};

/// What an admin writes.
const WORDS: &str =
    "Acme Ltd is **responsible**.\n\n- Ask Ines & Bo\n- <b>Complain</b> to [the commissioner](https://c.test/x)";

impl TestApp {
    async fn notice(&self, query: &str, accept_language: &str) -> Response {
        let request = self.client.get(self.url(&format!("/privacy{query}"))).header("Accept-Language", accept_language);
        crate::app::read(request.send().await.unwrap()).await
    }
}

on_both! {
    async fn the_notice_is_the_same_for_everyone_and_remembers_nobody(app: TestApp) {
        app.introduce("Meridian", "people@meridian.example").await;
        let fresh = app.notice("", "en").await;
        assert_eq!((fresh.status, fresh.select("h1")), (200, vec!["What happens to your answer".to_owned()]));
        for words in [
            "The database does not hold whether you answered", "at least 5 people", "comments only from 10 on",
            "can answer in your place", "The mail server’s log", "while the survey is open could copy its key",
            "has not written here yet who is responsible", "mailto:people@meridian.example", "same length",
        ] {
            assert!(fresh.text.contains(words), "{words}: {}", fresh.text);
        }
        assert_eq!(fresh.select("form, script, img, [src]").len(), 0, "nothing is fetched or sent");
        // An admin's browser with its cookies gets the same bytes, and no cookie of any kind.
        app.sign_in().await;
        app.post("/language", &[("language", "ru"), ("here", "/")]).await;
        let of_admin = app.notice("", "en").await;
        assert_eq!((of_admin.text == fresh.text, of_admin.header("set-cookie")), (true, ""));
        assert_eq!((fresh.header("cache-control"), fresh.header("referrer-policy")), ("no-store", "strict-origin"));
        let russian = app.notice("", "ru, en;q=0.5").await;
        assert_eq!((russian.select("h1"), russian.select("header nav a").len()), (vec!["Что будет с вашим ответом".to_owned()], 2));
        assert_eq!(app.notice("?lang=en", "ru").await.text, fresh.text);
        assert_eq!(app.notice("?lang=de", "de").await.text, fresh.text, "the surveys' first language, where nothing else fits");
        let model = app.get("/privacy/threat-model").await;
        assert_eq!((model.status, model.select("h1"), model.header("set-cookie")), (200, vec!["Threat model".to_owned()], ""));
        assert!(model.select("tbody tr").len() > 25 && model.select("td[data-label=Tests] code").len() > 40, "{}", model.text);
        assert_eq!(model.select("script, img, a[href*='//']").len(), 0, "it comes from the program alone");
    }

    async fn mails_and_the_page_with_the_questions_lead_to_the_notice(app: TestApp) {
        app.introduce("Meridian", "people@meridian.example").await;
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_wave("March").await;
        let notice = format!("{}/privacy?lang=en", app.app.config.public_url());
        let mails = app.sent_mail().await;
        assert_eq!(mails.len(), 6);
        for mail in &mails {
            assert_eq!((mail.text.matches(&notice).count(), mail.html.matches(&format!("href=\"{notice}\"")).count()), (1, 1));
        }
        let page = app.get(&app.links(wave).await[0].path()).await;
        assert_eq!(page.select("a[href='/privacy?lang=en'][target=_blank]").len(), 1, "{}", page.text);
        assert_eq!(app.get("/privacy?lang=en").await.status, 200);
    }

    async fn the_company_says_what_only_it_knows_and_is_reminded_where_it_does_not(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@acme.example").await;
        app.hire(&[("Sales", 6)]).await;
        let form = |en: &str, ru: &str, lang: &str| {
            [("words_en", en), ("words_ru", ru), ("lang", lang)].map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let needs = async || app.get("/").await.select("[aria-labelledby=needs] li").join(" ");
        assert!(!needs().await.contains("privacy notice"), "nobody is about to read it");
        app.launch_wave("March").await;
        assert!(needs().await.contains("The privacy notice does not say yet who is responsible"), "{}", needs().await);
        let empty = app.get("/settings/notice").await;
        assert!(empty.text.contains("In English, the notice says for now that your company has not written"));

        // The ready text is put into the form and kept only once its brackets are filled.
        let ready = app.post("/settings/notice", &form("", "Пишем", "en")).await;
        assert_eq!((ready.status, ready.select("textarea")[1].as_str()), (200, "Пишем"));
        let words = ready.select("textarea").remove(0);
        assert!(words.starts_with("Responsible for this survey: ["), "{words}");
        let refused = app.post("/settings/notice", &form(&words, "", "")).await;
        assert_eq!((refused.status, refused.select("textarea")[0].as_str()), (422, words.as_str()));
        assert_eq!(refused.select(".errors a"), ["Fill in or take out “[name and address of the company]”: employees would read it like this."]);
        assert_eq!(app.post("/settings/notice", &form("Ask {name}", "", "")).await.status, 422);
        assert_eq!(app.post("/settings/notice", &form(&"a".repeat(4_001), "", "")).await.status, 422);
        assert!(app.notice("", "en").await.text.contains("has not written here yet"));

        let preview = app.post("/settings/notice/preview", &form(WORDS, "", "en")).await;
        assert!(preview.text.contains("<strong>responsible</strong>"), "{}", preview.text);
        assert_eq!(app.post("/settings/notice", &form(WORDS, "Отвечает **Acme**.", "")).await.status, 303);
        assert!(app.get("/settings/notice").await.select("[role=status]")[0].contains("The notice was saved"));
        let notice = app.notice("", "en").await;
        assert_eq!(notice.text, preview.text, "what was previewed is what is read");
        assert!(notice.text.contains("<li>Ask Ines &#38; Bo</li>"), "{}", notice.text);
        assert!(notice.text.contains("&#60;b&#62;Complain&#60;/b&#62; to the commissioner") && !notice.text.contains("c.test"));
        assert!(app.notice("", "ru").await.text.contains("Отвечает <strong>Acme</strong>."));
        assert!(!needs().await.contains("privacy notice"));
        assert!(app.log().await[0].contains("Changed settings") && app.log().await[0].contains("Privacy notice"), "{:?}", app.log().await);
        // Nobody else writes it.
        let stranger = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let sent = stranger.post(app.url("/settings/notice")).form(&form("Mine", "", "")).send().await.unwrap();
        assert_eq!(sent.headers()["location"], "/sign-in");
    }
}
