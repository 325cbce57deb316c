//! A server on a free port, asked by openssl: another person's TLS.

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;

use sijill_server::{Certificate, Encryption, Server, Settings, Stopper};
use tempfile::TempDir;

use crate::try_out::TryOut;

struct Running {
    port: u16,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn begin(encryption: Encryption, folder: &Path) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = Server::bind(&Settings { address, encryption }, folder).unwrap();
        let (port, stopper) = (server.address().port(), server.stopper());
        let rooms = TryOut::new(true).router;
        let thread = std::thread::spawn(move || server.run(rooms).unwrap());
        Self { port, stopper, thread: Some(thread) }
    }

    /// What openssl is told, given these options; `None` where there is no openssl.
    fn asked(&self, options: &[&str]) -> Option<String> {
        let mut command = Command::new("openssl");
        command.args(["s_client", "-quiet", "-connect", &format!("127.0.0.1:{}", self.port)]);
        command.args(["-verify_return_error", "-verify_ip", "127.0.0.1"]).args(options);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let Ok(mut openssl) = command.spawn() else {
            assert!(std::env::var_os("CI").is_none(), "openssl is missing");
            eprintln!("SKIPPED: no openssl here");
            return None;
        };
        let request = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        // Where the handshake fails nobody reads it.
        let _ = openssl.stdin.take().unwrap().write_all(request.as_bytes());
        let output = openssl.wait_with_output().unwrap();
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stopper.stop();
        self.thread.take().unwrap().join().unwrap();
    }
}

#[test]
fn the_archive_s_own_authority_is_enough_and_nothing_older_than_1_3_is_spoken() {
    let folder = TempDir::new().unwrap();
    let serving = folder.path().join("serving");
    let running = Running::begin(Encryption::Own, &serving);
    let trusted = serving.join("authority.pem");
    let trust = ["-CAfile", trusted.to_str().unwrap()];
    let Some(said) = running.asked(&[&trust[..], &["-tls1_3"]].concat()) else { return };
    assert!(said.starts_with("HTTP/1.1 200") && said.contains("{\"ok\":true}"), "{said}");
    assert_eq!(running.asked(&[&trust[..], &["-tls1_2"]].concat()).unwrap(), "");
    assert_eq!(running.asked(&["-tls1_3"]).unwrap(), "", "nobody else vouches for it");
}

#[test]
fn a_certificate_is_made_once_and_its_key_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let serving = folder.path().join("serving");
    drop(Running::begin(Encryption::Own, &serving));
    let made = fs_err::read(serving.join("certificate.pem")).unwrap();
    drop(Running::begin(Encryption::Own, &serving));
    assert_eq!(fs_err::read(serving.join("certificate.pem")).unwrap(), made);
    let mode = |name: &str| fs_err::metadata(serving.join(name)).unwrap().permissions().mode();
    assert_eq!(mode("certificate.key.pem") & 0o777, 0o600);
    assert_eq!(mode("") & 0o777, 0o700);
    assert_eq!(fs_err::read_dir(&serving).unwrap().count(), 4, "the authority's key is not kept");
}

#[test]
fn a_certificate_that_cannot_be_used_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("given.pem");
    fs_err::write(&file, "no certificate").unwrap();
    let given = Certificate { certificate: file.clone(), key: file };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let settings = Settings { address, encryption: Encryption::Given(given) };
    let refused = Server::bind(&settings, folder.path()).err().unwrap();
    assert!(refused.to_string().contains("given.pem cannot be used"), "{refused}");
}

#[test]
fn a_connection_on_which_nothing_is_asked_does_not_keep_the_server_from_ending() {
    let folder = TempDir::new().unwrap();
    let running = Running::begin(Encryption::None, folder.path());
    let _quiet = std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, running.port)).unwrap();
    let begun = std::time::Instant::now();
    drop(running);
    assert!(begun.elapsed().as_secs() < 20);
}
