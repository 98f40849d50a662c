//! Templates hold no words, no inline code and no style of their own.

use super::{files, none};

/// Words that stand in templates: the product's own name and the names of formats.
const NAMES: [&str; 4] = ["Candor", "CSV", "EN", "eNPS"];
/// Attributes that people read or hear.
const SPOKEN: [&str; 6] = ["alt", "title", "placeholder", "aria-label", "data-label", "content"];

/// Removes everything from one mark to the next.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some(start) = rest.find(from) {
        kept.push_str(&rest[..start]);
        kept.push(' ');
        rest = match rest[start..].find(to) {
            Some(end) => &rest[start + end + to.len()..],
            None => "",
        };
    }
    kept + rest
}

fn without_expressions(text: &str) -> String {
    let text = without(text, "{#", "#}");
    without(&without(&text, "{%", "%}"), "{{", "}}")
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() > 1 && !NAMES.contains(word))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_template_holds_a_word_that_a_person_reads() {
    let mut broken = Vec::new();
    for (path, text) in files("templates", "") {
        let text = without_expressions(&text);
        let visible = without(&without(&without(&text, "<style", "</style>"), "<!--", "-->"), "<", ">");
        let visible = without(&visible, "&", ";");
        broken.extend(words(&visible).into_iter().map(|word| format!("{path}: {word}")));
        for attribute in SPOKEN {
            for rest in text.split(&format!(" {attribute}=\"")).skip(1) {
                let value = rest.split('"').next().unwrap();
                let technical =
                    attribute == "content" && (value.contains('=') || value == "noindex" || value.contains("light"));
                if !technical {
                    broken.extend(words(value).into_iter().map(|word| format!("{path}: {attribute} {word}")));
                }
            }
        }
    }
    none(broken, "every word that a person reads is in locales/");
}

#[test]
fn no_page_has_inline_code_or_style_but_the_stylesheet() {
    let mut broken = Vec::new();
    for (path, text) in files("templates", ".html") {
        let is_mail = path.starts_with("templates/mail/");
        // The stylesheet, whose hash the policy names, may stand in a page; nothing else may.
        let text = text.replace("<style>{{ InlineStylesheet }}</style>", "").to_lowercase();
        for mark in [" style=", "<style", "javascript:", " onclick", " onchange", " onload", " onsubmit"] {
            if text.contains(mark) && !(is_mail && mark.contains("style")) {
                broken.push(format!("{path}: {mark}"));
            }
        }
        for rest in text.split("<script").skip(1) {
            if !rest.split('>').next().unwrap().contains(" src=") {
                broken.push(format!("{path}: a script inside the page"));
            }
        }
    }
    none(broken, "the content security policy allows neither");
}

#[test]
fn no_template_marks_a_value_as_safe() {
    let broken =
        files("templates", "").into_iter().filter(|(_, text)| text.contains("|safe") || text.contains("| safe"));
    none(broken.map(|(path, _)| path).collect(), "every value is escaped");
}
