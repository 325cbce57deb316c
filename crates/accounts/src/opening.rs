//! What is read and done when the accounts of an archive are opened.

use std::collections::HashMap;

use sijill_schema::{AgentId, Extent, Grant, Role, Scope, canonical};
use sijill_storage::{Archive, KeySet, StorageError};

use crate::account::Record;
use crate::limits::Limits;
use crate::refusal::Result;

/// Makes whoever made the archive its first administrator. The event says that they did so alone.
pub(crate) fn found(archive: &Archive, keeper: &KeySet) -> Result<()> {
    let mut writer = archive.write(keeper)?;
    let level = sijill_schema::AccessLevel::Open;
    let grant = Grant { role: Role::Administrator, scope: Scope::All, level };
    let me = keeper.person();
    let standing = writer.grants()?;
    let earlier = standing.all().iter().find(|one| one.to == me && one.withdrawn.is_none());
    let id = match earlier {
        Some(earlier) => earlier.id,
        None => writer.propose_grant(me, grant, None)?,
    };
    writer.confirm_grant(id, None, keeper)?;
    writer.finish()?;
    Ok(())
}

/// How every account stands.
pub(crate) fn load(archive: &Archive, keeper: &KeySet) -> Result<HashMap<AgentId, Record>> {
    let keys = archive.page_secrets(keeper)?;
    let mut records = HashMap::new();
    for (person, text) in archive.catalogue()?.accounts(&keys)? {
        let record: Record = canonical::from_slice(&text).map_err(StorageError::from)?;
        if record.person != person {
            let what = "an account is kept in another's place".to_owned();
            let path = archive.folder().join("catalogue.sqlite");
            return Err(StorageError::Damaged { path, what }.into());
        }
        records.insert(person, record);
    }
    Ok(records)
}

/// Counts what was read in the last day, so that a restart gives nobody a new day.
pub(crate) fn count_today(archive: &Archive, limits: &mut Limits, now: i64) -> Result<()> {
    const SECONDS: i64 = 24 * 60 * 60;
    let Some(readings) = archive.readings()? else { return Ok(()) };
    let (mut before, mut today) = (None, Vec::new());
    loop {
        let rows = readings.before(before, 1000)?;
        let recent =
            rows.iter().take_while(|row| row.reading.at.as_second() > now.saturating_sub(SECONDS));
        let recent: Vec<_> = recent
            .map(|row| (row.reading.by, row.reading.extent, row.reading.at.as_second()))
            .collect();
        let is_last = recent.len() < rows.len() || rows.is_empty();
        today.extend(recent);
        before = rows.last().map(|row| row.number);
        if is_last {
            break;
        }
    }
    for (person, extent, at) in today.into_iter().rev() {
        // Whoever is over the limit stays there.
        let _ = match extent {
            Extent::Page => limits.read(person, at),
            Extent::Lines => limits.lines(person, at),
        };
    }
    Ok(())
}
