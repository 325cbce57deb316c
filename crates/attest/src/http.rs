//! One question, one answer, over HTTP. Every answer of a witness or an authority is small.

use std::time::Duration;

use ureq::Agent;

/// How long a whole exchange may take: a witness behind a telephone line is slow, not minutes slow.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest answer that is read, in bytes.
const LONGEST: u64 = 256 * 1024;

/// Asks over HTTP. Follows no redirect: whoever is asked is named in the policy or on the command line.
pub(crate) struct Client(Agent);

/// An answer, whatever its status.
pub(crate) struct Answer {
    pub status: u16,
    pub content_type: String,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new() -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("sijill/", env!("CARGO_PKG_VERSION")))
            .build();
        Self(config.into())
    }

    pub fn post(&self, url: &str, content_type: &str, body: &[u8]) -> Result<Answer, String> {
        let sent = self.0.post(url).header("Content-Type", content_type).send(body);
        read(url, sent)
    }

    pub fn get(&self, url: &str) -> Result<Answer, String> {
        read(url, self.0.get(url).call())
    }
}

type Response = ureq::http::Response<ureq::Body>;

fn read(url: &str, response: Result<Response, ureq::Error>) -> Result<Answer, String> {
    let failed = |error| format!("{url}: {error}");
    let mut response = response.map_err(failed)?;
    let content_type = response.headers().get("content-type");
    let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let content_type = content_type.split(';').next().unwrap_or_default().trim().to_owned();
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(LONGEST).read_to_vec().map_err(failed)?;
    Ok(Answer { status, content_type, body })
}

impl Answer {
    /// The status and the first line of the body, for people.
    pub fn in_words(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let line: String = text.lines().next().unwrap_or_default().chars().take(200).collect();
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        if line.is_empty() { self.status.to_string() } else { format!("{} {line}", self.status) }
    }
}
