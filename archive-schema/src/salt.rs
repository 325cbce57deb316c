//! Randomness inside records. A digest of a name or a date could be guessed; with sixteen or more random
//! bytes beside the value it cannot.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::digest::{from_hex, to_hex};

macro_rules! random_bytes {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Fresh random bytes from the operating system.
            ///
            /// # Errors
            /// If the operating system has no randomness to give; nothing may be recorded then.
            pub fn random() -> Result<Self, getrandom::Error> {
                let mut bytes = [0; $len];
                getrandom::fill(&mut bytes)?;
                Ok(Self(bytes))
            }

            /// These bytes.
            #[must_use]
            pub fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&to_hex(&self.0))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&to_hex(&self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                let expected = concat!(stringify!($len), " bytes as lower-case hexadecimal digits");
                from_hex(&text).map(Self).ok_or_else(|| serde::de::Error::custom(expected))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": format!("^[0-9a-f]{{{}}}$", 2 * $len) })
            }
        }
    };
}

random_bytes! {
    /// Sixteen random bytes in every event: inclusion proofs hand out the hashes of neighbouring leaves, and
    /// nobody may confirm a guess about a neighbour.
    Nonce, 16
}
random_bytes! {
    /// Thirty-two random bytes in every record that an event refers to by digest.
    Salt, 32
}
