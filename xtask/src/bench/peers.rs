//! The tools of each contest as shell lines, so that a reader can run any of them by hand.
//!
//! The lines find in their environment: `$CORPUS` what to take in, `$FILES` how many files that is, `$STORE`
//! where to keep it, `$WORK` the folder of all stores, `$OUT` what the measured lines printed. Only `run` is
//! measured; `stock` comes once before the first round, `prepare` before every one.

use super::proof::Proof;
use super::stores::FRESH;

/// One way of doing what a contest asks for.
pub struct Tool {
    pub name: &'static str,
    /// The program without which this tool is left out.
    pub program: &'static str,
    pub stock: &'static [&'static str],
    pub prepare: &'static [&'static str],
    pub run: &'static [&'static str],
    pub proof: Proof,
}

/// What earlier lines left to be written is written outside the measured time.
const SETTLE: &str = r#"sync -f "$WORK""#;
/// Every tool that writes ends with this: peers do not sync by themselves, and we gain nothing by it.
const SYNC: &str = r#"sync -f "$STORE""#;

const COPY: &str = r#"cp -a "$CORPUS" "$STORE""#;
const BAG: &str = r#"bagit.py --quiet --sha256 --processes 2 "$STORE""#;
const ROCFL_INIT: &str = r#"rocfl -q -r "$STORE" init; rocfl -q -r "$STORE" new -d sha256 bench"#;
const ROCFL_COPY: &str = r#"rocfl -q -r "$STORE" cp -r bench "$CORPUS" -- /"#;
const ROCFL_COMMIT: &str = r#"rocfl -q -r "$STORE" commit bench"#;
const RESTIC_INIT: &str = r#"restic --quiet --repo "$STORE" init"#;
const RESTIC: &str = r#"restic --quiet --no-cache --repo "$STORE" backup "$CORPUS""#;
const INIT: &str = r#""$SIJILL" init "$STORE" --origin bench.example/archive --quiet"#;
const INGEST: &str = r#""$SIJILL" ingest "$CORPUS" --archive "$STORE" --json --quiet"#;
const VERIFY: &str = r#""$SIJILL" verify --archive "$STORE" --json --quiet"#;
const MANIFEST: &str = r#"cd "$CORPUS"; find . -type f -print0 | xargs -0 sha256sum > "$STORE""#;

