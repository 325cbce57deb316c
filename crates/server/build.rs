//! Puts what others made for browsers where the program includes it from. It is never committed and never
//! downloaded here: `cargo xtask fonts` fetches it by the lockfile in `web/`. Without it the program is built
//! all the same: pages then use the fonts of the reader's machine, and pictures are shown without deep zoom.

use std::env;
use std::path::Path;
use std::process::ExitCode;

use sha2::{Digest, Sha256};

/// Name in the program, kind, path below `web/node_modules`, SHA-256.
const FILES: [(&str, &str, &str, &str); 5] = [
    (
        "openseadragon.js",
        "text/javascript; charset=utf-8",
        "openseadragon/build/openseadragon/openseadragon.min.js",
        "14d587cd3ee7c4861f1a41077ce642029364a21029956ba635bd8fb1202cf9ad",
    ),
    (
        "openseadragon-licence.txt",
        "text/plain; charset=utf-8",
        "openseadragon/LICENSE.txt",
        "17da96b26ac706d2cbd06d4555dedb43026782f4943faf0156fe7acf89454228",
    ),
    (
        "arabic-regular.woff2",
        "font/woff2",
        "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2",
        "9cc2d2e90f7b51904468558b4ed529de8a8206497c8edb5e33122bd077e0158c",
    ),
    (
        "arabic-bold.woff2",
        "font/woff2",
        "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-700-normal.woff2",
        "d2d8e6b155248d6706e2e9c6019e88d435873801efe3d5a3ed6f0ab69aa1511e",
    ),
    (
        "arabic-licence.txt",
        "text/plain; charset=utf-8",
        "@fontsource/noto-naskh-arabic/LICENSE",
        "91053c23e8a0fe5fc9b5fdbe5ff74ceffd66f6f996c123f1a6ca4c23487c1fff",
    ),
];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/node_modules");
    // A folder that is not there yet is looked for at every build, and found at the first one after.
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut table = String::from("&[\n");
    if folder.exists() {
        for (name, kind, path, digest) in FILES {
            let path = folder.join(path);
            println!("cargo::rerun-if-changed={}", path.display());
            if let Err(reason) = judge(&path, digest) {
                println!(
                    "cargo::error=what browsers need is not what the lockfile names: {reason}"
                );
                println!("cargo::error=run `cargo xtask fonts` once, then build again");
                return ExitCode::FAILURE;
            }
            table += &format!("({name:?}, {kind:?}, include_bytes!({path:?})),\n");
        }
    }
    table += "]\n";
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    match fs_err::write(Path::new(&out).join("fetched.rs"), table) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether a file is the one that the program was tried with.
fn judge(path: &Path, digest: &str) -> Result<(), String> {
    let bytes = fs_err::read(path).map_err(|error| error.to_string())?;
    let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found == digest {
        return Ok(());
    }
    Err(format!("{} has SHA-256 {found}, not {digest}", path.display()))
}
