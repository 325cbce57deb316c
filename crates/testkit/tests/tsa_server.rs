//! The authority of the tests answers over HTTP, and openssl accepts what it answers.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::TcpStream;

use sijill_testkit::{TestTsa, TsaKey, openssl_or_skip};

/// Sends one request by hand; the answer's status line and body.
fn post(url: &str, kind: &str, body: &[u8]) -> (String, Vec<u8>) {
    let host = url.strip_prefix("http://").unwrap().split('/').next().unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    write!(
        stream,
        "POST /tsr HTTP/1.1\r\nHost: {host}\r\ncontent-type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let body = answer.split_off(end + 4);
    let head = String::from_utf8(answer).unwrap();
    (head.lines().next().unwrap().to_owned(), body)
}

#[test]
fn the_authority_answers_over_http() {
    openssl_or_skip!();
    let folder = tempfile::tempdir().unwrap();
    let tsa = TestTsa::new(folder.path(), TsaKey::P256);
    fs_err::write(folder.path().join("note"), b"a note").unwrap();
    tsa.openssl("ts -query -data note -sha256 -cert -out q.tsq");
    let request = fs_err::read(folder.path().join("q.tsq")).unwrap();
    let server = tsa.serve();
    for _ in 0..2 {
        let (status, answer) = post(&server.url(), "application/timestamp-query", &request);
        assert_eq!(status, "HTTP/1.1 200 OK");
        fs_err::write(folder.path().join("r.tsr"), answer).unwrap();
        tsa.openssl("ts -verify -queryfile q.tsq -in r.tsr -CAfile ca.pem");
    }
    let (status, _) = post(&server.url(), "text/plain", &request);
    assert_eq!(status, "HTTP/1.1 400 Bad Request");
    // Dropping it ends its thread and closes its port.
    let address = server.url();
    drop(server);
    assert!(TcpStream::connect(address.split('/').nth(2).unwrap()).is_err());
}
