//! The words of both languages are complete: a word that is missing would stop a letter from being printed.

use schemars::{JsonSchema, schema_for};
use serde_json::Value;
use sijill_schema::{
    Act, GapReason, KeyRole, Outcome, PersonRole, PlaceLevel, Precision, Reliability,
};

const ARABIC: &str = include_str!("../templates/words.ar.toml");
const ENGLISH: &str = include_str!("../templates/words.en.toml");

fn words(text: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap()
}

/// Names of all words, and whether each is a text that says something.
fn keys(value: &Value, above: &str) -> Vec<String> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| keys(value, &format!("{above}/{name}")))
            .collect(),
        Value::String(word) if !word.trim().is_empty() => vec![above.to_owned()],
        other => panic!("{above}: {other}"),
    }
}

/// Every constant text in the schema of a type, as its codes stand in JSON.
fn codes<T: JsonSchema>() -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("const").and_then(Value::as_str).map(str::to_owned));
                let listed = members.get("enum").and_then(Value::as_array).into_iter().flatten();
                found.extend(listed.filter_map(Value::as_str).map(str::to_owned));
                members.values().for_each(|value| collect(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let mut schema = schema_for!(T).to_value();
    // What stands below is the detail of an act, not an act.
    schema.as_object_mut().and_then(|schema| schema.remove("$defs"));
    let mut found = Vec::new();
    collect(&schema, &mut found);
    assert!(!found.is_empty());
    found
}

#[test]
fn both_languages_have_the_same_words() {
    assert_eq!(keys(&words(ARABIC), ""), keys(&words(ENGLISH), ""));
}

#[test]
fn every_code_of_the_vocabulary_has_its_word() {
    let lists = [
        ("act", codes::<Act>()),
        ("outcome", codes::<Outcome>()),
        ("gap", codes::<GapReason>()),
        ("reliability", codes::<Reliability>()),
        ("person", codes::<PersonRole>()),
        ("level", codes::<PlaceLevel>()),
        ("precision", codes::<Precision>()),
        ("role", codes::<KeyRole>()),
    ];
    let words = words(ENGLISH);
    for (table, codes) in lists {
        for code in codes {
            assert!(words[table][&code].is_string(), "{table}: no word for {code}");
        }
    }
}
