//! Asks witnesses and time stamping authorities about a checkpoint, over HTTP or by files on a stick, and keeps what they answer.
