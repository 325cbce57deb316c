//! A program that speaks HTTP/1.1 with the rooms as a browser without scripts does, by hand: no library of ours takes part.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use crate::serving::Factor;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it leads, if elsewhere.
    pub to: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What stands between the first two marks.
    #[must_use]
    pub fn between(&self, start: &str, end: &str) -> Option<String> {
        let text = self.text();
        let (_, rest) = text.split_once(start)?;
        Some(rest.split_once(end)?.0.to_owned())
    }

    /// What forms of the page repeat.
    #[must_use]
    pub fn form(&self) -> String {
        self.between("name=\"form\" value=\"", "\"").unwrap_or_default()
    }
}

/// Somebody with cookies.
#[derive(Default)]
pub struct Client {
    address: String,
    from: Option<Ipv4Addr>,
    cookies: BTreeMap<String, String>,
}

impl Client {
    /// Somebody before a server, which `address` names with its port.
    #[must_use]
    pub fn new(address: &str) -> Self {
        let address = address.trim_start_matches("http://").to_owned();
        Self { address, from: None, cookies: BTreeMap::new() }
    }

    /// The same from another address of this machine: limits count by address.
    #[must_use]
    pub fn coming_from(self, from: Ipv4Addr) -> Self {
        Self { from: Some(from), ..self }
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let to: SocketAddr = self.address.parse().map_err(io::Error::other)?;
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        if let Some(from) = self.from {
            socket.bind(&SocketAddr::from((from, 0)).into())?;
        }
        socket.connect(&to.into())?;
        Ok(socket.into())
    }

    /// Asks for an address.
    ///
    /// # Errors
    /// If the server does not answer.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.say("GET", path, "", &[])
    }

    /// Sends a form.
    ///
    /// # Errors
    /// If the server does not answer.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let fields = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let body = fields.collect::<Vec<_>>().join("&");
        self.say("POST", path, "application/x-www-form-urlencoded", body.as_bytes())
    }

    /// Sends a form with one file.
    ///
    /// # Errors
    /// If the server does not answer.
    pub fn send(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> io::Result<Answer> {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!(
                    "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        body.extend_from_slice(
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        self.say("POST", path, "multipart/form-data; boundary=b", &body)
    }

    fn say(&mut self, verb: &str, path: &str, kind: &str, body: &[u8]) -> io::Result<Answer> {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        let address = &self.address;
        let mut stream = self.connect()?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let head = format!(
            "{verb} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookies}\r\n\
             Origin: http://{address}\r\nSec-Fetch-Site: same-origin\r\nAccept-Language: en\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body].concat())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.ok_or_else(|| io::Error::other("no answer"))?;
        let body = answer.split_off(end + 4);
        let head = String::from_utf8_lossy(&answer).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut to = String::new();
        for line in head.lines() {
            let Some((name, value)) = line.split_once(": ") else { continue };
            if name.eq_ignore_ascii_case("location") {
                to = value.to_owned();
            } else if name.eq_ignore_ascii_case("set-cookie")
                && let Some((name, value)) =
                    value.split(';').next().and_then(|one| one.split_once('='))
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = status.ok_or_else(|| io::Error::other("no status"))?;
        Ok(Answer { status, to, body })
    }

    /// Takes an account over; the second factor.
    ///
    /// # Panics
    /// If the server does not let them.
    #[must_use]
    pub fn take_over(&mut self, handle: &str, code: &str, password: &str) -> Factor {
        let form = self.get("/invitation").unwrap().form();
        let asked = [("form", form.as_str()), ("handle", handle), ("code", code)];
        let page = self.post("/invitation", &asked).unwrap();
        let secret =
            page.between("id=\"secret\">", "<").unwrap_or_else(|| panic!("{}", page.text()));
        let factor = Factor::of(&secret);
        let (form, digits) = (page.form(), factor.code());
        let chosen = [
            ("form", form.as_str()),
            ("handle", handle),
            ("code", code),
            ("password", password),
            ("again", password),
            ("digits", &digits),
        ];
        let done = self.post("/invitation/confirm", &chosen).unwrap();
        assert_eq!(done.status, 200, "{}", done.text());
        factor
    }

    /// Signs in; what forms repeat from now on.
    ///
    /// # Panics
    /// If the server does not let them in.
    #[must_use]
    pub fn sign_in(&mut self, handle: &str, password: &str, factor: &Factor) -> String {
        self.cookies.clear();
        let form = self.get("/sign-in").unwrap().form();
        let code = factor.code();
        let told = [
            ("form", form.as_str()),
            ("handle", handle),
            ("password", password),
            ("code", &code),
            ("back", "/"),
        ];
        let entered = self.post("/sign-in", &told).unwrap();
        assert_eq!((entered.status, entered.to.as_str()), (303, "/"), "{}", entered.text());
        self.get("/").unwrap().form()
    }
}

/// As forms write it (URL Standard, application/x-www-form-urlencoded), all but what stands for itself as bytes.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
