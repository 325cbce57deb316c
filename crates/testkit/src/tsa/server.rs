//! The authority over HTTP (RFC 3161 section 3.4), on this machine only.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::TestTsa;

/// The longest request that is read, in bytes.
const LONGEST: u64 = 64 * 1024;

/// A running server: one thread, one request a connection.
#[derive(Debug)]
pub struct TsaServer {
    address: SocketAddr,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl TsaServer {
    pub(super) fn start(tsa: TestTsa) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let ended = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&ended);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if until.load(Ordering::SeqCst) {
                    break;
                }
                // A client that went away is no concern of the authority's.
                let _ = stream.and_then(|stream| answer(&tsa, stream));
            }
        });
        Self { address, ended, thread: Some(thread) }
    }

    /// Where to send requests.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/tsr", self.address)
    }
}

impl Drop for TsaServer {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // Wakes the thread up, so that it sees that it is over.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(tsa: &TestTsa, mut stream: TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let (status, body) = match read_request(&mut BufReader::new(&stream))? {
        Some(request) => match tsa.try_reply(&request) {
            Ok(answer) => ("200 OK", answer),
            Err(said) => ("500 Internal Server Error", said.into_bytes()),
        },
        None => ("400 Bad Request", Vec::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/timestamp-reply\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

/// The body of a POST of a time-stamp query; None if it is anything else.
fn read_request(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let posted = line.starts_with("POST ");
    let (mut query, mut length) = (false, None);
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-type") {
            query = value == "application/timestamp-query";
        } else if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().ok().filter(|length| *length <= LONGEST);
        }
    }
    let Some(length) = length.filter(|_| posted && query) else { return Ok(None) };
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    Ok(Some(body))
}
