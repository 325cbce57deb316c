//! Answers to what is asked of a page.

use sha2::{Digest, Sha256};

use crate::info::{CONTEXT, LEVEL, info};
use crate::job::{Drawing, Ground};
use crate::plan::Plan;
use crate::{Answer, Call, Refusal, Source, Wanted, Workers};

/// What came with a request beside its path.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The header field `Accept`.
    pub accept: Option<&'a str>,
    /// The header field `If-None-Match`.
    pub if_none_match: Option<&'a str>,
}

/// The Image API over drawn pages. One for a whole program; it may be asked from many threads, and blocks.
#[derive(Debug)]
pub struct Images {
    workers: Workers,
    is_for_all_origins: bool,
}

impl Images {
    /// Images drawn by these workers, shown to pages of the archive's own origin.
    #[must_use]
    pub fn new(workers: Workers) -> Self {
        Self { workers, is_for_all_origins: false }
    }

    /// The same for scripts of any origin (`Access-Control-Allow-Origin: *`). Not for an archive whose readers sign in.
    #[must_use]
    pub fn for_all_origins(self) -> Self {
        Self { is_for_all_origins: true, ..self }
    }

    /// Answers. `id` is the page's address as others know it, without a slash at the end, its identifier escaped.
    #[must_use]
    pub fn answer(&self, id: &str, call: &Call, source: &Source, asked: &Asked<'_>) -> Answer {
        let answered = match call {
            Call::Base => Ok(redirected(id)),
            Call::Info => Ok(described(id, source, asked)),
            Call::Image(request) => request
                .of(source.width(), source.height())
                .and_then(|wanted| self.shown(id, &wanted, source, asked)),
        };
        match answered {
            Ok(answer) => self.sent(answer),
            Err(why) => self.refused(&why),
        }
    }

    /// The answer to a request that comes to nothing.
    #[must_use]
    pub fn refused(&self, why: &Refusal) -> Answer {
        self.sent(why.answer())
    }

    fn sent(&self, mut answer: Answer) -> Answer {
        if self.is_for_all_origins {
            answer.add("access-control-allow-origin", "*".to_owned());
        }
        answer
    }

    fn shown(
        &self,
        id: &str,
        wanted: &Wanted,
        source: &Source,
        asked: &Asked<'_>,
    ) -> Result<Answer, Refusal> {
        let path = wanted.path();
        let tag = tag(source, &path);
        if is_known(asked.if_none_match, &tag) {
            return Ok(unchanged(tag));
        }
        let picture = self.picture(wanted, source)?;
        let mut answer = Answer::new(200, wanted.format.media_type(), picture);
        answer.add("link", format!("<{id}/{path}>;rel=\"canonical\", <{LEVEL}>;rel=\"profile\""));
        answer.add("etag", tag);
        Ok(answer)
    }

    fn picture(&self, wanted: &Wanted, source: &Source) -> Result<Vec<u8>, Refusal> {
        match Plan::of(wanted, source) {
            Plan::Tile(path) => source.tile(&path),
            Plan::Picture(name) => source.picture(name),
            Plan::Covered(name) => {
                let file = source.picture(name)?;
                self.drawn(wanted, source, Ground::Covered, vec![file.len()], &file)
            }
            Plan::FromTiles(paths, ground) => {
                let (mut lengths, mut bytes) = (Vec::new(), Vec::new());
                for path in paths {
                    let tile = source.tile(&path)?;
                    lengths.push(tile.len());
                    bytes.extend(tile);
                }
                self.drawn(wanted, source, ground, lengths, &bytes)
            }
        }
    }

    fn drawn(
        &self,
        wanted: &Wanted,
        source: &Source,
        ground: Ground,
        lengths: Vec<usize>,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let Wanted { page, region, shown, turn, quality, format } = *wanted;
        let drawing = Drawing { lengths, ground, page, region, shown, turn, quality, format };
        self.workers.draw(source, &drawing, bytes)
    }
}

fn redirected(id: &str) -> Answer {
    let mut answer = Answer::empty(303);
    answer.add("location", format!("{id}/info.json"));
    answer
}

fn described(id: &str, source: &Source, asked: &Asked<'_>) -> Answer {
    let info = info(id, source.width(), source.height());
    let mut answer = Answer::json_ld(&info, CONTEXT, asked.accept);
    answer.add("link", format!("<{LEVEL}>;rel=\"profile\""));
    answer
}

/// A strong validator (RFC 9110 section 8.8.3): the same pictures and the same path give the same bytes, as long as the
/// same version draws them.
fn tag(source: &Source, path: &str) -> String {
    let version = concat!(env!("CARGO_PKG_VERSION"), " 1");
    let digest = Sha256::new_with_prefix(source.mark()).chain_update(version).chain_update(path);
    let half =
        digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("\"{half}\"")
}

fn is_known(if_none_match: Option<&str>, tag: &str) -> bool {
    let tags = if_none_match.unwrap_or_default().split(',').map(str::trim);
    tags.into_iter().any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn unchanged(tag: String) -> Answer {
    let mut answer = Answer::empty(304);
    answer.add("etag", tag);
    answer
}
