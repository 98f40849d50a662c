//! Comments: looking for words, what they are about, and what is blacked out.

use candor::db::{Backend, Conn, DatabaseUrl, WaveId};
use candor::reports::Answer;
use candor::schedule::{self, BLACKED_OUT};
use diesel::sql_types::Integer;
use diesel::{QueryableByName, RunQueryDsl};

use crate::app::{Response, TestApp, on_both};
use crate::reports::{answers, company};

/// A name that is found only where it was left.
const NAME: &str = "Ганнибаловский-Рюмин";

/// As many answers of group 1, with these comments among them.
fn with_comments(respondents: usize, comments: impl IntoIterator<Item = String>) -> Vec<Answer> {
    let mut all = answers(1, &vec![9; respondents]);
    for (answer, comment) in all.iter_mut().zip(comments) {
        answer.comment = Some(comment);
    }
    all
}

/// What is marked on a page.
fn marked(page: &Response) -> Vec<String> {
    page.select(".quotes mark")
}

#[derive(QueryableByName)]
struct File {
    #[diesel(sql_type = Integer)]
    number: i32,
}

impl TestApp {
    /// The address of the comment on a page that begins so.
    async fn comment_at(&self, wave: WaveId, query: &str) -> String {
        let page = self.get(&format!("/reports/{wave}/comments?{query}")).await;
        let html = scraper::Html::parse_document(&page.text);
        let links = scraper::Selector::parse(".quotes a").unwrap();
        html.select(&links).next().unwrap().value().attr("href").unwrap().to_owned()
    }

    /// Whether a text stands in the database's files; on PostgreSQL, the number of the comments' file.
    async fn left_in_files(&self, text: &str) -> (bool, i32) {
        if let DatabaseUrl::Sqlite(path) = self.app.db.url() {
            let read = |ending: &str| std::fs::read(format!("{}{ending}", path.display())).unwrap_or_default();
            let found = |file: Vec<u8>| file.windows(text.len()).any(|window| window == text.as_bytes());
            return (["", "-wal"].into_iter().any(|ending| found(read(ending))), 0);
        }
        let read = |conn: &mut Conn| {
            let query = diesel::sql_query("SELECT pg_relation_filenode('comments')::int4 AS number");
            query.get_result::<File>(conn).map(|file| file.number)
        };
        (false, self.app.db.read(read).await.unwrap())
    }
}

