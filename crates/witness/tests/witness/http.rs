//! The server, asked by hand: each status of the specification's table, and clients that do not behave.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Barrier, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use sijill_translog::Note;
use sijill_translog::witness::AddCheckpoint;
use sijill_witness::{Answer, MAX_REQUEST_BYTES, Report, Server, Stopper, WitnessError};

use crate::{Log, ORIGIN, Scratch};

struct Told(Mutex<mpsc::Sender<String>>);

impl Report for Told {
    fn answered(&self, answer: &Answer) {
        self.0.lock().unwrap().send(answer.status().to_string()).unwrap();
    }

    fn failed(&self, error: &WitnessError) {
        self.0.lock().unwrap().send(error.to_string()).unwrap();
    }
}

struct Running {
    address: SocketAddr,
    stopper: Stopper,
    told: mpsc::Receiver<String>,
    thread: JoinHandle<()>,
}

impl Running {
    fn start(scratch: &Scratch) -> Self {
        let (sender, told) = mpsc::channel();
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let report = Box::new(Told(Mutex::new(sender)));
        let server = Server::bind(any, scratch.acting(), report).unwrap();
        let (address, stopper) = (server.address(), server.stopper());
        let thread = thread::spawn(move || server.run().unwrap());
        Self { address, stopper, told, thread }
    }

    fn stop(self) -> Vec<String> {
        self.stopper.stop();
        self.thread.join().unwrap();
        self.told.into_iter().collect()
    }
}

/// Sends bytes and reads until the server closes: status, head and body.
fn raw(address: SocketAddr, request: &[u8]) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // A server that refuses early may close before it has read everything.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n").expect("an answer");
    let body = answer.split_off(end + 4);
    let head = String::from_utf8(answer).unwrap().to_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head, body)
}

fn post(address: SocketAddr, body: &[u8]) -> (u16, String, String) {
    let length = body.len();
    let head = format!(
        "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    let (status, head, body) = raw(address, &[head.as_bytes(), body].concat());
    (status, head, String::from_utf8(body).unwrap())
}

fn get(address: SocketAddr, path: &str) -> (u16, Vec<u8>) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: w\r\nConnection: close\r\n\r\n");
    let (status, _, body) = raw(address, request.as_bytes());
    (status, body)
}

fn monitoring(origin: &str) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(origin);
    format!("/{}/checkpoint", digest.iter().map(|b| format!("{b:02x}")).collect::<String>())
}

#[test]
fn every_status_of_the_specification() {
    let scratch = Scratch::new();
    let server = Running::start(&scratch);
    let ask = |body: &[u8]| post(server.address, body);
    let log = &scratch.log;
    let liar = Log::told_otherwise(ORIGIN, 40, "lie");

    assert_eq!(get(server.address, &monitoring(ORIGIN)).0, 404, "nothing is cosigned yet");
    let (status, _, line) = ask(&log.request(0, 9));
    assert_eq!(status, 200);
    assert!(line.starts_with("— witness.example/w1 ") && line.ends_with('\n'), "{line}");

    let (status, head, size) = ask(&log.request(0, 9));
    assert_eq!((status, size.as_str()), (409, "9\n"));
    assert!(head.contains("content-type: text/x.tlog.size\r\n"), "{head}");

    assert_eq!(ask(b"not a request").0, 400);
    assert_eq!(ask(&log.request(30, 20)).0, 400);
    assert_eq!(ask(&Log::new("elsewhere.example", 3).request(0, 3)).0, 404);
    let stranger = Log::new("station.example/unit-8", 20).request(9, 20);
    let stranger = String::from_utf8(stranger).unwrap().replacen("unit-8", "unit-7", 1);
    assert_eq!(ask(stranger.as_bytes()).0, 403);
    assert_eq!(ask(&liar.request(9, 9)).0, 422);
    assert_eq!(ask(&liar.request(9, 20)).0, 422);
    let unproved = AddCheckpoint::new(9, Vec::new(), log.asks(9, 20).note().clone()).unwrap();
    assert_eq!(ask(&unproved.to_bytes()).0, 422);
    assert_eq!(ask(&log.request(9, 20)).0, 200);
    assert_eq!(ask(&log.request(20, 20)).0, 200);

    let (status, note) = get(server.address, &monitoring(ORIGIN));
    assert_eq!(status, 200);
    let note = Note::parse(&note).unwrap();
    let witness = sijill_witness::Witness::open(&scratch.folder()).unwrap();
    assert!(note.verify(witness.key()).is_ok() && note.text().contains("\n20\n"));
    assert_eq!(get(server.address, &monitoring("elsewhere.example")).0, 404);
    let told = server.stop();
    assert_eq!(told, "200 409 400 400 404 403 422 422 422 200 200".split(' ').collect::<Vec<_>>());
}

#[test]
fn other_addresses_and_methods_are_none_of_ours() {
    let scratch = Scratch::new();
    let server = Running::start(&scratch);
    for (path, status) in
        [("/", 404), ("/add-checkpoint", 405), ("/../witness.pem", 404), ("/x/checkpoint", 404)]
    {
        assert_eq!(get(server.address, path).0, status, "{path}");
    }
    assert_eq!(server.stop(), [""; 0]);
}

#[test]
fn a_request_that_is_too_long_is_refused() {
    let scratch = Scratch::new();
    let server = Running::start(&scratch);
    assert_eq!(post(server.address, &vec![b'x'; MAX_REQUEST_BYTES + 1]).0, 413);
    assert_eq!(post(server.address, &vec![b'x'; MAX_REQUEST_BYTES]).0, 400);
    server.stop();
}

/// Connections that never finish their request do not keep others from being answered.
#[test]
fn idle_connections_do_not_block() {
    let scratch = Scratch::new();
    let server = Running::start(&scratch);
    let idle: Vec<_> = (0..20)
        .map(|_| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream.write_all(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 9\r\n").unwrap();
            stream
        })
        .collect();
    assert_eq!(post(server.address, &scratch.log.request(0, 9)).0, 200);
    drop(idle);
    server.stop();
}

#[test]
fn of_racing_requests_one_is_cosigned() {
    let scratch = Scratch::new();
    let server = Running::start(&scratch);
    let (address, start) = (server.address, Barrier::new(8));
    let ask = |size: u64| {
        let request = scratch.log.request(0, size);
        start.wait();
        post(address, &request).0
    };
    let ask = &ask;
    let mut answers: Vec<u16> = thread::scope(|scope| {
        let asking: Vec<_> = (1..=8).map(|size| scope.spawn(move || ask(size))).collect();
        asking.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    answers.sort_unstable();
    assert_eq!(answers, [200, 409, 409, 409, 409, 409, 409, 409]);
    server.stop();
}

/// The database fails: an error to the asker, and no cosignature.
#[test]
fn what_cannot_be_remembered_is_not_cosigned() {
    let scratch = Scratch::new();
    let server = Running::start(&scratch);
    let database = scratch.folder().join("witness.sqlite");
    let database = rusqlite::Connection::open(database).unwrap();
    database.execute_batch("DROP TRIGGER cosigned_forward; DROP TABLE cosigned;").unwrap();
    let (status, _, body) = post(server.address, &scratch.log.request(0, 9));
    assert_eq!(status, 500);
    assert!(!body.contains('—'), "{body}");
    assert_eq!(server.stop().len(), 1);
}
