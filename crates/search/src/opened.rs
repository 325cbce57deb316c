//! What is found where an index should be.

/// What is found where an index should be.
pub enum Opened<I> {
    /// There is none yet.
    Absent,
    /// Its files are what was written.
    Sound(Box<I>),
    /// They are not, or another version wrote them: the index must be made anew.
    Damaged {
        /// Which file, and what is wrong with it.
        why: String,
    },
}
