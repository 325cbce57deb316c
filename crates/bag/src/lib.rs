//! BagIt: read, write, validate.

mod container;
mod durable;
mod hex;
mod name;
mod write;
mod zip;

pub use container::{Container, ContainerError, FileReader, Irregular, IrregularKind};
pub use name::{NameError, PayloadName, TagName};
pub use write::{
    BagInfo, BagWriter, Digests, InfoError, Sha512Digest, WriteError, WrittenBag, add_seal,
};
pub use zip::{PackError, pack};
