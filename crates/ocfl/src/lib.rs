//! Oxford Common File Layout: how the archive's originals lie on disk, and whether they still do.
//!
//! Three parts, each a section of the [OCFL 1.1 specification](https://ocfl.io/1.1/spec/):
//!
//! - [`Inventory`] and [`root_files`] make the bytes of a new object and a new storage root.
//!   Nothing here writes to disk: the order of durable writes belongs to the storage crate.
//! - [`object_path`] is storage layout 0003, from an id to its folder.
//! - [`validate_object`] and [`validate_root`] judge what lies on disk, of 1.0 and 1.1, in the
//!   codes of the specification. They trust nothing they read: sizes are capped, symbolic links are
//!   never followed.
//!
//! Content is addressed by SHA-256 (validators warn W004, which prefers SHA-512): one digest joins
//! the ledger, the storage, the bag and the court.

mod digest;
mod inventory;
mod layout;
mod report;
mod validate;

pub use inventory::{Inventory, InventoryError, User, sidecar};
pub use layout::{object_path, root_files};
pub use report::{Finding, Kind, Report};
pub use validate::{detect, validate_object, validate_root};

/// Name and content of the declaration file in the folder of an object that this crate writes
/// (§3.2).
pub const OBJECT_DECLARATION: (&str, &[u8]) = ("0=ocfl_object_1.1", b"ocfl_object_1.1\n");

/// Name of the inventory file, in the object's folder and in each version's folder (§3.5).
pub const INVENTORY: &str = "inventory.json";
