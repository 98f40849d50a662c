//! Every text is there in every language, with the same arguments, and is used.

use std::collections::{BTreeMap, BTreeSet};

use candor::i18n::Lang;
use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, PatternElement};

use super::{files, none};

/// The arguments of every text, by key.
fn texts(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (path, text) in files(&format!("locales/{lang}"), ".ftl") {
        let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut arguments = BTreeSet::new();
            let pattern = message.value.unwrap_or_else(|| panic!("{path}: {} has no text", message.id.name));
            in_pattern(&pattern, &mut arguments);
            let before = found.insert(message.id.name.clone(), arguments);
            assert!(before.is_none(), "{path} says {} again", message.id.name);
        }
    }
    found
}

fn in_pattern(pattern: &ast::Pattern<String>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        in_expression(expression, arguments);
    }
}

fn in_expression(expression: &Expression<String>, arguments: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, arguments),
        Expression::Select { selector, variants } => {
            in_inline(selector, arguments);
            for variant in variants {
                in_pattern(&variant.value, arguments);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<String>, arguments: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(arguments.insert(id.name.clone())),
        InlineExpression::Placeable { expression } => in_expression(expression, arguments),
        InlineExpression::FunctionReference { arguments: inside, .. } => {
            for argument in &inside.positional {
                in_inline(argument, arguments);
            }
        }
        _ => {}
    }
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    let (english, russian) = (texts(Lang::En), texts(Lang::Ru));
    let mut broken = Vec::new();
    for key in english.keys().chain(russian.keys()).collect::<BTreeSet<_>>() {
        match (english.get(key), russian.get(key)) {
            (Some(ours), Some(theirs)) if ours == theirs => {}
            (Some(ours), Some(theirs)) => broken.push(format!("{key}: {ours:?} in English, {theirs:?} in Russian")),
            (None, _) => broken.push(format!("{key} is missing in English")),
            (_, None) => broken.push(format!("{key} is missing in Russian")),
        }
    }
    none(broken, "both languages say the same");
}

/// The keys that the program says: `say("key")` anywhere, with the file.
fn said() -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    let code = files("src", ".rs").into_iter().chain(files("templates", ""));
    for (path, text) in code {
        for rest in text.split("say(\"").skip(1) {
            keys.insert(rest.split('"').next().unwrap().to_owned(), path.clone());
        }
    }
    keys
}

#[test]
fn every_text_that_is_said_exists() {
    let english = texts(Lang::En);
    let missing = said().into_iter().filter(|(key, _)| !english.contains_key(key));
    none(missing.map(|(key, path)| format!("{path}: {key}")).collect(), "a key that no language has");
}

#[test]
fn every_text_is_used() {
    let mut quoted = BTreeSet::new();
    for (_, text) in files("src", ".rs").into_iter().chain(files("templates", "")) {
        quoted.extend(text.split('"').map(str::to_owned));
    }
    let unused: Vec<String> = texts(Lang::En).into_keys().filter(|key| !quoted.contains(key)).collect();
    none(unused, "a text that nothing says");
}
