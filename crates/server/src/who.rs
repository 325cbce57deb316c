//! Roles and the rights that each has. What is not listed is not allowed.

/// What a person is in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// At the scanning desk: brings files in and seals items.
    Scanner,
    /// Describes, and keeps the archive in order.
    Archivist,
    /// Searches, reads and transcribes.
    Researcher,
    /// Asks on behalf of families.
    Caseworker,
    /// Sees who read what, and reads nothing.
    Overseer,
    /// Decides who may come in, and sees no pages.
    Administrator,
}

/// Something that a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Bring files in.
    Upload,
    /// Seal an item.
    Seal,
    /// Describe records.
    Describe,
    /// Type what a page says.
    Transcribe,
    /// Search for words.
    Search,
    /// Search for people.
    Find,
    /// See pages.
    Read,
    /// Hand packages out.
    Export,
    /// Check the archive.
    Verify,
    /// Ask witnesses.
    Witness,
    /// Decide who may come in.
    ManagePeople,
    /// See who read what.
    Oversee,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::Scanner,
        Self::Archivist,
        Self::Researcher,
        Self::Caseworker,
        Self::Overseer,
        Self::Administrator,
    ];

    /// What the role may do.
    #[must_use]
    pub const fn rights(self) -> &'static [Right] {
        use Right::{
            Describe, Export, Find, ManagePeople, Oversee, Read, Seal, Search, Transcribe, Upload,
            Verify, Witness,
        };
        match self {
            Self::Scanner => &[Upload, Seal],
            Self::Archivist => {
                &[Upload, Seal, Describe, Transcribe, Search, Find, Read, Export, Verify, Witness]
            }
            Self::Researcher => &[Search, Find, Read, Transcribe, Export, Verify],
            Self::Caseworker => &[Search, Find, Read],
            Self::Overseer => &[Oversee, Verify, Witness],
            Self::Administrator => &[ManagePeople, Verify, Witness],
        }
    }

    /// Whether the role has the right.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        self.rights().contains(&right)
    }
}
