//! The words are complete: every one that is used exists in both languages, and every one that exists is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use sijill_server::Language;
use walkdir::WalkDir;

/// Every message with the things that are filled into it.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for (path, text) in files(&format!("words/{language}"), "ftl") {
        let resource =
            parser::parse(text).unwrap_or_else(|(_, faults)| panic!("{path}: {faults:?}"));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut things = BTreeSet::new();
                    in_pattern(&message.value.unwrap(), &mut things);
                    let name = message.id.name;
                    assert!(
                        messages.insert(name.clone(), things).is_none(),
                        "{path}: {name} twice"
                    );
                }
                Entry::Junk { content } => panic!("{path}: {content}"),
                _ => {}
            }
        }
    }
    messages
}

fn in_pattern(pattern: &Pattern<String>, things: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, things);
        }
    }
}

fn in_expression(expression: &Expression<String>, things: &mut BTreeSet<String>) {
    let (Expression::Inline(inline) | Expression::Select { selector: inline, .. }) = expression;
    if let InlineExpression::VariableReference { id } = inline {
        things.insert(id.name.clone());
    }
    if let Expression::Select { variants, .. } = expression {
        variants.iter().for_each(|variant| in_pattern(&variant.value, things));
    }
}

fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = WalkDir::new(folder).into_iter().map(|entry| entry.unwrap().into_path());
    let fits = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == extension);
    let files = entries
        .filter(fits)
        .map(|path| (path.display().to_string(), fs_err::read_to_string(&path).unwrap()));
    files.collect()
}

/// The literals right after one of the ways to say something.
fn said(text: &str) -> Vec<&str> {
    let ways = [".say(\"", ".about(\"", ".count(\"", ".with(\""];
    let found = |way: &'static str| {
        text.match_indices(way).filter_map(move |(at, _)| text[at + way.len()..].split('"').next())
    };
    ways.into_iter().flat_map(found).collect()
}

#[test]
fn both_languages_have_the_same_words_with_the_same_things_in_them() {
    let (arabic, english) = (messages("ar"), messages("en"));
    assert_eq!(arabic, english);
    assert!(arabic.len() > 30);
}

#[test]
fn every_word_that_is_used_exists_and_every_word_that_exists_is_used() {
    let messages = messages("en");
    let sources = [files("templates", "html"), files("src", "rs")].concat();
    for (path, text) in &sources {
        for key in said(text) {
            assert!(messages.contains_key(key), "{path}: no word {key}");
        }
    }
    let is_used = |key: &String| {
        let literal = format!("\"{key}\"");
        sources.iter().any(|(_, text)| text.contains(&literal))
    };
    let unused: Vec<_> = messages.keys().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// A file that is there and not named in `src/words.rs` would be a room without words.
#[test]
fn every_file_of_words_is_in_the_program() {
    for language in Language::ALL {
        for key in messages(language.code()).keys() {
            assert_ne!(&language.say(key), key, "{}", language.code());
        }
    }
}

#[test]
fn the_browser_s_first_wish_that_we_have_counts() {
    assert_eq!(Language::wished("en-US,en;q=0.5"), Language::English);
    assert_eq!(Language::wished("de, ar;q=0.5, en;q=0.1"), Language::Arabic);
    assert_eq!(Language::wished("ع"), Language::Arabic);
}
