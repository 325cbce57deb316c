//! BagIt: read, write, validate.
