//! A token: read, and not yet believed.

use crate::error::TokenError;
use crate::info::TokenInfo;
use crate::response;
use crate::signed_data::SignedData;

/// A time-stamp token whose parts could be read. What it says is believed once
/// [`verify`](TimestampToken::verify) returned a [`Stamp`](crate::Stamp).
#[derive(Clone, Debug)]
pub struct TimestampToken {
    der: Vec<u8>,
    pub(crate) message: SignedData,
    info: TokenInfo,
}

impl TimestampToken {
    /// Reads the answer of an authority (TimeStampResp, a `.tsr` file) or a token alone (a CMS message).
    ///
    /// # Errors
    /// If the authority gave no token, with its reason, or if the bytes are neither, in strict DER.
    pub fn from_der(bytes: &[u8]) -> Result<Self, TokenError> {
        let der = response::token_in(bytes)?;
        let message = SignedData::from_der(der)?;
        let info = TokenInfo::from_der(&message.content).map_err(TokenError::Info)?;
        Ok(Self { der: der.to_vec(), message, info })
    }

    /// The token without the answer's status around it.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What the token claims; nothing of it is verified.
    #[must_use]
    pub fn claims(&self) -> &TokenInfo {
        &self.info
    }
}
