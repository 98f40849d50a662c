//! What an import refuses to do, and what it asks first.

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{SMALL, fixture};
use crate::accounts::{ADMIN, PASSWORD};
use crate::app::{TestApp, on_both};

/// A good row and a bad one about someone who is on the roster.
const HALF_BAD: &str = "Employee ID,Full name,Work email,Department,Team,Language\n\
                        1,Ann One,ann@example.com,Law,,en\n\
                        2,Борис Ёлкин,boris.example.com,Sales,South,ru\n\
                        3,Cid Three,cid@example.com,Law,,en\n";

/// The first line of an answer.
async fn first_line(stream: impl AsyncRead + Unpin) -> String {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).await.unwrap();
    line.trim_end().to_owned()
}

impl TestApp {
    /// Begins to send a form with a file as a browser that is signed in, and says of it what the headers say.
    async fn begin_upload(&self, headers: &str) -> TcpStream {
        let signed_in = self.post_sign_in(ADMIN, PASSWORD).await;
        let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let request = format!("POST /people/import HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\n", self.address);
        stream.write_all(format!("{request}{headers}\r\n\r\n").as_bytes()).await.unwrap();
        stream
    }

    /// What recognises the difference that a preview shows.
    async fn fingerprint(&self, preview: &str) -> String {
        self.get(preview).await.value_of("fingerprint")
    }
}

