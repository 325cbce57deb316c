//! Reading DER with nothing left over: every field is asked for by its tag, and every end is checked.

use der::asn1::AnyRef;
use der::{Decode, Reader, SliceReader, Tag, TagNumber};

/// The fields of a SEQUENCE or SET, read from first to last.
pub(crate) type Fields<'a> = SliceReader<'a>;

/// The tag of a constructed field `[number]`.
pub(crate) const fn context(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: true, number: TagNumber(number) }
}

/// The tag of a primitive field `[number]`.
pub(crate) const fn context_primitive(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: false, number: TagNumber(number) }
}

/// Reads bytes that are exactly one value of tag `tag`, and all of its fields.
pub(crate) fn whole<'a, T>(
    bytes: &'a [u8],
    tag: Tag,
    read: impl FnOnce(&mut Fields<'a>) -> der::Result<T>,
) -> der::Result<T> {
    inside(bytes, |reader| constructed(reader, tag, read))
}

/// Reads the next field, a value of tag `tag` with fields of its own, all of them.
pub(crate) fn constructed<'a, T>(
    reader: &mut Fields<'a>,
    tag: Tag,
    read: impl FnOnce(&mut Fields<'a>) -> der::Result<T>,
) -> der::Result<T> {
    inside(field(reader, tag)?, read)
}

/// Reads bytes that are fields without a tag around them, all of them.
pub(crate) fn inside<'a, T>(
    bytes: &'a [u8],
    read: impl FnOnce(&mut Fields<'a>) -> der::Result<T>,
) -> der::Result<T> {
    let mut reader = SliceReader::new(bytes)?;
    let value = read(&mut reader)?;
    reader.finish()?;
    Ok(value)
}

/// The content of the next field, which has tag `tag`.
pub(crate) fn field<'a>(reader: &mut Fields<'a>, tag: Tag) -> der::Result<&'a [u8]> {
    let any = AnyRef::decode(reader)?;
    der::Tagged::tag(&any).assert_eq(tag)?;
    Ok(any.value())
}

/// The content of the next field if it has tag `tag`; a field of another tag is left for the next reader.
pub(crate) fn optional<'a>(reader: &mut Fields<'a>, tag: Tag) -> der::Result<Option<&'a [u8]>> {
    if reader.is_finished() || Tag::peek(reader)? != tag {
        return Ok(None);
    }
    field(reader, tag).map(Some)
}

/// Every remaining field, each with its tag and length.
pub(crate) fn each<'a>(reader: &mut Fields<'a>) -> der::Result<Vec<&'a [u8]>> {
    let mut fields = Vec::new();
    while !reader.is_finished() {
        fields.push(reader.tlv_bytes()?);
    }
    Ok(fields)
}

/// Skips whatever remains: fields that this crate has no use for.
pub(crate) fn rest(reader: &mut Fields<'_>) -> der::Result<()> {
    each(reader).map(drop)
}

/// The error of a value that has the right tag and no meaning.
pub(crate) fn meaningless(tag: Tag) -> der::Error {
    tag.value_error().to_error()
}
