//! Who asks: what the gate found out about a request before a room sees it, and the door through which people
//! come in.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use sijill_schema::AgentId;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::who::Right;
use crate::words::Language;

/// 256 random bits that a browser keeps in a cookie. Only their digest is remembered here.
#[derive(Clone)]
pub struct Token(Zeroizing<[u8; 32]>);

impl Token {
    /// A fresh token.
    ///
    /// # Errors
    /// If the machine gives no random numbers.
    pub fn new() -> Result<Self, Failure> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|_| Failure::Internal("no random numbers"))?;
        Ok(Self(bytes))
    }

    /// The token of a cookie's text; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
    }

    /// As it stands in the cookie.
    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_slice())
    }

    /// By what it is known here.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }

    /// What every form that changes something repeats: it follows from the token and does not tell it.
    #[must_use]
    pub fn form(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"sijill form\n");
        hash.update(self.0.as_slice());
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }
}

/// A person who is signed in.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who it is, as the ledger names them.
    pub person: AgentId,
    /// The name that is shown to them.
    pub name: String,
    /// What they may do anywhere in the archive.
    pub rights: Vec<Right>,
    /// Until when a fresh second factor counts.
    pub stepped_up_until: Option<Timestamp>,
}

impl Visitor {
    /// Whether the person may do this somewhere in the archive. Where it matters which record, the room asks
    /// again with the record.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }
}

/// What somebody at the door shows.
pub struct SignIn {
    /// The name of the account.
    pub handle: String,
    /// The password.
    pub password: Zeroizing<String>,
    /// The code of the second factor.
    pub code: Zeroizing<String>,
    /// From where they ask.
    pub address: IpAddr,
}

/// The door: who may come in, and who is in.
pub trait Door: Send + Sync {
    /// The person whose session this is, if it goes on; being seen makes it last.
    fn visitor(&self, token: &Token, now: Timestamp) -> Option<Visitor>;

    /// Lets a person in.
    ///
    /// # Errors
    /// [`Failure::NotLetIn`] for every reason alike, [`Failure::TooMany`] after too many tries.
    fn sign_in(&self, shown: &SignIn, now: Timestamp) -> Result<Token, Failure>;

    /// A new session for the old one, with a fresh second factor.
    ///
    /// # Errors
    /// As [`Door::sign_in`].
    fn step_up(&self, token: &Token, code: &str, now: Timestamp) -> Result<Token, Failure>;

    /// Ends a session.
    fn sign_out(&self, token: &Token);
}

/// A request as the gate lets it through.
#[derive(Clone)]
pub struct Visit {
    /// The language that the person chose, or that the browser wishes.
    pub language: Language,
    /// Who is signed in.
    pub visitor: Option<Arc<Visitor>>,
    /// The path that was asked for, to come back to.
    pub path: String,
    /// When the request came.
    pub now: Timestamp,
    /// From where it came.
    pub address: IpAddr,
    /// Whether it came encrypted.
    pub encrypted: bool,
    pub(crate) token: Option<Token>,
    /// What forms repeat, from the session or, before signing in, from the guest's own cookie.
    pub(crate) form: String,
    /// What scripts of this page carry.
    pub(crate) nonce: String,
}

impl Visit {
    /// The person who is signed in.
    ///
    /// # Errors
    /// If nobody is. Behind a row of the table that asks for a right this does not happen.
    pub fn person(&self) -> Result<&Visitor, Failure> {
        self.visitor.as_deref().ok_or(Failure::SignInFirst)
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Internal("no gate before this room"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_told_by_neither_digest_nor_form() {
        let token = Token::new().unwrap();
        let again = Token::parse(&token.text()).unwrap();
        assert_eq!(again.digest(), token.digest());
        assert_eq!(again.form(), token.form());
        assert_ne!(token.form(), token.text());
        assert_ne!(token.form(), Token::new().unwrap().form());
        for bad in ["", "x", &token.text()[1..], &(token.text() + "A"), "ا"] {
            assert!(Token::parse(bad).is_none(), "{bad}");
        }
    }
}
