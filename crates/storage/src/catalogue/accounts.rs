//! Accounts and roles, as the catalogue keeps them: records that events put into force.

use sijill_schema::AgentId;
use zeroize::Zeroizing;

use super::Catalogue;
use super::records::{Content, RecordKind};
use crate::error::{Result, SqliteContext};
use crate::secrets::PageSecrets;

/// Binds what happened to an account to its use, as HPKE's `info`.
pub(crate) const CONTEXT: &str = "sijill/catalogue/account/v1";

/// How an account stands: the person's first key and the newest record, opened.
pub type OpenedAccount = (AgentId, Zeroizing<Vec<u8>>);

impl Catalogue {
    /// The newest record of every account, opened.
    ///
    /// # Errors
    /// If the database cannot be read, or a record not be opened with the keys.
    pub fn accounts(&self, keys: &PageSecrets) -> Result<Vec<OpenedAccount>> {
        let records = self.newest_records(RecordKind::Account)?;
        let sealed = records.into_iter().filter_map(|record| match record.content {
            Content::Sealed(key, sealed) => Some((record.subject, key, sealed)),
            Content::Plain(_) => None,
        });
        let open = |(subject, key, sealed): (_, _, Vec<u8>)| {
            Ok((AgentId::from_uuid(subject), keys.open(CONTEXT, key, &sealed)?))
        };
        sealed.map(open).collect()
    }

    /// The events about roles, in the order of the ledger.
    pub(crate) fn grant_events(&self) -> Result<Vec<u64>> {
        if !self.knows_records()? {
            return Ok(Vec::new());
        }
        let sql = "SELECT event FROM record \
                   WHERE kind IN ('grant', 'grant-confirmation', 'grant-withdrawal') AND event IS NOT NULL \
                   ORDER BY event";
        let mut statement = self.connection().prepare_cached(sql).at(&self.path)?;
        let rows = statement.query_map((), |row| row.get(0)).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }
}
