//! The first start: there is no archive yet, and whoever can read the terminal makes it in the browser.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::Router;
use axum::extract::Request;
use sha2::{Digest as _, Sha256};
use sijill_accounts::Factor;
use sijill_schema::{AgentId, PageId};
use subtle::ConstantTimeEq as _;
use tower::ServiceExt as _;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::visit::{Door, SignIn, Token, Visitor};

/// After so many wrong codes the server has to be started anew: nobody guesses one.
const TRIES: u32 = 5;

/// What the first person wants.
pub struct Wish {
    /// The archive's name in its log.
    pub origin: String,
    /// The person's name; sealed.
    pub name: String,
    /// What they sign in as.
    pub handle: String,
    /// The password, which is the passphrase of their keys.
    pub password: Zeroizing<String>,
}

/// Makes the archive with its first keys and its first account.
pub trait Founder: Send + Sync {
    /// Makes both; gives the second factor, which does not count yet.
    ///
    /// # Errors
    /// [`Failure::Refused`] with what must be chosen otherwise; nothing was made then.
    fn found(&self, wish: &Wish) -> Result<Factor, Failure>;

    /// Has the second factor count, if the code is one of it; gives the application of the new archive.
    ///
    /// # Errors
    /// [`Failure::NotLetIn`] for a wrong code.
    fn confirm(&self, code: &str) -> Result<Router, Failure>;
}

/// The application that is served now; another takes its place when there is an archive.
#[derive(Clone)]
pub struct Stage(Arc<RwLock<Router>>);

impl Default for Stage {
    /// A stage on which nothing is there yet.
    fn default() -> Self {
        Self(Arc::new(RwLock::new(Router::new())))
    }
}

impl Stage {
    /// Puts another application in its place; what has begun goes on with the old one.
    pub fn put(&self, next: Router) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = next;
    }

    /// What the server runs.
    pub fn router(&self) -> Router {
        let stage = self.clone();
        Router::new().fallback(move |request: Request| {
            let now = stage.0.read().unwrap_or_else(PoisonError::into_inner).clone();
            now.oneshot(request)
        })
    }
}

/// An archive that is being made, as its rooms hold it.
#[derive(Clone)]
pub struct Founding(Arc<Inside>);

struct Inside {
    code: [u8; 32],
    tries: Mutex<u32>,
    founder: Box<dyn Founder>,
    stage: Stage,
    /// The second factor and the archive that it is for; there once both are made.
    made: Mutex<Option<Made>>,
}

#[derive(Clone)]
struct Made {
    origin: String,
    factor: Factor,
}

impl Founding {
    /// The code is printed on the terminal. Whoever does not have it makes nothing.
    #[must_use]
    pub fn new(code: &str, founder: Box<dyn Founder>, stage: Stage) -> Self {
        let code = Sha256::digest(code.as_bytes()).into();
        let (tries, made) = (Mutex::new(0), Mutex::new(None));
        Self(Arc::new(Inside { code, tries, founder, stage, made }))
    }

    /// Makes the archive and the first account, once.
    pub(crate) fn found(&self, code: &str, wish: &Wish) -> Result<(), Failure> {
        self.has_code(code)?;
        let mut made = self.0.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.is_none() {
            let factor = self.0.founder.found(wish)?;
            *made = Some(Made { origin: wish.origin.clone(), factor });
        }
        Ok(())
    }

    /// What the person takes over, to whoever has the code; `None` before the archive is made.
    pub(crate) fn to_confirm(&self, code: &str) -> Result<Option<(Factor, String)>, Failure> {
        self.has_code(code)?;
        let made = self.0.made.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(made.map(|made| (made.factor, made.origin)))
    }

    /// Has the second factor count and opens the rooms of the archive.
    pub(crate) fn confirm(&self, code: &str, factor: &str) -> Result<(), Failure> {
        self.has_code(code)?;
        let rooms = self.0.founder.confirm(factor)?;
        self.0.stage.put(rooms);
        Ok(())
    }

    fn has_code(&self, code: &str) -> Result<(), Failure> {
        let mut tries = self.0.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if *tries >= TRIES {
            return Err(Failure::TooMany);
        }
        let told: [u8; 32] = Sha256::digest(code.trim().as_bytes()).into();
        if bool::from(told.ct_eq(&self.0.code)) {
            *tries = 0;
            return Ok(());
        }
        *tries += 1;
        Err(Failure::NotLetIn)
    }
}

/// The door of an archive that is not there yet.
#[derive(Debug, Clone, Copy)]
pub struct Nobody;

impl Door for Nobody {
    fn visitor(&self, _: &Token) -> Result<Option<Visitor>, Failure> {
        Ok(None)
    }

    fn sign_in(&self, _: &SignIn) -> Result<Token, Failure> {
        Err(Failure::NotLetIn)
    }

    fn step_up(&self, _: &Token, _: &str) -> Result<Token, Failure> {
        Err(Failure::NotLetIn)
    }

    fn sign_out(&self, _: &Token) {}

    fn offer_factor(&self, _: &SignIn) -> Result<Factor, Failure> {
        Err(Failure::NotLetIn)
    }

    fn begin(&self, _: &SignIn, _: &str) -> Result<(), Failure> {
        Err(Failure::NotLetIn)
    }

    fn note_reading(&self, _: AgentId, _: PageId, _: Option<String>) -> Result<(), Failure> {
        Err(Failure::NotRecorded)
    }

    fn note_question(&self, _: AgentId) -> Result<(), Failure> {
        Err(Failure::NotFound)
    }

    fn note_lines(&self, _: AgentId, _: &[PageId]) -> Result<(), Failure> {
        Err(Failure::NotRecorded)
    }
}
