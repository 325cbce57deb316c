//! Names as they were received. A file name is evidence and may be anything but NUL: not UTF-8, decomposed,
//! with line breaks or marks that turn the writing direction. Its bytes are data; stored names are ours.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::digest::to_hex;

/// A path as received: its exact bytes. In JSON it is a string where the bytes are UTF-8, and
/// `{"hex": …, "text": …}` where they are not, `text` being only for the eye.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OriginalPath(Vec<u8>);

impl OriginalPath {
    /// The path with these bytes.
    #[must_use]
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The exact bytes as received.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The path for the eye: whatever is not UTF-8 becomes U+FFFD, control and direction marks are escaped.
    #[must_use]
    pub fn display(&self) -> String {
        let mut shown = String::new();
        for character in String::from_utf8_lossy(&self.0).chars() {
            if is_invisible(character) {
                shown.extend(character.escape_unicode());
            } else {
                shown.push(character);
            }
        }
        shown
    }
}

/// Control characters and the marks that reorder text: shown raw, they could make one name look like another.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

impl fmt::Debug for OriginalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written<'a> {
    Text(Cow<'a, str>),
    Bytes { hex: Cow<'a, str>, text: Cow<'a, str> },
}

impl Serialize for OriginalPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => Written::Text(text.into()),
            Err(_) => Written::Bytes {
                hex: to_hex(&self.0).into(),
                text: String::from_utf8_lossy(&self.0),
            },
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for OriginalPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Text(text) => Ok(Self(text.into_owned().into_bytes())),
            Written::Bytes { hex, .. } => bytes_of(&hex)
                .map(Self)
                .ok_or_else(|| serde::de::Error::custom("hexadecimal digits in pairs")),
        }
    }
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pair = |pair: &[u8]| Some((digit(pair.first()?)? * 16 + digit(pair.get(1)?)?) as u8);
    hex.as_bytes().chunks(2).map(pair).collect()
}

impl JsonSchema for OriginalPath {
    fn schema_name() -> Cow<'static, str> {
        "OriginalPath".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": {
                        "hex": { "type": "string", "pattern": "^([0-9a-f]{2})*$" },
                        "text": { "type": "string" }
                    },
                    "required": ["hex", "text"]
                }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_name_survives_as_data() {
        let names: [&[u8]; 6] = [
            b"plain.jpg",
            "سجل ٣.tif".as_bytes(),
            b"a\nb",
            b"\xff\xfe\x80",
            "a\u{202e}gpj.exe".as_bytes(),
            b"",
        ];
        for bytes in names {
            let name = OriginalPath::from_bytes(bytes);
            let json = serde_json::to_string(&name).unwrap();
            assert_eq!(serde_json::from_str::<OriginalPath>(&json).unwrap(), name, "{json}");
        }
    }

    #[test]
    fn a_name_cannot_disguise_itself_on_screen() {
        let shown = OriginalPath::from_bytes("a\u{202e}gpj.exe\n".as_bytes()).display();
        assert_eq!(shown, "a\\u{202e}gpj.exe\\u{a}");
    }
}
