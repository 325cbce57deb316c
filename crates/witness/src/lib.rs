//! Being a witness for other archives: what was seen last, and a small HTTP server.
