//! Numbers and the words beside them, in every text of both languages.

use std::collections::BTreeSet;

use candor::i18n::Lang;
use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, PatternElement};
use fluent_syntax::unicode::unescape_unicode_to_string;

use super::{files, none};

/// The numbers at which Russian and English words change their forms.
const NUMBERS: [i64; 8] = [0, 1, 2, 5, 11, 21, 101, 111];

type Message = ast::Message<String>;
type Pattern = ast::Pattern<String>;

fn messages(lang: Lang) -> Vec<(String, Message)> {
    let mut found = Vec::new();
    for (path, text) in files(&format!("locales/{lang}"), ".ftl") {
        let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            found.push((path.clone(), message));
        }
    }
    found
}

fn key(key: &ast::VariantKey<String>) -> &str {
    match key {
        ast::VariantKey::Identifier { name } => name,
        ast::VariantKey::NumberLiteral { value } => value,
    }
}

#[test]
fn russian_numbers_have_every_plural_form() {
    let mut broken = Vec::new();
    for (path, message) in messages(Lang::Ru) {
        let Some(pattern) = message.value else { continue };
        for element in pattern.elements {
            let PatternElement::Placeable { expression: Expression::Select { variants, .. } } = element else {
                continue;
            };
            let keys: BTreeSet<&str> = variants.iter().map(|variant| key(&variant.key)).collect();
            if keys.contains("one") && !(keys.contains("few") && keys.contains("many")) {
                broken.push(format!("{path}: {}", message.id.name));
            }
        }
    }
    none(broken, "1 ответ, 2 ответа, 5 ответов: one, few and many");
}

/// The form that a number asks for, by the rules of the languages' grammars for whole numbers.
fn form(lang: Lang, number: i64) -> &'static str {
    match (lang, number % 10, number % 100) {
        (Lang::En, ..) if number == 1 => "one",
        (Lang::En, ..) => "other",
        (Lang::Ru, 1, teens) if teens != 11 => "one",
        (Lang::Ru, 2..=4, teens) if !(12..=14).contains(&teens) => "few",
        (Lang::Ru, ..) => "many",
    }
}

/// The text as it should read if every argument is this number; every select that is met is noted.
fn read(pattern: &Pattern, lang: Lang, number: i64, selects: &mut usize) -> String {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                *selects += 1;
                let by_key = |wanted: &str| variants.iter().find(|variant| key(&variant.key) == wanted);
                let exact = by_key(&number.to_string()).or_else(|| by_key(form(lang, number)));
                let variant = exact.or_else(|| variants.iter().find(|variant| variant.default)).unwrap();
                text.push_str(&read(&variant.value, lang, number, selects));
            }
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::VariableReference { .. } => text.push_str(&number.to_string()),
                InlineExpression::StringLiteral { value } => text.push_str(&unescape_unicode_to_string(value)),
                other => panic!("a text uses more of Fluent than this test reads: {other:?}"),
            },
        }
    }
    text
}

fn arguments(pattern: &Pattern, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let mut inline = |inline: &InlineExpression<String>| {
            if let InlineExpression::VariableReference { id } = inline {
                found.insert(id.name.clone());
            }
        };
        match expression {
            Expression::Inline(expression) => inline(expression),
            Expression::Select { selector, variants } => {
                inline(selector);
                for variant in variants {
                    arguments(&variant.value, found);
                }
            }
        }
    }
}

#[test]
fn every_text_takes_the_right_form_at_0_1_2_5_11_21_101_and_111() {
    let (mut broken, mut checked) = (Vec::new(), 0);
    for lang in Lang::ALL {
        for (path, message) in messages(lang) {
            let Some(pattern) = &message.value else { continue };
            let mut names = BTreeSet::new();
            arguments(pattern, &mut names);
            for number in NUMBERS {
                let mut selects = 0;
                let expected = read(pattern, lang, number, &mut selects);
                if selects == 0 {
                    break;
                }
                let said = lang.say(message.id.name.clone().leak());
                let said = names.iter().fold(said, |said, name| said.with(name.clone().leak(), number)).to_string();
                checked += 1;
                if said != expected {
                    broken.push(format!("{path}: {} at {number}: {said}, not {expected}", message.id.name));
                }
            }
        }
    }
    assert!(checked > 1000, "{checked} readings: the texts with numbers are not found");
    none(broken, "1 ответ, 2 ответа, 5 ответов");
}
