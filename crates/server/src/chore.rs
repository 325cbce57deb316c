//! Work that goes on behind the pages, one of its kind at a time: it is begun in a request and outlives it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use crate::error::Failure;
use crate::work::lock;

/// How such work stands: `P` tells how far it is, `E` how it ended.
pub(crate) enum Standing<P, E> {
    /// None since the server was started.
    Never,
    /// It goes on.
    Running(Arc<P>),
    /// It has ended.
    Ended(Arc<E>),
}

impl<P, E> Clone for Standing<P, E> {
    fn clone(&self) -> Self {
        match self {
            Self::Never => Self::Never,
            Self::Running(progress) => Self::Running(progress.clone()),
            Self::Ended(ended) => Self::Ended(ended.clone()),
        }
    }
}

/// One kind of work.
pub(crate) struct Chore<P, E>(Arc<Mutex<Standing<P, E>>>);

impl<P, E> Default for Chore<P, E> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Standing::Never)))
    }
}

impl<P: Send + Sync + 'static, E: Send + Sync + 'static> Chore<P, E> {
    /// How it stands.
    pub fn standing(&self) -> Standing<P, E> {
        lock(&self.0).clone()
    }

    /// Begins it, unless it goes on already; whether it was begun. `failed` stands there if the work panicked, so that it can
    /// be begun again.
    pub fn begin(
        &self,
        name: &str,
        progress: P,
        failed: impl FnOnce() -> E + Send + 'static,
        work: impl FnOnce(&P) -> E + Send + 'static,
    ) -> Result<bool, Failure> {
        let progress = Arc::new(progress);
        let mut standing = lock(&self.0);
        if let Standing::Running(_) = *standing {
            return Ok(false);
        }
        let (place, seen) = (self.0.clone(), progress.clone());
        // Not a task: it works for hours, and the server ends without waiting for it.
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(|| work(&seen)));
            *lock(&place) = Standing::Ended(Arc::new(done.unwrap_or_else(|_| failed())));
        });
        thread.map_err(|_| Failure::Internal("no thread for work behind the pages"))?;
        *standing = Standing::Running(progress);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::{Duration, Instant};

    use super::*;

    fn ended(chore: &Chore<u8, u8>) -> u8 {
        let until = Instant::now() + Duration::from_secs(10);
        while Instant::now() < until {
            if let Standing::Ended(ended) = chore.standing() {
                return *ended;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("it does not end");
    }

    #[test]
    fn one_goes_on_at_a_time_and_the_next_begins_after_it() {
        let chore = Chore::<u8, u8>::default();
        let (go, wait) = channel::<()>();
        let slow = move |progress: &u8| {
            wait.recv().unwrap();
            *progress
        };
        assert!(chore.begin("a", 1, || 0, slow).unwrap());
        assert!(!chore.begin("b", 2, || 0, |progress| *progress).unwrap());
        assert!(matches!(chore.standing(), Standing::Running(progress) if *progress == 1));
        go.send(()).unwrap();
        assert_eq!(ended(&chore), 1);
        assert!(chore.begin("c", 3, || 0, |progress| *progress).unwrap());
        assert_eq!(ended(&chore), 3);
    }

    #[test]
    fn what_panics_has_failed_and_can_be_begun_again() {
        let chore = Chore::<u8, u8>::default();
        assert!(chore.begin("a", 1, || 9, |_| panic!("on purpose")).unwrap());
        assert_eq!(ended(&chore), 9);
        assert!(chore.begin("b", 2, || 9, |progress| *progress).unwrap());
        assert_eq!(ended(&chore), 2);
    }
}
