//! The answer of an authority: a status, and a token if it was granted (RFC 3161 section 2.4.2).

use std::fmt;

use der::asn1::AnyRef;
use der::{Decode, Reader, Tag, Tagged};

use crate::error::TokenError;
use crate::reading::{self, Fields};

/// The longest answer that is read, in bytes. With three certificates one has about 6,000.
pub const MAX_ANSWER: usize = 64 * 1024;

/// Why an authority gave no token, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    status: u32,
    text: Vec<String>,
    failure: Option<u32>,
}

/// `rejection: the words of the authority (unknown algorithm)`; control characters are left out.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            2 => f.write_str("rejection")?,
            3 => f.write_str("waiting")?,
            4 => f.write_str("revocation warning")?,
            5 => f.write_str("revocation notification")?,
            other => write!(f, "status {other}")?,
        }
        if !self.text.is_empty() {
            let text = self.text.join(" ");
            write!(f, ": {}", text.replace(char::is_control, " "))?;
        }
        match self.failure {
            Some(bit) => write!(f, " ({})", failure_name(bit)),
            None => Ok(()),
        }
    }
}

/// PKIFailureInfo, the bits that RFC 3161 uses.
fn failure_name(bit: u32) -> String {
    let name = match bit {
        0 => "unknown or unsupported algorithm",
        2 => "request not permitted",
        5 => "request of the wrong format",
        14 => "its source of time is not available",
        15 => "policy not supported",
        16 => "extension not supported",
        17 => "additional information not available",
        25 => "system failure",
        other => return format!("failure {other}"),
    };
    name.to_owned()
}

/// The token's bytes in an answer, or the bytes themselves if they are a token without a status around it.
pub(crate) fn token_in(bytes: &[u8]) -> Result<&[u8], TokenError> {
    if bytes.len() > MAX_ANSWER {
        return Err(TokenError::TooLong(bytes.len()));
    }
    let first = reading::whole(bytes, Tag::Sequence, first_tag).map_err(TokenError::Answer)?;
    if first == Tag::ObjectIdentifier {
        return Ok(bytes);
    }
    let (status, token) =
        reading::whole(bytes, Tag::Sequence, answer).map_err(TokenError::Answer)?;
    match (status.status, token) {
        // Granted, and granted with modifications: what was modified is seen when it is compared.
        (0 | 1, Some(token)) => Ok(token),
        (0 | 1, None) => Err(TokenError::NoToken),
        _ => Err(TokenError::Refused(status)),
    }
}

fn first_tag(fields: &mut Fields<'_>) -> der::Result<Tag> {
    let first = AnyRef::decode(fields)?.tag();
    reading::rest(fields)?;
    Ok(first)
}

/// TimeStampResp: the status, and the token with its tag and length.
fn answer<'a>(fields: &mut Fields<'a>) -> der::Result<(Refusal, Option<&'a [u8]>)> {
    let status = reading::constructed(fields, Tag::Sequence, status)?;
    let token = if fields.is_finished() { None } else { Some(fields.tlv_bytes()?) };
    Ok((status, token))
}

/// PKIStatusInfo (RFC 4210 section 5.2.3).
fn status(fields: &mut Fields<'_>) -> der::Result<Refusal> {
    let status = u32::decode(fields)?;
    let text = match reading::optional(fields, Tag::Sequence)? {
        Some(strings) => reading::inside(strings, texts)?,
        None => Vec::new(),
    };
    let failure = reading::optional(fields, Tag::BitString)?.and_then(first_bit);
    Ok(Refusal { status, text, failure })
}

fn texts(fields: &mut Fields<'_>) -> der::Result<Vec<String>> {
    let mut texts = Vec::new();
    while !fields.is_finished() {
        texts.push(String::decode(fields)?);
    }
    Ok(texts)
}

/// The number of the first bit that is set in a BIT STRING's content.
fn first_bit(content: &[u8]) -> Option<u32> {
    let (_unused, bits) = content.split_first()?;
    let byte = bits.iter().position(|byte| *byte != 0)?;
    u32::try_from(byte).ok()?.checked_mul(8)?.checked_add(bits[byte].leading_zeros())
}
