//! What people are called in the rooms.

use std::collections::HashMap;

use sijill_schema::AgentId;
use sijill_storage::KeyRegistry;

use crate::books::Books;
use crate::error::Failure;
use crate::site::Site;

/// People by their accounts, else by their keys.
pub(crate) struct Names(HashMap<AgentId, String>, KeyRegistry);

impl Names {
    /// Reads who has which account.
    pub(crate) fn of(app: &Site, books: &Books<'_>) -> Result<Self, Failure> {
        let registry = app.archive.registry(&books.ledger, &books.index)?;
        let accounts = app.accounts.list()?;
        let handles = accounts.into_iter().map(|account| (account.person, account.handle));
        Ok(Self(handles.collect(), registry))
    }

    /// The name for whoever holds a key.
    pub(crate) fn name(&self, key: AgentId) -> String {
        let known = self.0.get(&self.1.first_key(key));
        known.cloned().unwrap_or_else(|| key.to_string())
    }
}
