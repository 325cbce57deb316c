//! The server: it listens, answers, and ends when it is told to.

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::error::ServerError;
use crate::tls::{self, Encrypted, Encryption, From};

/// How long requests that have begun may take once the server is to end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// How the server is reached.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address to listen on.
    pub address: SocketAddr,
    /// Who encrypts.
    pub encryption: Encryption,
}

/// A server that listens.
pub struct Server {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    tls: Option<Arc<ServerConfig>>,
    stop: watch::Sender<bool>,
    encrypted: bool,
    trust: Option<PathBuf>,
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

impl Server {
    /// Begins to listen; requests wait until [`Server::run`]. `folder` is where a certificate of our own is kept
    /// and, if there is none, made.
    ///
    /// # Errors
    /// [`ServerError::Listen`] and [`ServerError::Certificate`], or if a file cannot be read or written.
    pub fn bind(settings: &Settings, folder: &std::path::Path) -> Result<Self, ServerError> {
        let (tls, trust) = match &settings.encryption {
            Encryption::Own => {
                let certificate = tls::made(folder, settings.address)?;
                (Some(tls::settings(&certificate)?), Some(tls::to_trust(folder)))
            }
            Encryption::Given(certificate) => (Some(tls::settings(certificate)?), None),
            Encryption::BehindProxy | Encryption::None => (None, None),
        };
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let address = settings.address;
        let listening = runtime.block_on(TcpListener::bind(address));
        let listener = listening.map_err(|source| ServerError::Listen { address, source })?;
        let address = listener.local_addr()?;
        let encrypted = settings.encryption.reaches_browsers();
        let stop = watch::Sender::new(false);
        Ok(Self { runtime, listener, address, tls, stop, encrypted, trust })
    }

    /// Where the server listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether browsers reach it encrypted.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Whether the server itself encrypts: then its address begins with `https`.
    #[must_use]
    pub const fn speaks_tls(&self) -> bool {
        self.tls.is_some()
    }

    /// The certificate of our own authority, which people give to their browsers.
    #[must_use]
    pub const fn to_trust(&self) -> Option<&PathBuf> {
        self.trust.as_ref()
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
    pub fn run(self, rooms: Router) -> Result<(), ServerError> {
        let Self { runtime, listener, tls, stop, .. } = self;
        let until = stopped(stop.subscribe());
        let late = stopped(stop.subscribe());
        let serve = async {
            let listener = Encrypted::new(listener, tls)?;
            let rooms = rooms.into_make_service_with_connect_info::<From>();
            let serving = axum::serve(listener, rooms).with_graceful_shutdown(until);
            tokio::select! {
                ended = serving.into_future() => ended,
                // A browser keeps connections open on which it asks nothing.
                () = async { late.await; sleep(LAST_ANSWERS).await } => Ok(()),
            }
        };
        Ok(runtime.block_on(serve)?)
    }
}

/// Ends when the server is told to end, or when nobody is left who could tell it.
async fn stopped(mut told: watch::Receiver<bool>) {
    let _ = told.wait_for(|&stop| stop).await;
}
