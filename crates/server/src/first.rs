//! The first archive: its folder, its keys, and the account of who makes it.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use axum::Router;
use sijill_accounts::{Accounts, Factor, check_password};
use sijill_keys::Passphrase;
use sijill_storage::{Archive, StorageError};
use zeroize::Zeroizing;

use crate::error::{Failure, ServerError};
use crate::founding::{Founder, Wish};
use crate::routes::router;
use crate::site::{Site, Surroundings};

/// The letters of a code that is read from a terminal: none looks like another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
/// Letters of a code; five bits each.
const LENGTH: usize = 16;

/// Makes an archive in a folder.
pub struct FirstArchive {
    folder: PathBuf,
    surroundings: Surroundings,
    begun: Mutex<Option<Begun>>,
}

/// An archive whose first account waits for its second factor.
struct Begun {
    accounts: Accounts,
    handle: String,
    password: Zeroizing<String>,
    invitation: Zeroizing<String>,
}

impl FirstArchive {
    /// Will make it in `folder`.
    #[must_use]
    pub fn new(folder: PathBuf, surroundings: Surroundings) -> Self {
        Self { folder, surroundings, begun: Mutex::default() }
    }

    /// A code for the terminal, without which nobody makes anything.
    ///
    /// # Errors
    /// If the machine gives no random numbers.
    pub fn code() -> Result<Zeroizing<String>, ServerError> {
        let mut bytes = Zeroizing::new([0_u8; LENGTH]);
        let filled = getrandom::fill(bytes.as_mut());
        filled.map_err(|error| std::io::Error::other(error.to_string()))?;
        let letter = |byte: &u8| LETTERS.get(usize::from(byte & 31)).copied().map(char::from);
        let letters: Vec<_> = bytes.iter().filter_map(letter).collect();
        let groups = letters.chunks(4).map(|group| group.iter().collect::<String>());
        Ok(Zeroizing::new(groups.collect::<Vec<_>>().join("-")))
    }
}

impl Founder for FirstArchive {
    fn found(&self, wish: &Wish) -> Result<Factor, Failure> {
        check_password(&wish.password, &[&wish.handle, &wish.name])?;
        let passphrase = Passphrase::new(wish.password.to_string()).map_err(StorageError::from)?;
        let archive = Archive::create(&self.folder, &wish.origin, &wish.name, &passphrase)?;
        let keeper = archive.unlock(&passphrase)?;
        let me = keeper.person();
        let accounts = Accounts::open(archive, keeper)?;
        let invited = accounts.invite(accounts.keeper(), &wish.handle, &wish.name, Some(me))?;
        let factor = accounts.offer_factor(&wish.handle, &invited.code, None)?;
        let begun = Begun {
            accounts,
            handle: wish.handle.clone(),
            password: wish.password.clone(),
            invitation: invited.code,
        };
        *self.begun.lock().unwrap_or_else(PoisonError::into_inner) = Some(begun);
        Ok(factor)
    }

    fn confirm(&self, code: &str) -> Result<Router, Failure> {
        let mut waiting = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = waiting.as_ref().ok_or(Failure::NotFound)?;
        begun.accounts.begin(&begun.handle, &begun.invitation, &begun.password, code, None)?;
        begun.accounts.open_readings()?;
        let begun = waiting.take().ok_or(Failure::NotFound)?;
        Ok(router(Site::of(begun.accounts, self.surroundings.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_long_enough_and_never_the_same() {
        let (one, other) = (FirstArchive::code().unwrap(), FirstArchive::code().unwrap());
        assert_eq!(one.len(), 19);
        assert_ne!(*one, *other);
    }
}
