//! What arrives: headers, parts, names and subjects as a mail program reads them.

use candor::clock::Clock;
use candor::mail::{Mailbox, Message, SendError};
use mail_parser::{HeaderValue, MimeHeaders};

use super::letter;
use crate::app::START;
use crate::smtp_sink::{Sink, Taken};

async fn sent(message: &Message) -> Taken {
    let sink = Sink::start().await;
    let clock = Clock::manual(START.parse().unwrap());
    sink.transport().send_now(message, &clock).await.unwrap();
    let mut taken = sink.taken();
    assert_eq!(taken.len(), 1);
    taken.remove(0)
}

fn names(taken: &Taken) -> Vec<String> {
    taken.parsed().headers_raw().map(|(name, _)| name.to_owned()).collect()
}

#[actix_web::test]
async fn a_message_has_the_headers_of_an_automatic_letter_to_one_person() {
    let message = Message {
        reply_to: Some(Mailbox {
            name: "Отдел кадров".to_owned(), address: "people@пример.рф".to_owned()
        }),
        language: "ru",
        ..letter("a")
    };
    let taken = sent(&message).await;
    let parsed = taken.parsed();
    let mut headers = names(&taken);
    headers.sort();
    assert_eq!(
        headers,
        [
            "Auto-Submitted",
            "Content-Language",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Reply-To",
            "Subject",
            "To",
            "X-Auto-Response-Suppress",
        ]
    );
    assert_eq!(parsed.header_raw("Auto-Submitted").unwrap().trim(), "auto-generated");
    assert_eq!(parsed.header_raw("X-Auto-Response-Suppress").unwrap().trim(), "All");
    assert_eq!(parsed.header_raw("Content-Language").unwrap().trim(), "ru");
    assert_eq!(parsed.message_id(), Some("letter-a@example.com"));
    assert_eq!(parsed.date().unwrap().to_rfc3339(), "2026-03-02T06:00:00Z");
    let reply_to = parsed.reply_to().unwrap().first().unwrap();
    assert_eq!(reply_to.name(), Some("Отдел кадров"));
    assert_eq!(reply_to.address(), Some("people@xn--e1afmkfd.xn--p1ai"));
}

#[actix_web::test]
async fn text_and_html_say_the_same_and_have_one_link_each() {
    let taken = sent(&letter("a")).await;
    let parsed = taken.parsed();
    assert_eq!(parsed.root_part().content_type().unwrap().subtype(), Some("alternative"));
    assert_eq!((parsed.text_body_count(), parsed.html_body_count(), parsed.attachment_count()), (1, 1, 0));
    for body in [parsed.body_text(0).unwrap(), parsed.body_html(0).unwrap()] {
        assert!(body.contains("Please answer"));
        assert_eq!(body.matches("https://").count(), 1);
    }
}

#[actix_web::test]
async fn cyrillic_and_long_lines_arrive_as_they_were_written() {
    let long = "Как вам работается у нас? ".repeat(80);
    let message = Message {
        subject: "Один вопрос: порекомендуете ли вы «Ромашку» как место работы друзьям и коллегам?".to_owned(),
        text: format!("Здравствуйте, Фёдор!\n\n{long}\n.\n..\nFrom me"),
        html: format!("<p>{}</p>", "word ".repeat(2_000)),
        ..letter("a")
    };
    let taken = sent(&message).await;
    assert!(taken.raw.is_ascii());
    let longest = taken.raw.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap();
    assert!(longest <= 1_000, "RFC 5322 allows 998 characters and CRLF in a line, not {longest}");
    let parsed = taken.parsed();
    assert_eq!(parsed.subject(), Some(message.subject.as_str()));
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), message.text.trim_end());
    assert_eq!(parsed.body_html(0).unwrap().replace("\r\n", "\n").trim_end(), message.html.trim_end());
}

#[actix_web::test]
async fn hostile_names_are_read_as_names() {
    let cases = [
        ("Anna\r\nBcc: all@example.com", "Anna Bcc: all@example.com"),
        ("\"Anna\" <eve@example.com>, \\", "\"Anna\" <eve@example.com>, \\"),
        ("Нина 🦊 O'Brien-Çelik", "Нина 🦊 O'Brien-Çelik"),
        ("\u{202e}gpj.exe\u{202c} \u{7}Bell", "gpj.exe Bell"),
        ("محمد عبد الله", "محمد عبد الله"),
        ("=?utf-8?q?Eve?=", "=?utf-8?q?Eve?="),
        ("  Anna\t \u{2028} Petrova ", "Anna Petrova"),
    ];
    for (name, shown) in cases {
        let message = Message { to: Mailbox { name: name.to_owned(), ..letter("a").to }, ..letter("a") };
        let taken = sent(&message).await;
        let parsed = taken.parsed();
        let to: Vec<_> = parsed.to().unwrap().iter().collect();
        assert_eq!(to.len(), 1, "{name:?}");
        assert_eq!((to[0].name(), to[0].address()), (Some(shown), Some("a@example.com")), "{name:?}");
        assert!(!names(&taken).iter().any(|header| header.eq_ignore_ascii_case("bcc")));
    }
}

#[actix_web::test]
async fn a_name_of_200_characters_is_cut_and_an_empty_one_left_out() {
    let message = Message { to: Mailbox { name: "Ж".repeat(200), ..letter("a").to }, ..letter("a") };
    let taken = sent(&message).await;
    let name = taken.parsed().to().unwrap().first().unwrap().name().unwrap().to_owned();
    assert_eq!(name, "Ж".repeat(128));
    let message = Message { to: Mailbox { name: " \r\n ".to_owned(), ..letter("a").to }, ..letter("a") };
    assert_eq!(
        sent(&message).await.parsed().header("To").and_then(HeaderValue::as_address).unwrap().first().unwrap().name(),
        None
    );
}

#[actix_web::test]
async fn a_domain_in_letters_goes_out_in_ascii_and_what_is_no_address_is_refused() {
    let to =
        |address: &str| Message { to: Mailbox { name: String::new(), address: address.to_owned() }, ..letter("a") };
    assert_eq!(sent(&to("anna@Почта.рф")).await.recipient, "anna@xn--80a1acny.xn--p1ai");
    let sink = Sink::start().await;
    for wrong in ["", "anna", "anna@", "anna@a b.com", "анна@example.com", "a@b.com>\r\nDATA"] {
        let refused = sink.transport().send_now(&to(wrong), &Clock::system()).await;
        assert!(matches!(refused, Err(SendError::Refused(_))), "{wrong:?}");
    }
    assert_eq!(sink.taken().len(), 0);
}
