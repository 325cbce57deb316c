//! The database: rows are added, never changed. The triggers are a second lock on the door: they refuse what
//! the program should never ask for.

/// The tables of format 1. `cosigned` has one row for each cosignature given; the newest of an origin counts.
pub(crate) const SCHEMA: &str = "
CREATE TABLE log (
    origin TEXT NOT NULL,
    vkey TEXT NOT NULL,
    added INTEGER NOT NULL,
    PRIMARY KEY (origin, vkey)
) STRICT;

CREATE TABLE cosigned (
    seq INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    at INTEGER NOT NULL CHECK (at > 0),
    note BLOB NOT NULL
) STRICT;
CREATE INDEX cosigned_by_origin ON cosigned (origin, seq);

CREATE TABLE evidence (
    seq INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,
    at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    fork INTEGER NOT NULL CHECK (fork IN (0, 1)),
    why TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    request BLOB NOT NULL,
    cosigned BLOB,
    UNIQUE (origin, status, digest)
) STRICT;

CREATE TRIGGER cosigned_forward BEFORE INSERT ON cosigned
WHEN NEW.seq <= coalesce((SELECT max(seq) FROM cosigned), 0)
    OR NEW.at < (SELECT max(at) FROM cosigned)
    OR EXISTS (
        SELECT 1 FROM cosigned WHERE origin = NEW.origin
        AND (size > NEW.size OR (size = NEW.size AND root <> NEW.root))
    )
BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END;

CREATE TRIGGER log_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER log_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER cosigned_update BEFORE UPDATE ON cosigned BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER cosigned_delete BEFORE DELETE ON cosigned BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER evidence_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER evidence_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'append-only'); END;
";
