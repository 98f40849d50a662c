//! The frame of every mail.

use askama::Template;
use candor::i18n::Lang;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "mail/layout.html" %}{% import "mail/_parts.html" as parts %}
{% block preview %}Two minutes{% endblock %}
{% block content %}{% call parts::heading(name) %}{% endcall %}{% call parts::paragraph(text) %}{% endcall %}
{% call parts::button("https://candor.example.com/a/b", "Answer") %}{% endcall %}{% endblock %}
{% block footer %}{% call parts::small(text) %}{% endcall %}{% endblock %}"#
)]
struct Letter {
    lang: Lang,
    subject: String,
    name: String,
    text: String,
}

#[test]
fn a_mail_has_one_link_nothing_from_elsewhere_and_escapes_what_it_is_given() {
    let letter = Letter {
        lang: Lang::Ru,
        subject: "<script>alert(1)</script>".to_owned(),
        name: "\"><img src=x> O'Brien".to_owned(),
        text: "First line\nsecond line".to_owned(),
    };
    let html = letter.render().unwrap();
    let page = scraper::Html::parse_document(&html);
    let count = |selector: &str| page.select(&scraper::Selector::parse(selector).unwrap()).count();
    assert_eq!((count("a"), count("a[href='https://candor.example.com/a/b']")), (1, 1));
    assert_eq!(count("img, script, link, iframe, object, form, [src], [background]"), 0);
    assert_eq!((count("html[lang=ru][dir=ltr]"), count("h1"), count("p br")), (1, 1, 2));
    assert!(!html.contains("url("), "nothing is fetched");
    assert!(html.contains("Two minutes"), "the preview line");
}
