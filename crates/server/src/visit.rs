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
use sijill_accounts::{Factor, Person, Right};
use sijill_schema::{AccessLevel, AccessionId, AgentId, PageId};
use sijill_storage::KeySet;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::frame::Recorded;
use crate::site::Site;
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
    /// Who it is, and what they may do at this moment.
    pub person: Person,
    /// What signs for them.
    pub keys: Arc<KeySet>,
    /// Whether a second factor was shown within the last two minutes.
    pub is_stepped_up: bool,
}

impl Visitor {
    /// Whether the person may do this somewhere in the archive. Where it matters which record, the room asks
    /// [`Person::may_with`] with the record.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.person.may(right)
    }
}

/// What somebody at the door shows.
pub struct SignIn {
    /// The name of the account.
    pub handle: String,
    /// The password.
    pub password: Zeroizing<String>,
    /// The code of the second factor, or of an invitation.
    pub code: Zeroizing<String>,
    /// From where they ask.
    pub address: IpAddr,
}

/// The door: who may come in, and who is in.
pub trait Door: Send + Sync {
    /// The person whose session this is, if it goes on; being seen makes it last.
    ///
    /// # Errors
    /// If it cannot be found out. Then nobody is let in.
    fn visitor(&self, token: &Token) -> Result<Option<Visitor>, Failure>;

    /// Lets a person in.
    ///
    /// # Errors
    /// [`Failure::NotLetIn`] for every reason alike, [`Failure::TooMany`] after too many tries.
    fn sign_in(&self, shown: &SignIn) -> Result<Token, Failure>;

    /// A new session for the old one, with a fresh second factor.
    ///
    /// # Errors
    /// As [`Door::sign_in`].
    fn step_up(&self, token: &Token, code: &str) -> Result<Token, Failure>;

    /// Ends a session.
    fn sign_out(&self, token: &Token);

    /// A second factor for whoever was invited. It counts once [`Door::begin`] was given a code of it.
    ///
    /// # Errors
    /// As [`Door::sign_in`].
    fn offer_factor(&self, invited: &SignIn) -> Result<Factor, Failure>;

    /// Takes over an account: `invited` holds the name, the password that was chosen, and the code of the invitation;
    /// `digits` are of the second factor.
    ///
    /// # Errors
    /// As [`Door::sign_in`], and [`Failure::Refused`] for a password that cannot be used.
    fn begin(&self, invited: &SignIn, digits: &str) -> Result<(), Failure>;

    /// Records that a person is about to see a sensitive page; when this returns it is durable.
    ///
    /// # Errors
    /// [`Failure::TooMany`] and [`Failure::NotRecorded`]: the page must not be shown.
    fn note_reading(
        &self,
        person: AgentId,
        page: PageId,
        case: Option<String>,
    ) -> Result<(), Failure>;

    /// Counts a question that a person is about to put to the search index.
    ///
    /// # Errors
    /// [`Failure::TooMany`]: it must not be answered.
    fn note_question(&self, person: AgentId) -> Result<(), Failure>;

    /// Records that a person is about to see lines of sensitive pages; when this returns it is durable.
    ///
    /// # Errors
    /// [`Failure::TooMany`] and [`Failure::NotRecorded`]: none of them may be shown.
    fn note_lines(&self, person: AgentId, pages: &[PageId]) -> Result<(), Failure>;
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

    /// Records that the person is about to see a page of theirs, and gives what lets the answer leave. Blocks until the
    /// record is durable. What is open to everybody here is not recorded.
    ///
    /// # Errors
    /// [`Failure::NotFound`] if the person may not see it, [`Failure::TooMany`] and [`Failure::NotRecorded`].
    pub fn read(
        &self,
        site: &Site,
        page: PageId,
        (accession, level): (AccessionId, AccessLevel),
    ) -> Result<Recorded, Failure> {
        let visitor = self.person()?;
        if !visitor.person.sees(accession, level) {
            return Err(Failure::NotFound);
        }
        if level > AccessLevel::Open {
            site.door.note_reading(visitor.person.id, page, None)?;
        }
        Ok(Recorded::new())
    }

    /// The same for lines of several pages, as a list of what was found shows them.
    ///
    /// # Errors
    /// As of [`read`](Self::read).
    pub fn read_lines(
        &self,
        site: &Site,
        pages: &[(PageId, AccessionId, AccessLevel)],
    ) -> Result<Recorded, Failure> {
        let visitor = self.person()?;
        if !pages.iter().all(|(_, accession, level)| visitor.person.sees(*accession, *level)) {
            return Err(Failure::NotFound);
        }
        let sensitive = pages.iter().filter(|(_, _, level)| *level > AccessLevel::Open);
        let sensitive: Vec<_> = sensitive.map(|(page, ..)| *page).collect();
        if !sensitive.is_empty() {
            site.door.note_lines(visitor.person.id, &sensitive)?;
        }
        Ok(Recorded::new())
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
