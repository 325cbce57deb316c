//! What goes through the pipes: a frame of JSON and bytes.
//!
//! Four bytes with the length of the JSON, eight with that of the bytes (both little-endian), the JSON, the bytes. The
//! reader checks both lengths before it makes room, and makes room only as bytes arrive.

use crate::Failure;

/// The longest JSON of a frame, in bytes: the text of a dense page with its geometry has a fraction of it.
const LONGEST_JSON: u64 = 32 << 20;
const HEADER: usize = 12;

/// The beginning of a frame: header and JSON. The bytes follow.
pub(crate) fn head(json: &[u8], bytes: u64) -> Result<Vec<u8>, Failure> {
    let length = u32::try_from(json.len()).ok().filter(|length| u64::from(*length) <= LONGEST_JSON);
    let length =
        length.ok_or(Failure::TooLarge { bytes: json.len() as u64, limit: LONGEST_JSON })?;
    Ok([&length.to_le_bytes()[..], &bytes.to_le_bytes(), json].concat())
}

/// A whole frame.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) json: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
}

/// Puts a frame together from pieces of any size.
#[derive(Debug)]
pub(crate) struct Reader {
    limit: u64,
    header: Vec<u8>,
    /// How much of JSON and bytes is still to come.
    missing: Option<(usize, usize)>,
    frame: Frame,
}

impl Reader {
    /// A reader of one frame with at most so many bytes.
    pub(crate) fn new(limit: u64) -> Self {
        Self { limit, header: Vec::new(), missing: None, frame: Frame::default() }
    }

    /// Takes a piece; returns whether the frame is complete.
    ///
    /// # Errors
    /// If a length in the header is over its limit, or more arrives than was announced.
    pub(crate) fn take(&mut self, mut piece: &[u8]) -> Result<bool, Failure> {
        if self.missing.is_none() {
            move_bytes(&mut piece, HEADER - self.header.len(), &mut self.header);
            self.missing = self.lengths()?;
        }
        let Some((json, bytes)) = &mut self.missing else { return Ok(false) };
        *json -= move_bytes(&mut piece, *json, &mut self.frame.json);
        *bytes -= move_bytes(&mut piece, *bytes, &mut self.frame.bytes);
        if !piece.is_empty() {
            return Err(Failure::crashed("it answered more than it announced"));
        }
        Ok((*json, *bytes) == (0, 0))
    }

    /// How many bytes are certainly still to come, at least one.
    pub(crate) fn wanted(&self) -> usize {
        match self.missing {
            None => HEADER - self.header.len(),
            Some((json, bytes)) => json.saturating_add(bytes),
        }
    }

    /// Whether nothing has arrived yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.header.is_empty()
    }

    /// The frame, which must be complete.
    pub(crate) fn into_frame(self) -> Frame {
        self.frame
    }

    fn lengths(&self) -> Result<Option<(usize, usize)>, Failure> {
        let Ok(header) = <[u8; HEADER]>::try_from(&self.header[..]) else { return Ok(None) };
        let [a, b, c, d, rest @ ..] = header;
        let checked = |length: u64, limit: u64| {
            let fits = usize::try_from(length).ok().filter(|_| length <= limit);
            fits.ok_or(Failure::TooLarge { bytes: length, limit })
        };
        let json = checked(u64::from(u32::from_le_bytes([a, b, c, d])), LONGEST_JSON)?;
        Ok(Some((json, checked(u64::from_le_bytes(rest), self.limit)?)))
    }
}

/// Moves at most `most` bytes from the front of a piece; returns how many.
fn move_bytes(piece: &mut &[u8], most: usize, to: &mut Vec<u8>) -> usize {
    let (now, rest) = piece.split_at(most.min(piece.len()));
    to.extend_from_slice(now);
    *piece = rest;
    now.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_frame_arrives_in_pieces_of_any_size(json: Vec<u8>, bytes: Vec<u8>, size in 1_usize..40) {
            let whole = [head(&json, bytes.len() as u64).unwrap(), bytes.clone()].concat();
            let mut reader = Reader::new(bytes.len() as u64);
            let pieces: Vec<_> = whole.chunks(size).collect();
            for (index, piece) in pieces.iter().enumerate() {
                prop_assert_eq!(reader.take(piece).unwrap(), index + 1 == pieces.len());
            }
            prop_assert_eq!(reader.into_frame(), Frame { json, bytes });
        }

        #[test]
        fn no_bytes_at_all_upset_the_reader(pieces: Vec<Vec<u8>>) {
            let mut reader = Reader::new(1000);
            let _ = pieces.iter().try_for_each(|piece| reader.take(piece).map(drop));
            prop_assert!(reader.frame.bytes.len() <= 1000);
        }
    }

    #[test]
    fn an_announced_length_over_the_limit_is_refused_before_room_is_made() {
        let mut reader = Reader::new(10);
        let head = head(b"{}", 11).unwrap();
        assert_eq!(reader.take(&head), Err(Failure::TooLarge { bytes: 11, limit: 10 }));
        let mut reader = Reader::new(u64::MAX);
        assert_eq!(reader.take(&[0xff; 12]).unwrap_err().code(), "too-large");
        assert!(super::head(&vec![b' '; LONGEST_JSON as usize + 1], 0).is_err());
    }
}
