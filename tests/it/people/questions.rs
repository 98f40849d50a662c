//! What an import asks before it can read a file: its encoding, and what its columns hold.

use super::{SMALL, fixture};
use crate::app::{Response, TestApp, on_both};

/// A roster whose headings nobody would recognise.
const STRANGE: &str = "Code,Who,Contact,Where\n1,Ann,ann@example.com,Sales\n2,Bob,bob@example.com,Law\n";
/// What the columns of [`STRANGE`] hold.
const MEANINGS: [(&str, &str); 4] =
    [("column-0", "employee_id"), ("column-1", "full_name"), ("column-2", "email"), ("column-3", "department")];

impl TestApp {
    /// Uploads a file about which something is asked; returns the import's path.
    async fn upload_to_question(&self, content: impl Into<Vec<u8>>, question: &str) -> String {
        let preview = self.upload_to_preview(content).await;
        assert_eq!(self.sent_to(&preview).await, format!("{preview}/{question}"));
        preview
    }

    /// Nothing can be done with the import but to answer.
    async fn insists_on(&self, preview: &str, question: &str) {
        for action in ["apply", "columns/forget"].iter().filter(|action| !action.starts_with(question)) {
            let form = [("fingerprint", ""), ("without_problem_rows", "yes"), ("leaving", "keep")];
            let response = self.post(&format!("{preview}/{action}"), &form).await;
            assert_eq!((response.status, response.header("location")), (303, &*format!("{preview}/{question}")));
        }
        assert_eq!(self.everyone().await, []);
    }
}

impl Response {
    /// What is chosen in each of a form's selects.
    fn chosen(&self) -> Vec<String> {
        self.select("select option[selected]")
    }
}

