//! JSON, strictly: a key that occurs twice is refused. `serde_json` alone would keep the last,
//! other readers the first, and the two would disagree about an object that both call valid.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value; numbers are known to be numbers and no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// A JSON object.
pub(super) type Object = BTreeMap<String, Json>;

/// A value takes more memory than the two bytes that may be its text; this bounds it.
const MOST_VALUES: usize = 4_000_000;

/// Reads JSON; the error says what is wrong and where.
pub(super) fn parse(bytes: &[u8]) -> Result<Json, String> {
    if bytes.iter().filter(|byte| **byte == b',').count() > MOST_VALUES {
        return Err("more values than an inventory can need".to_owned());
    }
    // serde_json stops at a depth of 128 by itself.
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

impl Json {
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// A list with at least one member, all of them text.
    pub(super) fn texts(&self) -> Option<Vec<&str>> {
        match self {
            Self::List(list) if !list.is_empty() => list.iter().map(Self::text).collect(),
            _ => None,
        }
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self) -> Option<usize> {
        if let Self::Number(number) = self { number.parse().ok() } else { None }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut object = Object::new();
        while let Some((key, value)) = access.next_entry::<String, Json>()? {
            if object.contains_key(&key) {
                let key = crate::report::shown(&key);
                return Err(de::Error::custom(format_args!("the key {key} occurs twice")));
            }
            object.insert(key, value);
        }
        Ok(Json::Object(object))
    }
}
