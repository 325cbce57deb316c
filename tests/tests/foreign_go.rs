//! Go's `x/mod` judges proofs: log and witness are ours, the verifier was written by others.

use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use ed25519_dalek::SigningKey;
use sijill_tests::foreign::shell;
use sijill_translog::{
    Checkpoint, Cosigner, Frontier, Hash, Note, NoteSigner, TlogProof, leaf_hash,
    prove_consistency, prove_inclusion, tree_root,
};
use tempfile::TempDir;

/// Debian's package with the sources; its path is where Go looks for what is imported.
const BUILD: &str = r#"
    SOURCES=$(dpkg -L golang-golang-x-mod-dev | sed -n 's,/src/golang.org/x/mod$,,p')
    GO111MODULE=off GOPATH="$SOURCES" GOCACHE="$OUT/cache" GOFLAGS= go build -o "$OUT/tlogcheck" "$SOURCE"
"#;

/// The program, built once a test run; none where there is no Go, which is an error in CI.
fn tlogcheck() -> Option<&'static Path> {
    static PROGRAM: OnceLock<Option<(TempDir, PathBuf)>> = OnceLock::new();
    let built = PROGRAM.get_or_init(|| {
        let has = |program: &str, arguments: &[&str]| {
            let output = Command::new(program).args(arguments).output();
            output.is_ok_and(|output| output.status.success())
        };
        if !has("go", &["version"]) || !has("dpkg", &["-L", "golang-golang-x-mod-dev"]) {
            assert!(std::env::var_os("CI").is_none(), "Go or x/mod is not installed");
            eprintln!(
                "SKIPPED: needs Go and x/mod: apt-get install golang-go golang-golang-x-mod-dev"
            );
            return None;
        }
        let out = tempfile::tempdir().unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign/tlogcheck.go");
        let environment =
            [("OUT", out.path().to_str().unwrap()), ("SOURCE", source.to_str().unwrap())];
        let (code, said) = shell(out.path(), BUILD, &environment);
        assert_eq!(code, 0, "{said}");
        let program = out.path().join("tlogcheck");
        Some((out, program))
    });
    built.as_ref().map(|(_, program)| program.as_path())
}

macro_rules! go_or_skip {
    () => {
        match tlogcheck() {
            Some(program) => program,
            None => return,
        }
    };
}

const SIZE: u64 = 1_000;
const OLD: u64 = 613;
const INDEX: u64 = 712;

fn record(n: u64) -> String {
    format!("sijill/event/v1\n{{\"seq\":{n}}}\n")
}

/// What is handed to Go, each part as a file.
struct Case {
    folder: TempDir,
    log: NoteSigner,
    witness: Cosigner,
    stored: Vec<Hash>,
}

impl Case {
    fn new() -> Self {
        let key = |byte| SigningKey::from_bytes(&[byte; 32]);
        let log = NoteSigner::ed25519("station.example/unit-7".parse().unwrap(), key(1));
        let witness = Cosigner::ed25519("witness.example/w1".parse().unwrap(), key(2));
        let (mut tree, mut stored) = (Frontier::new(), Vec::new());
        (0..SIZE).for_each(|n| tree.append(leaf_hash(record(n).as_bytes()), &mut stored));
        let case = Self { folder: tempfile::tempdir().unwrap(), log, witness, stored };
        case.write(
            "vkeys",
            format!("{}\n{}\n", case.log.verifier_key(), case.witness.verifier_key()),
        );
        case.write("proof", case.proof(&case.checkpoint(SIZE)).to_bytes());
        case.write("leaf", record(INDEX));
        case.write("old", case.signed(OLD).to_bytes());
        case.write("consistency", case.consistency());
        case
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs_err::write(self.folder.path().join(name), bytes).unwrap();
    }

    fn signed(&self, size: u64) -> Note {
        let root = tree_root(size, &self.stored).unwrap();
        Checkpoint::new("station.example/unit-7", size, root).sign(&self.log).unwrap()
    }

    fn checkpoint(&self, size: u64) -> Note {
        let mut note = self.signed(size);
        let line = self.witness.cosign(&note, NonZeroU64::new(1_763_800_000).unwrap());
        note.add_signature(line).unwrap();
        note
    }

    fn proof(&self, checkpoint: &Note) -> TlogProof {
        let path = prove_inclusion(INDEX, SIZE, &self.stored).unwrap();
        TlogProof::new(INDEX, path, checkpoint.clone()).unwrap()
    }

    fn consistency(&self) -> String {
        let proof = prove_consistency(OLD, SIZE, &self.stored).unwrap();
        proof.iter().map(|hash| format!("{hash}\n")).collect()
    }

    /// Go's exit code and words.
    fn judged(&self, program: &Path) -> (i32, String) {
        let script = format!("'{}' vkeys proof leaf old consistency", program.display());
        shell(self.folder.path(), &script, &[])
    }

    fn refused(&self, program: &Path, words: &str) {
        let (code, said) = self.judged(program);
        assert!(code == 1 && said.contains(words), "{code}: {said}");
    }
}

#[test]
fn a_proof_by_our_log_and_our_witness_holds() {
    let go = go_or_skip!();
    let (code, said) = Case::new().judged(go);
    assert_eq!((code, said.as_str()), (0, "leaf 712 of 1000 holds\n"));
}

#[test]
fn a_wrong_leaf_is_refused() {
    let (go, case) = (go_or_skip!(), Case::new());
    case.write("leaf", record(INDEX + 1));
    case.refused(go, "invalid transparency proof");
}

/// The log signs a size that its tree does not have.
#[test]
fn a_wrong_size_is_refused() {
    let (go, case) = (go_or_skip!(), Case::new());
    let root = tree_root(SIZE, &case.stored).unwrap();
    let note = Checkpoint::new("station.example/unit-7", 2 * SIZE, root).sign(&case.log);
    let mut note = note.unwrap();
    let line = case.witness.cosign(&note, NonZeroU64::new(7).unwrap());
    note.add_signature(line).unwrap();
    case.write("proof", case.proof(&note).to_bytes());
    case.refused(go, "invalid transparency proof");
}

#[test]
fn a_changed_cosignature_time_is_refused() {
    let (go, case) = (go_or_skip!(), Case::new());
    let note = case.checkpoint(SIZE);
    let line = &note.signatures()[1];
    let mut blob = line.signature().to_vec();
    blob[7] ^= 1;
    let mut altered = case.signed(SIZE);
    let line = sijill_translog::SignatureLine::new(line.name().clone(), line.id(), blob);
    altered.add_signature(line.unwrap()).unwrap();
    case.write("proof", case.proof(&altered).to_bytes());
    case.refused(go, "invalid signature");
}

#[test]
fn a_missing_cosignature_is_refused() {
    let (go, case) = (go_or_skip!(), Case::new());
    case.write("proof", case.proof(&case.signed(SIZE)).to_bytes());
    case.refused(go, "1 of 2 keys signed");
}

#[test]
fn a_shortened_consistency_proof_is_refused() {
    let (go, case) = (go_or_skip!(), Case::new());
    let lines = case.consistency();
    case.write("consistency", lines.split_inclusive('\n').skip(1).collect::<String>());
    case.refused(go, "invalid transparency proof");
}
