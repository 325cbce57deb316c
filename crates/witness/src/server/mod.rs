//! The witness on a network: two addresses, small requests, short connections.
//!
//! `POST /add-checkpoint` answers a request; `GET /<sha256 of the origin>/checkpoint` gives the newest
//! cosigned checkpoint. There is no encryption and none is needed: requests and answers are signed and
//! public. Whoever wants the server to be reached from elsewhere puts a web server with a certificate
//! before it.

mod bounded;
mod routes;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

use crate::acting::{ActingWitness, Answer};
use crate::error::{Result, WitnessError};

use self::bounded::Bounded;

/// The most bytes of a request: a note with a hundred post-quantum signatures fits.
pub const MAX_REQUEST_BYTES: usize = 512 * 1024;

/// Is told what the server does.
pub trait Report: Send + Sync {
    /// A request was answered.
    fn answered(&self, answer: &Answer);
    /// A request could not be answered: nothing was cosigned.
    fn failed(&self, error: &WitnessError);
}

/// A witness that listens.
pub struct Server {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
}

/// Ends a server from another thread.
#[derive(Debug, Clone)]
pub struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// Asks the server to end: requests that have begun are answered.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

/// What the requests share.
struct Shared {
    witness: Mutex<ActingWitness>,
    report: Box<dyn Report>,
}

impl Server {
    /// Begins to listen; requests wait until [`Server::run`].
    ///
    /// # Errors
    /// [`WitnessError::Listen`].
    pub fn bind(
        address: SocketAddr,
        witness: ActingWitness,
        report: Box<dyn Report>,
    ) -> Result<Self> {
        let listening = || {
            let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
            let listener = runtime.block_on(TcpListener::bind(address))?;
            let bound = listener.local_addr()?;
            Ok((runtime, listener, bound))
        };
        let (runtime, listener, bound) =
            listening().map_err(|source| WitnessError::Listen { address, source })?;
        let shared = Arc::new(Shared { witness: Mutex::new(witness), report });
        Ok(Self { runtime, listener, address: bound, shared, stop: watch::Sender::new(false) })
    }

    /// Where the server listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What ends the server.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Answers requests until it is stopped.
    ///
    /// # Errors
    /// If the network fails.
    pub fn run(self) -> Result<()> {
        let Self { runtime, listener, shared, stop, .. } = self;
        let mut stopped = stop.subscribe();
        let until = async move {
            // An error would mean that nobody is left who could stop it; `stop` lives as long as this.
            let _ = stopped.wait_for(|&stop| stop).await;
        };
        let serve = async {
            let listener = Bounded::new(listener);
            axum::serve(listener, routes::router(shared)).with_graceful_shutdown(until).await
        };
        Ok(runtime.block_on(serve)?)
    }
}
