//! What goes back over HTTP.

/// An answer, for whatever speaks HTTP to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// Header fields: names in small letters, values in printable ASCII.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for a redirection and for what has not changed.
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![
            ("content-type", content_type.to_owned()),
            ("x-content-type-options", "nosniff".to_owned()),
        ];
        Self { status, headers, body: body.into() }
    }

    /// Without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A JSON-LD document, under the media type that the client prefers (RFC 9110 section 12.5.1, as far as two types
    /// need it): plain JSON if it asks for that and not for JSON-LD, else JSON-LD with the profile.
    #[must_use]
    pub fn json_ld(document: &serde_json::Value, context: &str, accept: Option<&str>) -> Self {
        let accept = accept.unwrap_or_default();
        let plain = accept.contains("application/json") && !accept.contains("application/ld+json");
        let media_type = match plain {
            true => "application/json".to_owned(),
            false => format!("application/ld+json;profile=\"{context}\""),
        };
        let mut answer = Self::new(200, &media_type, format!("{document}\n"));
        answer.add("vary", "Accept".to_owned());
        answer
    }

    pub(crate) fn add(&mut self, name: &'static str, value: String) {
        self.headers.push((name, value));
    }

    /// A header field's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str())
    }
}
