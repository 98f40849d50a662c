//! What becomes of Markdown.

use super::super::{Slotted, plain};
use super::*;

const KNOWN: Known = Known { company: "Acme", closing_date: "Friday" };

/// As plain text, to a reader of this first name.
fn read(text: &str, known: Known, name: &str) -> String {
    Slotted::new(&plain(&parse(text, known))).fill(|slot| if slot == Slot::FirstName { name } else { "LINK" })
}

#[test]
fn a_text_becomes_its_plain_twin() {
    let text = "# News\r\nHello **all**,\nat {company}:\n\n- one\n- *two*\n  1. a\n  2. b\n\nUntil {closing_date}.";
    let twin = "News\n\nHello *all*,\nat Acme:\n\n- one\n- _two_\n  1. a\n  2. b\n\nUntil Friday.";
    assert_eq!(read(text, KNOWN, ""), twin);
}

#[test]
fn a_greeting_holds_with_a_name_and_without() {
    for (text, with, without) in [
        ("Hello {first_name},\n\nhow", "Hello Anna,\n\nhow", "Hello,\n\nhow"),
        ("Здравствуйте, {first_name}!", "Здравствуйте, Anna!", "Здравствуйте!"),
        ("{first_name}, how are you?", "Anna, how are you?", "How are you?"),
        ("Hi!\n{first_name}, как дела?", "Hi!\nAnna, как дела?", "Hi!\nКак дела?"),
        ("Dear {{ First name }}: yes", "Dear Anna: yes", "Dear: yes"),
    ] {
        assert_eq!((read(text, KNOWN, "Anna"), read(text, KNOWN, "")), (with.to_owned(), without.to_owned()));
    }
    let nameless = Known { company: "", ..KNOWN };
    assert_eq!(read("{company} asks. At {company}, we", nameless, ""), "Asks. At, we");
}

#[test]
fn the_button_stands_where_the_text_says_or_at_the_end() {
    let place = |text| parse(text, KNOWN).iter().position(|part| *part == Part::Link);
    let count = |text| parse(text, KNOWN).iter().filter(|part| **part == Part::Link).count();
    assert_eq!(place("a\n\nb"), Some(6));
    assert_eq!(place("a\n\n{link}\n\nb"), Some(3));
    assert_eq!(place("a\n{link}\nb"), Some(3), "a line of its own is a paragraph of its own");
    assert_eq!(place("- a {link}\n- b\n\nc"), Some(8), "after the list");
    assert_eq!(place("[Answer]({link})\n\nc"), Some(3));
    assert_eq!(count("{link}\n\n{link} {link}"), 1);
    assert_eq!(read("Answer here: {link}\n\nBye", KNOWN, ""), "Answer here:\n\nBye");
}

#[test]
fn what_a_mail_cannot_carry_becomes_words() {
    let words = |text| read(text, KNOWN, "");
    assert_eq!(words("<b onclick=x>Hi</b> <img src=y>"), "<b onclick=x>Hi</b> <img src=y>");
    assert_eq!(words("<table>\n<tr>\n</table>"), "<table>\n<tr>\n</table>");
    assert_eq!(words("[HR](mailto:hr@acme.test) <hr@acme.test>"), "HR (hr@acme.test) hr@acme.test");
    assert_eq!(words("[site](https://acme.test) ![logo](https://acme.test/x.png)"), "site logo");
    assert_eq!(words("`code` and\u{1}\u{7}bell"), "code and  bell");
    assert_eq!(words("    indented\n    twice"), "indented\ntwice");
}

#[test]
fn a_subject_has_fields_and_no_markdown() {
    let subject = |text| plain(&line(text, KNOWN));
    assert_eq!(subject("*{company}*:\r\n two  questions {link}"), "*Acme*: two questions");
    assert_eq!(subject("<b>"), "<b>");
}
