//! What a path below the service's address asks for (sections 2 and 3 of the Image API).

use crate::{ImageRequest, Refusal};

/// What is asked of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// The page's own address: redirected to `info.json`.
    Base,
    /// What the service can do with the page.
    Info,
    /// A picture.
    Image(ImageRequest),
}

impl Call {
    /// Splits `{identifier}[/…]`, as it stands in the URI, into the identifier, decoded, and what is asked of it.
    ///
    /// The identifier comes back even where the rest is wrong, so that an unknown page is told from a bad request: what
    /// is wrong with a request for a page that somebody may not see is nobody's business.
    ///
    /// # Errors
    /// If the identifier's escapes are not UTF-8, or it is empty.
    pub fn parse(path: &str) -> Result<(String, Result<Self, Refusal>), Refusal> {
        let (identifier, rest) = match path.split_once('/') {
            Some((identifier, rest)) => (identifier, Some(rest)),
            None => (path, None),
        };
        let identifier = decoded(identifier).filter(|identifier| !identifier.is_empty());
        let identifier = identifier.ok_or_else(|| Refusal::malformed("identifier", path))?;
        let call = match rest {
            None | Some("") => Ok(Self::Base),
            Some("info.json") => Ok(Self::Info),
            Some(rest) => ImageRequest::parse(rest).map(Self::Image),
        };
        Ok((identifier, call))
    }
}

/// A segment with its escapes undone (RFC 3986 section 2.1).
pub(crate) fn decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let value = digit()? * 16 + digit()?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_split_before_their_escapes_are_undone() {
        assert_eq!(Call::parse("a%2Db").unwrap(), ("a-b".to_owned(), Ok(Call::Base)));
        assert_eq!(Call::parse("a%2Fb/info.json").unwrap(), ("a/b".to_owned(), Ok(Call::Info)));
        let (page, call) = Call::parse("p/full/max/0/default.jpg").unwrap();
        assert!(page == "p" && matches!(call, Ok(Call::Image(_))));
        let (page, call) = Call::parse("p/whole/max/0/default.jpg").unwrap();
        assert_eq!((page.as_str(), call.unwrap_err().status()), ("p", 400));
        for bad in ["", "/info.json", "%", "%2", "%zz", "%ff/info.json"] {
            assert_eq!(Call::parse(bad).unwrap_err().status(), 400, "{bad}");
        }
    }
}
