//! What arrives, as a parser reads it that has nothing in common with what wrote it: Python's `email`.

use std::collections::BTreeMap;
use std::process::Command;

use candor::db::Backend;
use candor::i18n::Lang;
use candor::waves::{Draft, Survey};
use serde::Deserialize;

use crate::app::TestApp;
use crate::smtp_sink::Sink;

/// The longest line that RFC 5322 allows, in octets, without its end.
const LONGEST_LINE: usize = 998;

#[derive(Debug, Deserialize)]
struct Read {
    subject: String,
    headers: Vec<String>,
    /// Display name and address, by header.
    mailboxes: BTreeMap<String, Vec<(String, String)>>,
    #[serde(rename = "type")]
    kind: String,
    parts: Vec<Part>,
    defects: Vec<String>,
    longest_line: usize,
    bare_line_ends: usize,
    is_ascii: bool,
}

#[derive(Debug, Deserialize)]
struct Part {
    #[serde(rename = "type")]
    kind: String,
    charset: String,
    encoding: String,
    text: String,
}

/// Messages as Python reads them, by the address they are to.
fn read(raw: &[Vec<u8>]) -> BTreeMap<String, Read> {
    let folder = tempfile::tempdir().unwrap();
    let mut python = Command::new("python3");
    python.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/letters/read_message.py"));
    for (number, message) in raw.iter().enumerate() {
        let path = folder.path().join(number.to_string());
        std::fs::write(&path, message).unwrap();
        python.arg(path);
    }
    let output = python.output().expect("python3 is installed by tests/run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: Vec<Read> = serde_json::from_slice(&output.stdout).unwrap();
    found.into_iter().map(|read| (read.mailboxes["to"][0].1.clone(), read)).collect()
}

/// The web addresses in a text.
fn addresses(text: &str) -> Vec<&str> {
    let is_address = |rest: &&str| rest.starts_with("http://") || rest.starts_with("https://");
    let starts = text.match_indices("http").map(|(at, _)| &text[at..]).filter(is_address);
    starts.map(|rest| rest.split(|c: char| c.is_whitespace() || "\"'<>".contains(c)).next().unwrap()).collect()
}

const ROSTER: &str = "Employee ID,Full name,Work email,Language
1,Пётр Ёлкин-Ясный,petr@example.com,ru
2,אבי כהן,avi@example.com,en
3,<img src=https://evil.example/x> & Co,img@example.com,en
4,https://evil.example/?name=,url@example.com,en
5,\u{202e}esrever,rlo@example.com,en
6,陳美,mei@example.com,ru
7,\"Quote \"\"Q\"\" O'Hara, Jr.\",quote@example.com,en
";

/// Texts with names in subject and text, a line of thousands of letters, and what has been done.
fn survey() -> Survey {
    let mut survey = Survey::standard(&Lang::ALL);
    for (_, texts) in &mut survey.texts {
        texts.invitation_subject = "{name}: опрос {company} — «как вам у нас?» ".repeat(3);
        texts.invitation_text =
            format!("# Для {{name}}\n\n{}\n\n- **раз** <b>два</b>\n\n{{link}}", "Слово, ".repeat(400));
        "Доплата за ночные смены *введена*.".clone_into(&mut texts.done);
    }
    survey
}

#[actix_web::test]
async fn a_message_is_read_by_another_parser_as_it_was_meant() {
    let sink = Sink::start().await;
    let app = TestApp::start_with(Backend::Sqlite, sink.transport()).await;
    app.introduce("ООО «Ромашка» & Söhne", "hr@пример.рф").await;
    let long = format!("9,{},long@example.com,ru\n", "Длинноимённая ".repeat(14).trim());
    app.import_now(&(ROSTER.to_owned() + &long)).await;
    let wave = app.launch_draft(Draft { survey: survey(), ..app.draft("March") }).await;
    app.deliver().await;
    let taken: Vec<Vec<u8>> = sink.taken().into_iter().map(|taken| taken.raw).collect();
    let found = read(&taken);
    assert_eq!(found.len(), 8);
    for (to, mail) in &found {
        assert_eq!(mail.defects, [] as [&str; 0], "{to}");
        assert!(mail.longest_line <= LONGEST_LINE && mail.bare_line_ends == 0 && mail.is_ascii, "{to}: {mail:?}");
        let kinds: Vec<_> = mail.parts.iter().map(|part| (part.kind.as_str(), part.charset.as_str())).collect();
        assert_eq!(
            (mail.kind.as_str(), &kinds[..]),
            ("multipart/alternative", &[("text/plain", "utf-8"), ("text/html", "utf-8")][..])
        );
        assert!(mail.parts.iter().all(|part| ["base64", "quoted-printable", "7bit"].contains(&part.encoding.as_str())));
        let [text, html] = [&mail.parts[0].text, &mail.parts[1].text];
        let [in_text, in_html] = [addresses(text), addresses(html)];
        assert_eq!((in_text.len(), &in_text), (2, &in_html), "{to}: the same in both");
        let notice = format!("{}/privacy?{}", app.app.config.public_url(), in_text[0].split_once('?').unwrap().1);
        assert_eq!(in_text[1], notice, "one link to answer by, and one to the notice, the same for everyone");
        let link = in_text[0].strip_prefix(&app.app.config.public_url()).unwrap();
        let (path, query) = link.split_once('?').unwrap();
        assert!(path.starts_with(&format!("/a/{wave}/")) && query.starts_with("lang="), "{link} carries no answer");
        assert_eq!(html.matches("<a ").count(), 2);
        for fetched in ["<img", "<script", "<link", "<iframe", "<object", "src=\"", "url(", "background=\""] {
            assert!(!html.contains(fetched), "{to}: {fetched}");
        }
        assert!(!mail.headers.iter().any(|name| name.to_lowercase().starts_with("list-")), "{:?}", mail.headers);
        assert!(text.contains("Слово, Слово") && text.contains("Доплата за ночные смены _введена_."), "{text}");
        assert!(html.contains("&#60;b&#62;два&#60;/b&#62;") && html.contains("<strong>раз</strong>"), "{html}");
        assert!(mail.subject.contains("ООО «Ромашка» & Söhne — «как вам у нас?»"), "{}", mail.subject);
        assert_eq!(mail.mailboxes["reply-to"][0].1, "hr@xn--e1afmkfd.xn--p1ai");
        assert!(text.contains("hr@пример.рф"), "whom to ask is stated");
    }
    let to = |address: &str| {
        let mail = &found[&format!("{address}@example.com")];
        (
            mail.mailboxes["to"][0].0.as_str(),
            mail.subject.as_str(),
            mail.parts[0].text.as_str(),
            mail.parts[1].text.as_str(),
        )
    };
    let (name, subject, text, html) = to("petr");
    assert_eq!(name, "Пётр Ёлкин-Ясный");
    assert!(subject.starts_with("Пётр Ёлкин-Ясный: опрос"), "{subject}");
    assert!(text.lines().any(|line| line == "Для Пётр Ёлкин-Ясный"), "{text}");
    assert!(html.contains("Для <bdi>Пётр Ёлкин-Ясный</bdi>"), "{html}");
    assert!(to("avi").2.contains("Для \u{2068}אבי כהן\u{2069}"), "kept apart from the reading direction around it");
    assert!(to("img").3.contains("<bdi></bdi>") && to("url").3.contains("<bdi></bdi>"), "no name that is a link");
    assert!(to("url").1.starts_with("Опрос"), "a subject without a name begins as a sentence does: {}", to("url").1);
    assert!(to("rlo").3.contains("<bdi>esrever</bdi>"));
    assert_eq!((to("mei").0, to("quote").0), ("陳美", "Quote \"Q\" O'Hara, Jr."));
    // Python reads a space where two encoded words of a name meet, which by RFC 2047, 6.2, is none.
    assert!(to("long").0.replace(' ', "").starts_with("ДлинноимённаяДлинноимённая"), "{}", to("long").0);
}
