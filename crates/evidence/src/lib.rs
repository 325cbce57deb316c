//! What leaves for court: evidence packages, and the check of them with no archive at hand.
