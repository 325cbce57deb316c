//! Canonical JSON (RFC 8785), with the narrower profile that Sijill signs: no floating-point numbers, no
//! `null`, whole numbers within ±(2^53 − 1), no member twice. What is outside the profile is refused on the
//! way in and on the way out, because different programs would read it differently.

use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::Digest;

/// Why a value or a text is not canonical JSON as Sijill signs it.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// A value outside the profile.
    #[error("canonical JSON cannot hold {0}")]
    Refused(&'static str),
    /// The text is not JSON, or does not have the expected members.
    #[error("not the expected JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The text is JSON, but not in its one canonical form.
    #[error("JSON is not in canonical form (RFC 8785)")]
    NotCanonical,
}

const LARGEST: u64 = (1 << 53) - 1;

/// The canonical bytes of a value: one line, members sorted by UTF-16 code units.
///
/// # Errors
/// If the value is outside the profile.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(value)?;
    admit(&value)?;
    Ok(serde_json_canonicalizer::to_vec(&value)?)
}

/// The digest of a value's canonical bytes: how an event refers to a record.
///
/// # Errors
/// If the value is outside the profile.
pub fn digest<T: Serialize + ?Sized>(value: &T) -> Result<Digest, CanonicalError> {
    Ok(Digest::of(&to_vec(value)?))
}

/// Reads a value from bytes that must be canonical: exactly what [`to_vec`] would write.
///
/// # Errors
/// If the bytes are not JSON, are outside the profile, or are not in canonical form.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CanonicalError> {
    let value = parse(bytes)?;
    if serde_json_canonicalizer::to_vec(&value)? != bytes {
        return Err(CanonicalError::NotCanonical);
    }
    Ok(serde_json::from_value(value)?)
}

/// Reads any JSON within the profile, in whatever form; a member that stands twice is refused.
///
/// # Errors
/// If the bytes are not JSON or are outside the profile.
pub fn parse(bytes: &[u8]) -> Result<Value, CanonicalError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict.deserialize(&mut deserializer)?;
    deserializer.end()?;
    admit(&value)?;
    Ok(value)
}

fn admit(value: &Value) -> Result<(), CanonicalError> {
    match value {
        Value::Null => Err(CanonicalError::Refused("null")),
        Value::Number(number) => match number.as_i64().map(i64::unsigned_abs).or(number.as_u64()) {
            None => Err(CanonicalError::Refused("a floating-point number")),
            Some(size) if size > LARGEST => {
                Err(CanonicalError::Refused("a whole number beyond 2^53"))
            }
            Some(_) => Ok(()),
        },
        Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Array(values) => values.iter().try_for_each(admit),
        Value::Object(members) => members.values().try_for_each(admit),
    }
}

/// Reads JSON into a [`Value`] and, unlike `serde_json`, refuses a member that stands twice.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element_seed(Strict)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let value = access.next_value_seed(Strict)?;
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom("a member stands twice"));
            }
        }
        Ok(Value::Object(members))
    }
}
