//! The door of an archive: its accounts.

use sijill_accounts::{Accounts, Factor, Refusal};
use sijill_schema::{AgentId, PageId};

use crate::error::Failure;
use crate::visit::{Door, SignIn, Token, Visitor};

/// What accounts call a token, as a browser holds it.
fn held(token: &str) -> Result<Token, Failure> {
    Token::parse(token).ok_or(Failure::Internal("a session has no token of ours"))
}

impl Door for Accounts {
    fn visitor(&self, token: &Token) -> Result<Option<Visitor>, Failure> {
        match self.acting(&token.text()) {
            Ok(acting) => Ok(Some(Visitor {
                person: acting.person,
                keys: acting.keys,
                is_stepped_up: acting.is_stepped_up,
            })),
            Err(Refusal::SessionEnded) => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }

    fn sign_in(&self, shown: &SignIn) -> Result<Token, Failure> {
        let SignIn { handle, password, code, address } = shown;
        held(&Self::sign_in(self, handle, password, code, Some(*address))?)
    }

    fn step_up(&self, token: &Token, code: &str) -> Result<Token, Failure> {
        held(&Self::step_up(self, &token.text(), code)?)
    }

    fn sign_out(&self, token: &Token) {
        Self::sign_out(self, &token.text());
    }

    fn offer_factor(&self, invited: &SignIn) -> Result<Factor, Failure> {
        Ok(Self::offer_factor(self, &invited.handle, &invited.code, Some(invited.address))?)
    }

    fn begin(&self, invited: &SignIn, digits: &str) -> Result<(), Failure> {
        let SignIn { handle, password, code, address } = invited;
        Ok(Self::begin(self, handle, code, password, digits, Some(*address))?)
    }

    fn note_reading(
        &self,
        person: AgentId,
        page: PageId,
        case: Option<String>,
    ) -> Result<(), Failure> {
        Ok(Self::note_reading(self, person, page, case)?)
    }

    fn note_question(&self, person: AgentId) -> Result<(), Failure> {
        Ok(Self::note_question(self, person)?)
    }

    fn note_lines(&self, person: AgentId, pages: &[PageId]) -> Result<(), Failure> {
        Ok(Self::note_lines(self, person, pages)?)
    }
}
