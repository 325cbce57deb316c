//! What the authority signed: TSTInfo (RFC 3161 section 2.4.2).

use der::asn1::ObjectIdentifier;
use der::{Decode, Reader, Tag};
use jiff::Timestamp;

use crate::imprint::Imprint;
use crate::integer::{Nonce, Serial};
use crate::reading::{self, Fields, context, meaningless};
use crate::time::{self, Accuracy};

/// What a token says. Taken from a token that was not verified, it is a claim of whoever wrote the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// What it is about.
    pub imprint: Imprint,
    /// When, by the authority's clock.
    pub time: Timestamp,
    /// How far off that clock may be, if the authority says so.
    pub accuracy: Option<Accuracy>,
    /// The authority's number for this token.
    pub serial: Serial,
    /// The authority's policy, an object identifier in dotted form.
    pub policy: String,
    /// The request's nonce, if it had one.
    pub nonce: Option<Nonce>,
}

impl TokenInfo {
    pub(crate) fn from_der(der: &[u8]) -> der::Result<Self> {
        reading::whole(der, Tag::Sequence, Self::read)
    }

    fn read(fields: &mut Fields<'_>) -> der::Result<Self> {
        if u8::decode(fields)? != 1 {
            return Err(meaningless(Tag::Integer));
        }
        let policy: ObjectIdentifier = Decode::decode(fields)?;
        let imprint = Imprint::read(fields)?;
        let serial = Serial::read(fields)?;
        let time = time::read(fields)?;
        let accuracy = Accuracy::read_optional(fields)?;
        // Whether tokens may be ordered by their times: nothing here orders them so.
        reading::optional(fields, Tag::Boolean)?;
        let nonce = Nonce::read_optional(fields)?;
        // The authority's name is a hint; who signed is known by the certificate bound to the signature.
        reading::optional(fields, context(0))?;
        if let Some(extensions) = reading::optional(fields, context(1))? {
            reading::inside(extensions, refuse_critical)?;
        }
        Ok(Self { imprint, time, accuracy, serial, policy: policy.to_string(), nonce })
    }
}

/// No extension of a token is known here, so one that must be understood cannot be.
fn refuse_critical(extensions: &mut Fields<'_>) -> der::Result<()> {
    while !extensions.is_finished() {
        reading::constructed(extensions, Tag::Sequence, |extension| {
            let oid = ObjectIdentifier::decode(extension)?;
            let critical = reading::optional(extension, Tag::Boolean)?;
            reading::field(extension, Tag::OctetString)?;
            match critical {
                None | Some([0]) => Ok(()),
                _ => Err(der::ErrorKind::OidUnknown { oid }.to_error()),
            }
        })?;
    }
    Ok(())
}
