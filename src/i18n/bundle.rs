//! The Fluent files of `locales/`, compiled into the binary.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

use super::{Argument, Lang, Message};

#[derive(RustEmbed)]
#[folder = "locales"]
#[include = "*.ftl"]
struct Locales;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| Lang::ALL.map(load));

/// Reads every file of a language.
///
/// # Panics
/// When a file does not parse or says a key twice: a mistake in the program, found by the first test.
#[expect(clippy::panic, clippy::expect_used, reason = "the files are part of the program; a test opens them all")]
fn load(lang: Lang) -> Bundle {
    let id = lang.code().parse().expect("our codes are language tags");
    let mut bundle = Bundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::En => group_english,
        Lang::Ru => group_russian,
    }));
    for path in Locales::iter().filter(|path| path.starts_with(&format!("{}/", lang.code()))) {
        let file = Locales::get(&path).expect("a listed file is there");
        let text = String::from_utf8(file.data.into_owned()).expect("texts are UTF-8");
        let resource =
            FluentResource::try_new(text).unwrap_or_else(|(_, errors)| panic!("{path} does not parse: {errors:?}"));
        bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{path} repeats a key: {errors:?}"));
    }
    bundle
}

type Memoizer = intl_memoizer::concurrent::IntlLangMemoizer;

fn group_english(value: &FluentValue, _: &Memoizer) -> Option<String> {
    grouped(Lang::En, value)
}

fn group_russian(value: &FluentValue, _: &Memoizer) -> Option<String> {
    grouped(Lang::Ru, value)
}

/// Whole numbers as the language writes them.
#[expect(clippy::cast_possible_truncation, reason = "only whole numbers below 2^53 are passed")]
fn grouped(lang: Lang, value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) if value.fract() == 0.0 => Some(lang.number(*value as i64)),
        _ => None,
    }
}

pub(super) fn format(lang: Lang, message: &Message) -> String {
    let bundle = &BUNDLES[lang as usize];
    let Some(pattern) = bundle.get_message(message.key()).and_then(|found| found.value()) else {
        tracing::error!(key = message.key(), lang = lang.code(), "a text is missing");
        return message.key().to_owned();
    };
    let mut arguments = FluentArgs::new();
    for (name, argument) in message.arguments() {
        match argument {
            Argument::Number(number) => arguments.set(*name, *number),
            Argument::Text(text) => arguments.set(*name, text.as_str()),
            Argument::Message(inner) => arguments.set(*name, format(lang, inner)),
        }
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors);
    if !errors.is_empty() {
        tracing::error!(key = message.key(), lang = lang.code(), ?errors, "a text lacks an argument");
    }
    text.into_owned()
}