const FILES_IN_STORE: Proof = Proof::Count(r#"find "$STORE" -type f | wc -l"#);
const FILES_IN_BAG: Proof = Proof::Count(r#"find "$STORE/data" -type f | wc -l"#);
const FILES_IN_OCFL: Proof = Proof::Count(r#"find "$STORE" -path '*/content/*' -type f | wc -l"#);
const FILES_IN_RESTIC: Proof =
    Proof::Count(r#"restic --quiet --repo "$STORE" ls --long latest | grep -c '^-'"#);

/// Take a folder of files in. The yardstick is copying the bytes once and asking the disk to keep them.
pub const INGEST_TOOLS: &[Tool] = &[
    writes("cp -a", "cp", (&[FRESH], &[COPY, SYNC]), FILES_IN_STORE),
    writes("bagit", "bagit.py", (&[FRESH], &[COPY, BAG, SYNC]), FILES_IN_BAG),
    writes(
        "rocfl",
        "rocfl",
        (&[FRESH, ROCFL_INIT], &[ROCFL_COPY, ROCFL_COMMIT, SYNC]),
        FILES_IN_OCFL,
    ),
    writes("restic", "restic", (&[FRESH, RESTIC_INIT], &[RESTIC, SYNC]), FILES_IN_RESTIC),
    SIJILL_INGEST,
];

const SIJILL_INGEST: Tool =
    writes("sijill", "cat", (&[FRESH, INIT], &[INGEST, SYNC]), Proof::Ingested);

/// Prove that nothing changed. The yardstick is hashing every file on two cores with SHA instructions.
pub const VERIFY_TOOLS: &[Tool] = &[
    reads("openssl x2", "openssl", (&[], &[OPENSSL]), Proof::Count(r#"wc -l < "$OUT""#)),
    reads(
        "sha256sum -c",
        "sha256sum",
        (&[FRESH, MANIFEST], &[r#"cd "$CORPUS"; sha256sum -c "$STORE""#]),
        Proof::Count(r#"grep -c ': OK$' "$OUT""#),
    ),
    reads(
        "bagit",
        "bagit.py",
        (&[FRESH, COPY, BAG], &[r#"bagit.py --quiet --validate --processes 2 "$STORE""#]),
        FILES_IN_BAG,
    ),
    reads(
        "rocfl",
        "rocfl",
        (&[FRESH, ROCFL_INIT, ROCFL_COPY, ROCFL_COMMIT], &[r#"rocfl -q -r "$STORE" validate"#]),
        FILES_IN_OCFL,
    ),
    reads(
        "restic",
        "restic",
        (
            &[FRESH, RESTIC_INIT, RESTIC],
            &[r#"restic --quiet --no-cache --repo "$STORE" check --read-data"#],
        ),
        FILES_IN_RESTIC,
    ),
    SIJILL_VERIFY,
];

/// `$BATCH` is small enough for a corpus of few files to keep both processes busy.
const OPENSSL: &str =
    r#"find "$CORPUS" -type f -print0 | xargs -0 -P2 -n "$BATCH" openssl dgst -sha256"#;

const SIJILL_VERIFY: Tool =
    reads("sijill", "cat", (&[FRESH, INIT, INGEST], &[VERIFY]), Proof::Verified);

/// Judge an evidence package. The yardstick is hashing all its bytes, once, on two cores.
pub const CHECK_TOOLS: &[Tool] = &[
    reads("openssl x2", "openssl", (HAND_OUT, &[OPENSSL_PACKAGE]), ALL_HASHED),
    reads("check", "cat", (HAND_OUT, &[CHECK]), Proof::Count(CHECKED)),
];

const HAND_OUT: Lines = &[
    FRESH,
    INIT,
    INGEST,
    r#"ID=$("$SIJILL" show --archive "$STORE" --json | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)"#,
    r#""$SIJILL" export "$ID" --archive "$STORE" --to "$STORE.out" --json"#,
];
const OPENSSL_PACKAGE: &str =
    r#"find "$STORE.out" -type f -print0 | xargs -0 -P2 -n "$BATCH" openssl dgst -sha256"#;
const CHECK: &str = r#""$SIJILL" check "$STORE.out"/ep-* --policy "$STORE/policy.txt" --json"#;
const ALL_HASHED: Proof = Proof::Count(
    r#"test "$(wc -l < "$OUT")" = "$(find "$STORE.out" -type f | wc -l)"; find "$STORE.out" -path '*/data/originals/*' -type f | wc -l"#,
);
const CHECKED: &str =
    r#"grep -q '"ok":true' "$OUT"; find "$STORE.out" -path '*/data/originals/*' -type f | wc -l"#;

/// The second ingest of a tree that did not change, beside verifying that tree.
pub const AGAIN_TOOLS: &[Tool] = &[
    Tool { name: "verify", ..SIJILL_VERIFY },
    Tool {
        name: "ingest again",
        stock: &[
            r#""$SIJILL" init "$STORE.first" --origin bench.example/again --quiet"#,
            r#""$SIJILL" ingest "$CORPUS" --archive "$STORE.first" --json --quiet"#,
        ],
        prepare: &[FRESH, r#"cp -a "$STORE.first" "$STORE""#, SETTLE],
        run: &[INGEST, SYNC],
        ..SIJILL_INGEST
    },
];

/// A hundred more files for an empty archive, and for one that already holds `$BASE`.
pub const APPEND_TOOLS: &[Tool] = &[
    Tool { name: "to an empty archive", ..SIJILL_INGEST },
    Tool {
        name: "to a full archive",
        stock: &[FRESH, INIT, r#""$SIJILL" ingest "$BASE" --archive "$STORE" --json --quiet"#],
        prepare: &[SETTLE],
        ..SIJILL_INGEST
    },
];

/// What is run on few files and on ten times as many.
pub const GROWTH_TOOLS: &[Tool] = &[
    writes("cp -a", "cp", (&[FRESH], &[COPY, SYNC]), FILES_IN_STORE),
    Tool { name: "ingest", ..SIJILL_INGEST },
    Tool { name: "verify", ..SIJILL_VERIFY },
];

type Lines = &'static [&'static str];

/// A tool that begins every round with a fresh store.
const fn writes(
    name: &'static str,
    program: &'static str,
    (prepare, run): (Lines, Lines),
    proof: Proof,
) -> Tool {
    Tool { name, program, stock: &[], prepare, run, proof }
}

/// A tool that reads, in every round, the store that was stocked once.
const fn reads(
    name: &'static str,
    program: &'static str,
    (stock, run): (Lines, Lines),
    proof: Proof,
) -> Tool {
    Tool { name, program, stock, prepare: &[SETTLE], run, proof }
}
