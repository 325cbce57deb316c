//! Connections: so many at a time, none of them idle for long. Handshakes are made beside one another, so that
//! a slow one holds nobody up.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{Instant, Sleep, sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How many connections there are at a time; others wait.
const CONNECTIONS: usize = 512;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// How long a connection may move no byte.
const IDLE: Duration = Duration::from_secs(150);

/// A stream, encrypted or not.
pub(crate) enum Stream {
    Plain(TcpStream),
    Encrypted(Box<TlsStream<TcpStream>>),
}

/// A connection that fails when it moves no byte for too long.
pub(crate) struct Connection {
    stream: Stream,
    idle: Pin<Box<Sleep>>,
    _place: Option<OwnedSemaphorePermit>,
}

/// Accepts connections; with settings for TLS, encrypted ones only.
pub(crate) struct Encrypted {
    address: SocketAddr,
    accepted: mpsc::Receiver<(Connection, SocketAddr)>,
}

/// From where a connection comes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct From(pub SocketAddr);

impl Encrypted {
    /// Begins to accept.
    pub fn new(listener: TcpListener, settings: Option<Arc<ServerConfig>>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (give, accepted) = mpsc::channel(1);
        tokio::spawn(accept(listener, settings.map(TlsAcceptor::from), give));
        Ok(Self { address, accepted })
    }
}

async fn accept(
    mut listener: TcpListener,
    acceptor: Option<TlsAcceptor>,
    give: mpsc::Sender<(Connection, SocketAddr)>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while !give.is_closed() {
        let place = Arc::clone(&places).acquire_owned().await.ok();
        let (stream, address) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = give.closed() => return,
        };
        let (acceptor, give) = (acceptor.clone(), give.clone());
        tokio::spawn(async move {
            let stream = match acceptor {
                None => Stream::Plain(stream),
                Some(acceptor) => match timeout(HANDSHAKE, acceptor.accept(stream)).await {
                    Ok(Ok(stream)) => Stream::Encrypted(Box::new(stream)),
                    // Whoever does not finish the handshake is nobody that could be told.
                    _ => return,
                },
            };
            let idle = Box::pin(sleep(IDLE));
            // Nobody accepts any more: the server ends.
            let _ = give.send((Connection { stream, idle, _place: place }, address)).await;
        });
    }
}

impl Listener for Encrypted {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, Encrypted>> for From {
    fn connect_info(stream: IncomingStream<'_, Encrypted>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Connection {
    /// Passes on what the stream says; what moves bytes makes the connection last.
    fn watched<T>(
        &mut self,
        context: &mut Context<'_>,
        ready: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        match ready {
            Poll::Ready(done) => {
                self.idle.as_mut().reset(Instant::now() + IDLE);
                Poll::Ready(done)
            }
            Poll::Pending => match self.idle.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
                Poll::Pending => Poll::Pending,
            },
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let ready = match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Stream::Encrypted(stream) => Pin::new(stream).poll_read(context, buffer),
        };
        self.watched(context, ready)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let ready = match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Stream::Encrypted(stream) => Pin::new(stream).poll_write(context, bytes),
        };
        self.watched(context, ready)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ready = match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(context),
            Stream::Encrypted(stream) => Pin::new(stream).poll_flush(context),
        };
        self.watched(context, ready)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ready = match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Stream::Encrypted(stream) => Pin::new(stream).poll_shutdown(context),
        };
        self.watched(context, ready)
    }
}