on_both! {
    async fn a_preview_that_is_no_longer_true_is_not_applied(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let preview = app.upload_to_preview(SMALL.replace("Ann One", "Ann Married")).await;
        let seen = app.get(&preview).await.value_of("fingerprint");
        app.import_now(&SMALL.replace("Sales,North", "Law,")).await;
        let applied = app.post(&format!("{preview}/apply"), &[("fingerprint", seen.as_str())]).await;
        assert_eq!(applied.status, 409);
        assert!(applied.text.contains("The roster has changed since you looked"));
        assert!(!app.here().await.iter().any(|person| person.full_name == "Ann Married"));
        let again = applied.value_of("fingerprint");
        assert_eq!(app.post(&format!("{preview}/apply"), &[("fingerprint", again.as_str())]).await.status, 303);
    }

    async fn of_two_imports_at_once_one_is_told_that_the_roster_changed(app: TestApp) {
        app.sign_in().await;
        let other = SMALL.replace("3,Cid", "4,Cyd");
        let (first, second) = (app.upload_to_preview(SMALL).await, app.upload_to_preview(other).await);
        // Both admins look before either applies.
        let (seen, also_seen) = (app.fingerprint(&first).await, app.fingerprint(&second).await);
        let (form, other_form) = ([("fingerprint", seen.as_str())], [("fingerprint", also_seen.as_str())]);
        let (first, second) = (format!("{first}/apply"), format!("{second}/apply"));
        let (one, two) = tokio::join!(app.post(&first, &form), app.post(&second, &other_form));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        assert_eq!(app.everyone().await.len(), 3);
    }

    async fn a_double_click_imports_once(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_preview(SMALL).await;
        let fingerprint = app.get(&preview).await.value_of("fingerprint");
        let (path, form) = (format!("{preview}/apply"), [("fingerprint", fingerprint.as_str())]);
        let (one, two) = tokio::join!(app.post(&path, &form), app.post(&path, &form));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        assert_eq!(app.everyone().await.len(), 3);
    }

    async fn when_more_than_a_fifth_would_leave_the_import_asks(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let preview = app.upload_to_preview(SMALL.replace("3,Cid Three,cid@example.com,Law,,en\n", "")).await;
        assert_eq!(app.get(&preview).await.select("h1"), ["Stopped: 1 person would leave"]);
        for wrong in [&[][..], &[("leaving", "mark")], &[("leaving", "mark"), ("leaving_typed", "2")]] {
            let applied = app.apply(&preview, wrong).await;
            assert_eq!(applied.status, 422, "{wrong:?}");
            assert!(applied.text.contains("error-summary"));
            assert_eq!(app.here().await.len(), 3);
        }
        let partial = app.apply(&preview, &[("leaving", "keep")]).await;
        assert_eq!(partial.status, 422, "without those who leave there is nothing to do");
        let applied = app.apply(&preview, &[("leaving", "mark"), ("leaving_typed", "1")]).await;
        assert_eq!(applied.status, 303, "{}", applied.text);
        assert_eq!(app.here().await.len(), 2);
    }

    async fn a_department_that_is_missing_in_the_file_is_named(app: TestApp) {
        app.sign_in().await;
        let rows = |department: &str, numbers: std::ops::Range<usize>| -> String {
            numbers.map(|n| format!("{n},Person {n},p{n}@example.com,{department},,en")).collect::<Vec<_>>().join("\n") + "\n"
        };
        let head = "Employee ID,Full name,Work email,Department,Team,Language\n";
        app.import(&format!("{head}{}{}", rows("Sales / North", 0..6), rows("Law", 6..12))).await;
        let preview = app.upload_to_preview(format!("{head}{}", rows("Law", 6..11))).await;
        let page = app.get(&preview).await;
        assert!(page.text.contains("Most of them are in “\u{2068}Sales\u{2069}”: 6 of 6."), "{}", page.text);
    }

    async fn a_partial_list_only_adds_and_changes(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let part = "Employee ID,Full name,Work email\n1,Ann Married,ann@example.com\n7,New,new@example.com\n";
        let preview = app.upload_to_preview(part).await;
        assert_eq!(app.apply(&preview, &[("leaving", "keep")]).await.status, 303);
        let names: Vec<_> = app.here().await.into_iter().map(|person| person.full_name).collect();
        assert_eq!(names, ["Ann Married", "Cid Three", "New", "Борис Ёлкин"]);
    }

    async fn a_newcomer_cannot_take_the_address_of_someone_who_stays(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let part = "Employee ID,Full name,Work email\n7,New,ann@example.com\n";
        let preview = app.upload_to_preview(part).await;
        let applied = app.apply(&preview, &[("leaving", "keep")]).await;
        assert_eq!(applied.status, 422);
        assert!(applied.text.contains("Row 2 has the address of"), "{}", applied.text);
        assert_eq!(app.everyone().await.len(), 3);
    }

    async fn rows_with_problems_are_left_out_only_when_the_admin_says_so(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let preview = app.upload_to_preview(HALF_BAD).await;
        let page = app.get(&preview).await;
        assert!(page.text.contains("“boris.example.com”: An email address has an @ in it"), "{}", page.text);
        assert!(page.select("#row-3 th").contains(&"Row 3".to_owned()));
        let refused = app.apply(&preview, &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("href=\"#without_problem_rows\""));
        assert_eq!(app.apply(&preview, &[("without_problem_rows", "yes")]).await.status, 303);
        let here = app.here().await;
        assert_eq!(here.len(), 3, "whoever stands in a row with a problem has not left");
        let csv = app.upload_to_preview(HALF_BAD.replace("boris.example", "=cmd|boris.example")).await;
        let problems = app.get(&format!("{csv}/problems.csv")).await;
        assert!(problems.text.contains("3,Борис Ёлкин,Work email"), "{}", problems.text);
    }

    async fn a_file_that_cannot_be_read_is_refused_and_not_kept(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        for (file, words) in [
            ("empty.csv", "there are no people in this file"),
            ("header-only.csv", "There are no people in this file"),
            ("not-a-csv.csv", "This looks like an Excel workbook"),
            ("unbalanced-quote.csv", "In row 2 a quotation mark"),
        ] {
            let uploaded = app.upload(fixture(&format!("messy/{file}"))).await;
            assert_eq!(uploaded.status, 422, "{file}");
            assert!(uploaded.text.contains(words), "{file}: {}", uploaded.text);
        }
        assert_eq!(app.here().await.len(), 3, "an empty file is never everyone leaving");
        let now = app.app.clock.now() + chrono::TimeDelta::days(1);
        let waiting = app.app.db.write(move |conn| candor::people::import::forget_old(conn, now)).await.unwrap();
        assert_eq!(waiting, 0);
    }

    async fn a_file_that_is_too_big_is_refused_by_its_announced_length(app: TestApp) {
        app.sign_in().await;
        let refused = app.upload(vec![b'a'; 40 * 1024 * 1024]).await;
        assert_eq!(refused.status, 413);
        assert!(refused.text.contains("The file is larger than 32 MB"));
    }

    async fn an_endless_file_is_cut_at_the_limit(app: TestApp) {
        app.sign_in().await;
        let head = "Transfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=x";
        let mut stream = app.begin_upload(head).await;
        let start = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
        stream.write_all(format!("{:x}\r\n{start}\r\n", start.len()).as_bytes()).await.unwrap();
        let mebibyte = [b"100000\r\n".as_slice(), &vec![b'a'; 1 << 20], b"\r\n"].concat();
        let (mut from, mut to) = stream.split();
        // 40 MB of an upload that never says its length: the server answers in between.
        let send = async {
            for _ in 0..40 {
                if to.write_all(&mebibyte).await.is_err() {
                    break;
                }
            }
            std::future::pending::<String>().await
        };
        let answer = tokio::select! { answer = first_line(&mut from) => answer, never = send => never };
        assert_eq!(answer, "HTTP/1.1 413 Payload Too Large");
    }

    async fn two_hundred_megabytes_are_refused_before_they_are_sent(app: TestApp) {
        app.sign_in().await;
        let head = "Content-Length: 209715200\r\nContent-Type: multipart/form-data; boundary=x";
        let mut stream = app.begin_upload(head).await;
        assert_eq!(first_line(&mut stream).await, "HTTP/1.1 413 Payload Too Large");
    }

    async fn a_file_without_headings_is_refused_and_loses_nobody(app: TestApp) {
        app.sign_in().await;
        let refused = app.upload("Ann,ann@example.com\nBob,bob@example.com\n").await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("Row 1 holds a person where headings are expected"), "{}", refused.text);
    }

    async fn an_upload_without_a_file_asks_for_one(app: TestApp) {
        app.sign_in().await;
        let refused = app.post("/people/import", &[("file", "")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("Choose a file to upload"));
    }

    async fn a_discarded_file_is_gone(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_preview(SMALL).await;
        assert_eq!(app.post(&format!("{preview}/discard"), &[("", "")]).await.status, 303);
        assert_eq!(app.get(&preview).await.status, 409);
        assert_eq!(app.everyone().await, []);
    }

    async fn nobody_sees_the_roster_without_signing_in(app: TestApp) {
        app.import_now(SMALL).await;
        for path in ["/people", "/people/import", "/people/departments", "/people/template.csv"] {
            let page = app.get(path).await;
            assert_eq!(page.status, 303, "{path}");
            assert!(!page.text.contains("Ann"));
        }
        let upload = app.upload(SMALL).await;
        assert_eq!(upload.status, 303);
        assert!(upload.header("location").starts_with("/sign-in"));
    }
}
