//! The roster: how files change it, and how admins find and edit people.

mod departments;
mod importing;
mod list;
mod many;
mod messy;
mod person;
mod questions;
mod refusals;

use candor::audit::Actor;
use candor::db::ImportId;
use candor::people::import::{self, Consent, FileError, Preview, Roster, Upload};
use candor::people::{Person, store};
use reqwest::multipart::{Form, Part};

use crate::app::{Response, TestApp};

/// A file of `tests/fixtures`.
pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The people of the IBM data set.
pub fn people_1470() -> String {
    String::from_utf8(fixture("people-1470.csv")).unwrap()
}

/// A roster of three.
pub const SMALL: &str = "Employee ID,Full name,Work email,Department,Team,Language\n\
                         1,Ann One,ann@example.com,Sales,North,en\n\
                         2,Борис Ёлкин,boris@example.com,Sales,South,ru\n\
                         3,Cid Three,cid@example.com,Law,,en\n";

impl TestApp {
    /// Imports a roster as an admin does: upload, preview, apply. Sign in first.
    pub async fn import(&self, csv: &str) {
        let preview = self.upload_to_preview(csv).await;
        let applied = self.apply(&preview, &[]).await;
        assert_eq!((applied.status, applied.header("location")), (303, "/people"), "{}", applied.text);
    }

    /// Imports a roster without a browser and without an admin; a partial list is taken for the whole.
    pub async fn import_now(&self, csv: &str) {
        let roster = import::parse(csv.as_bytes()).unwrap();
        assert_eq!(roster.problems, []);
        let (file, now) = (csv.as_bytes().to_vec(), self.app.clock.now());
        let preview = self.previewed(file).await;
        let consent = Consent {
            fingerprint: preview.fingerprint,
            leaving_typed: Some(preview.difference.count(import::Kind::Leaving)),
            ..Consent::default()
        };
        let id = preview.id;
        let applied =
            self.app.db.write(move |conn| import::apply(conn, id, &roster, &consent, Actor::CommandLine, now)).await;
        applied.unwrap();
    }

    /// Keeps a file and works out what it would change.
    pub async fn previewed(&self, content: Vec<u8>) -> Preview {
        let now = self.app.clock.now();
        let upload = Upload { file_name: "people.csv".into(), content };
        self.app
            .db
            .write(move |conn| {
                let id = import::upload(conn, &upload, now)?;
                import::preview(conn, id, now)
            })
            .await
            .unwrap()
    }

    pub async fn upload(&self, content: impl Into<Vec<u8>>) -> Response {
        let file = Part::bytes(content.into()).file_name("people.csv").mime_str("text/csv").unwrap();
        let request = self.client.post(self.url("/people/import")).multipart(Form::new().part("file", file));
        crate::app::read(request.send().await.unwrap()).await
    }

    /// Uploads a file that can be read; returns the preview's path.
    pub async fn upload_to_preview(&self, content: impl Into<Vec<u8>>) -> String {
        let uploaded = self.upload(content).await;
        assert_eq!(uploaded.status, 303, "{}", uploaded.text);
        let path = uploaded.header("location").to_owned();
        let id = path.strip_prefix("/people/import/").unwrap();
        assert!(id.parse::<ImportId>().is_ok(), "{path}");
        path
    }

    /// Sends the form of a preview with what an admin adds to it.
    pub async fn apply(&self, preview: &str, more: &[(&str, &str)]) -> Response {
        let fingerprint = self.get(preview).await.value_of("fingerprint");
        let mut form = vec![("fingerprint", fingerprint.as_str())];
        form.extend(more);
        self.post(&format!("{preview}/apply"), &form).await
    }

    /// Everyone, here and left, by name.
    pub async fn everyone(&self) -> Vec<Person> {
        let mut people = self.app.db.read(store::everyone).await.unwrap();
        people.sort_by(|a, b| a.full_name.cmp(&b.full_name));
        people
    }

    /// Everyone who is here.
    pub async fn here(&self) -> Vec<Person> {
        self.app.db.read(store::active).await.unwrap()
    }
}

impl Response {
    /// The value of a form's input.
    pub fn value_of(&self, name: &str) -> String {
        let html = scraper::Html::parse_document(&self.text);
        let selector = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
        let input = html.select(&selector).next().unwrap_or_else(|| panic!("no input {name} in {}", self.text));
        input.value().attr("value").unwrap_or_default().to_owned()
    }
}

/// Reads a messy file without a database.
pub fn parsed(name: &str) -> Result<Roster, FileError> {
    import::parse(&fixture(&format!("messy/{name}")))
}