on_both! {
    async fn an_encoding_that_cannot_be_told_is_asked_for_and_kept_with_the_upload(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_question(fixture("messy/invalid-utf8.csv"), "encoding").await;
        app.insists_on(&preview, "encoding").await;
        let asked = format!("{preview}/encoding");
        let page = app.get(&asked).await;
        let samples = page.select(".sample");
        for reading in ["1,Ann яю,ann@example.com,Sales,,en", "1,Ann ÿþ,ann@example.com,Sales,,en"] {
            assert!(samples.contains(&reading.to_owned()), "{samples:?}");
        }
        assert!(page.select("input[checked]").is_empty() && !page.text.contains(" checked"), "nothing is chosen yet");
        for nonsense in ["", "ebcdic", "UTF-16LE"] {
            let refused = app.post(&asked, &[("encoding", nonsense)]).await;
            assert_eq!(refused.status, 422);
            assert!(refused.text.contains("href=\"#encoding\""));
        }
        let answered = app.post(&asked, &[("encoding", "windows-1251")]).await;
        assert_eq!((answered.status, answered.header("location")), (303, &*preview));
        let page = app.get(&preview).await;
        assert!(page.text.contains("Windows-1251, Russian") && page.text.contains("Ann яю"), "{}", page.text);
        assert!(app.get(&asked).await.text.contains("value=\"windows-1251\" checked"), "the answer can be changed");
        assert_eq!(app.apply(&preview, &[]).await.status, 303);
        assert_eq!(app.here().await[0].full_name, "Ann яю");
    }

    async fn a_name_with_a_lost_letter_is_a_problem_and_not_imported(app: TestApp) {
        app.sign_in().await;
        let csv = [b"Name,Email\nJos\xe9,j@example.com\n".as_slice(), "Зоя,z@example.com\n".as_bytes()].concat();
        let preview = app.upload_to_question(csv, "encoding").await;
        assert_eq!(app.post(&format!("{preview}/encoding"), &[("encoding", "UTF-8")]).await.status, 303);
        let page = app.get(&preview).await;
        assert_eq!(page.select("#problems ~ table tbody th"), ["Row 2"]);
        assert!(page.text.contains("a letter was lost"));
        assert_eq!(app.apply(&preview, &[("without_problem_rows", "yes")]).await.status, 303);
        assert_eq!(app.here().await.len(), 1);
    }

    async fn a_file_that_is_unusable_in_its_encoding_too_is_not_kept(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_question(b"Name,Email\n\"Jos\xe9,j@example.com\n".to_vec(), "encoding").await;
        let refused = app.post(&format!("{preview}/encoding"), &[("encoding", "windows-1252")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("In row 2 a quotation mark"), "{}", refused.text);
        assert_eq!(app.get(&preview).await.status, 409);
    }

    async fn without_a_column_of_addresses_the_columns_are_asked_for(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_question(fixture("messy/missing-column.csv"), "columns").await;
        app.insists_on(&preview, "columns").await;
        let page = app.get(&format!("{preview}/columns")).await;
        assert_eq!(page.chosen(), ["Employee ID", "Full name", "Department"]);
        assert!(page.text.contains("Choose the column with work emails."));
        let refused = app.post(&format!("{preview}/columns"), &[("column-0", "employee_id"), ("column-1", "")]).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.select(".errors a").len(), 2, "no address, no name: {}", refused.text);
        assert_eq!(refused.chosen(), ["Employee ID"], "the form comes back as it was sent");
        assert_eq!(app.sent_to(&preview).await, format!("{preview}/columns"));
    }

    async fn columns_that_are_not_recognised_are_assigned_once_for_all_files_like_it(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_question(STRANGE, "columns").await;
        let page = app.get(&format!("{preview}/columns")).await;
        assert_eq!(page.chosen(), ["Work email"], "a column of addresses is proposed as such");
        assert!(page.text.contains("ann@example.com"), "first values are shown");
        let answered = app.post(&format!("{preview}/columns"), &MEANINGS).await;
        assert_eq!((answered.status, answered.header("location")), (303, &*preview), "{}", answered.text);
        assert!(app.get(&preview).await.text.contains("assigned by hand"));
        assert_eq!(app.apply(&preview, &[]).await.status, 303);
        assert_eq!(app.here().await.len(), 2);

        let other = "WHO,where,Contact:,code\nAnn,Law,ann@example.com,1\nBob,Law,bob@example.com,2\n";
        let again = app.upload_to_preview(other).await;
        let page = app.get(&again).await;
        assert_eq!(page.select("h1"), ["1 person is affected"]);
        assert!(page.text.contains("assigned by hand"), "the preview says so");

        assert_eq!(app.post(&format!("{again}/columns/forget"), &[("", "")]).await.status, 303);
        assert_eq!(app.sent_to(&again).await, format!("{again}/columns"));
        let log = app.get("/settings/audit").await;
        assert!(log.text.contains("Roster columns assigned") && log.text.contains("told by headings again"));
    }

    async fn columns_that_were_recognised_can_be_changed_and_changed_back(app: TestApp) {
        app.sign_in().await;
        let csv = "Name,E-mail,Unit\nAnn,ann@example.com,Sales\n";
        let preview = app.upload_to_preview(csv).await;
        assert!(app.get(&preview).await.text.contains("Unknown columns, ignored: <bdi>Unit</bdi>"));
        let columns = format!("{preview}/columns");
        let unit = [("column-0", "full_name"), ("column-1", "email"), ("column-2", "department")];
        assert_eq!(app.post(&columns, &unit).await.status, 303);
        let page = app.get(&preview).await;
        assert!(!page.text.contains("Unknown columns") && page.text.contains("<bdi>Sales</bdi>"), "{}", page.text);
        assert_eq!(app.get(&columns).await.chosen(), ["Full name", "Work email", "Department"]);
        assert_eq!(app.post(&columns, &[unit[0], unit[1]]).await.status, 303);
        assert!(!app.get(&preview).await.text.contains("assigned by hand"), "the headings say the same");
    }

    async fn two_columns_for_one_thing_are_named_beside_the_second(app: TestApp) {
        app.sign_in().await;
        let csv = "Name,E-mail,Work email\nAnn,private@example.com,ann@example.com\n";
        let preview = app.upload_to_question(csv, "columns").await;
        let page = app.get(&format!("{preview}/columns")).await;
        assert_eq!(page.chosen(), ["Full name", "Work email", "Work email"]);
        assert_eq!(page.select("#column-2-error").len(), 1);
        let form = [("column-0", "full_name"), ("column-1", "email"), ("column-2", "email")];
        let refused = app.post(&format!("{preview}/columns"), &form).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("href=\"#column-2\""), "{}", refused.text);
        let form = [("column-0", "full_name"), ("column-1", ""), ("column-2", "email")];
        assert_eq!(app.post(&format!("{preview}/columns"), &form).await.status, 303);
        assert_eq!(app.apply(&preview, &[]).await.status, 303);
        assert_eq!(app.here().await[0].email, "ann@example.com");
    }

    async fn a_question_about_a_file_that_is_gone_says_so(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_preview(SMALL).await;
        assert_eq!(app.post(&format!("{preview}/discard"), &[("", "")]).await.status, 303);
        for path in ["encoding", "columns", "changes.csv", "problems.csv"] {
            assert_eq!(app.get(&format!("{preview}/{path}")).await.status, 409, "{path}");
        }
        assert_eq!(app.post(&format!("{preview}/encoding"), &[("encoding", "UTF-8")]).await.status, 409);
        assert_eq!(app.post(&format!("{preview}/columns"), &MEANINGS).await.status, 409);
    }
}