on_both! {
    async fn words_are_found_on_every_page_and_marked(app: TestApp) {
        app.sign_in().await;
        let comment = |number: usize| match number % 5 {
            0 => format!("Ёлка номер {number}. <b>Bold</b> & \"quoted\""),
            1 => format!("Зарплаты ниже рынка, {number}"),
            2 => format!("The salary has not grown, {number}"),
            _ => format!("Нет роста и карьерного плана {number}"),
        };
        let wave = app.publish_answers("March", &company(&[400]), &with_comments(400, (0..300).map(comment))).await;
        let get = async |query: &str| app.get(&format!("/reports/{wave}/comments?group=1&{query}")).await;
        let first = get("q=ЕЛКА").await;
        assert_eq!(marked(&first), vec!["Ёлка"; 50], "capitals and ё make no difference");
        assert!(first.text.contains("60 of 300 comments have them.") && first.text.contains("Page 1 of 2"));
        let next = scraper::Html::parse_document(&first.text);
        let next = next.select(&scraper::Selector::parse("nav[aria-label='Pages of comments'] a").unwrap()).next().unwrap();
        let second = app.get(next.value().attr("href").unwrap()).await;
        assert_eq!(marked(&second).len(), 10, "{}", second.text);
        assert_eq!(marked(&get("q=ЕЛКА&page=9").await).len(), 10, "behind the last page is the last");
        let hostile = get("q=%3Cb%3Ebold").await;
        assert_eq!(marked(&hostile), vec!["<b>Bold"; 50]);
        assert!(!hostile.text.contains("<b>B") && hostile.text.contains("value=\"&#60;b&#62;bold\""));
        let both = get("q=номер%20%20295.").await;
        assert_eq!(both.select(".quotes p").len(), 1, "all words are wanted");
        assert_eq!(marked(&both), ["номер", "295."]);
        let nothing = get("q=nowhere").await;
        assert!(nothing.text.contains("No comment here has them.") && nothing.select(".quotes p").is_empty());

        let whole = get("").await;
        let themes = whole.select(".themes li");
        assert_eq!(themes, ["Pay 120 comments", "Growth 120 comments"], "in both languages");
        let pay = get("theme=Pay").await;
        assert!(pay.text.contains("120 of 300 comments have them.") && pay.text.contains("About: <b><bdi>Pay</bdi></b>"));
        assert!(marked(&pay).iter().all(|word| word == "Зарплаты" || word == "salary") && marked(&pay).len() == 50);
        let words = whole.select(".themes p a");
        assert!(words.contains(&"зарплаты ниже".to_owned()) && words.contains(&"елка номер".to_owned()), "{words:?}");
        let pair = get("word=зарплата%20ниже").await;
        assert_eq!(marked(&pair), vec!["Зарплаты ниже"; 50], "in any form");
        assert_eq!(get("theme=Weather").await.status, 404);
    }

    async fn what_is_blacked_out_is_gone_for_good(app: TestApp) {
        let account = app.sign_in().await;
        let said = format!("{NAME} кричит на всех, {} тоже. Спросите {NAME}а", NAME.to_uppercase());
        let others = (0..12).map(|number| format!("Comment number {number}"));
        let all = with_comments(20, others.chain([said.clone(), "Ann shouts, Bob whispers".to_owned()]));
        let wave = app.publish_answers("March", &company(&[30]), &all).await;
        let at = app.comment_at(wave, &format!("q={NAME}")).await;
        assert_eq!(app.left_in_files(NAME).await.0, app.app.db.backend() == Backend::Sqlite, "the search finds it");
        let file = app.left_in_files(NAME).await.1;

        let page = app.get(&at).await;
        assert!(page.text.contains("This cannot be undone.") && page.text.contains(&said));
        assert_eq!(page.select("label[for^='word-']")[..3], [NAME, "кричит", "на"]);
        let missing = app.post(&at, &[("what", "words")]).await;
        assert_eq!(missing.status, 422);
        assert_eq!(missing.select(".errors li"), ["Choose the words, or the whole comment.", "Choose a reason."]);
        let no_reason = app.post(&at, &[("what", "words"), ("word", NAME), ("reason", "because")]).await;
        assert!(no_reason.status == 422 && no_reason.text.contains("value=\"Ганнибаловский-Рюмин\" checked"));
        let name = [("what", "words"), ("word", NAME), ("reason", "name")];
        let (ending, shouts) = (format!("{NAME}а"), "кричит".to_owned());
        let other = [("what", "words"), ("word", &ending), ("word", &shouts), ("reason", "recognisable")];
        let both = tokio::join!(app.post(&at, &name), app.post(&at, &other));
        assert_eq!((both.0.status, both.1.status), (303, 303), "two admins at once");
        let left = app.get(&format!("/reports/{wave}/comments?q=спросите")).await;
        assert_eq!(left.select(".quotes p"), ["▇▇▇▇▇ ▇▇▇▇▇ на всех, ▇▇▇▇▇ тоже. Спросите ▇▇▇▇▇"]);
        assert!(left.text.contains("stands where an admin blacked out"));
        app.post(&at, &name).await;
        assert!(app.get(&at).await.text.contains("It was blacked out already."));

        let ann = app.comment_at(wave, "q=Ann").await;
        app.post(&ann, &[("what", "whole"), ("reason", "insult")]).await;
        let whole = app.get(&ann).await;
        assert!(whole.text.contains("Nothing is left in this comment") && whole.select("form.read").is_empty());
        assert!(app.report_page(wave).await.text.contains("14"), "the published number stays");

        let log = app.get("/settings/audit").await;
        let entries = log.select("main tbody tr");
        let blacked: Vec<_> = entries.iter().filter(|entry| entry.contains("Blacked out")).collect();
        assert_eq!(blacked.len(), 3, "once for each change: {entries:?}");
        assert!(blacked.iter().all(|entry| entry.contains("March") && entry.contains("Team 1")), "{blacked:?}");
        assert!(log.text.contains("It insults somebody") && log.text.contains("It names somebody"));
        for gone in [NAME, "кричит", "Ann", "Bob"] {
            assert!(!log.text.contains(gone), "the log never has the words: {gone}");
        }
        assert_eq!(schedule::tick(&app.app).await.unwrap().of(BLACKED_OUT), 1);
        assert_eq!(schedule::tick(&app.app).await.unwrap().of(BLACKED_OUT), 0);
        let (is_left, number) = app.left_in_files(NAME).await;
        assert!(!is_left && (number != file || number == 0), "written anew");

        let elsewhere = at.replace(&wave.to_string(), "00000000-0000-4000-8000-000000000000");
        assert_eq!(app.get(&elsewhere).await.status, 404);
        assert_eq!(app.post(&elsewhere, &name).await.status, 404);
        app.post("/sign-out", &[("", "")]).await;
        assert_eq!(app.post(&at, &name).await.status, 303, "only for {}", account.email);
    }
}
