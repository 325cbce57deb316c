//! Page commitments computed by the Python program that `docs/commitment.md` prints, with nothing but its standard library.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use sijill_imaging::{PageSecret, Raster, Samples, commit};
use sijill_schema::PageId;

/// The program between the fences.
fn program() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/commitment.md");
    let text = fs_err::read_to_string(page).unwrap();
    let (_, rest) = text.split_once("```python\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

fn by_python(program: &str, page: PageId, secret: &[u8; 32], raster: &Raster) -> String {
    let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let size = [raster.width(), raster.height(), raster.samples().bytes() as u32];
    let mut python = Command::new("python3")
        .args(["-c", program, &page.to_string(), &secret])
        .args(size.map(|number| number.to_string()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(raster.pixels()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn another_program_computes_the_same_commitments() {
    let program = program();
    for (width, height, samples) in [
        (1, 1, Samples::Grey8),
        (32, 32, Samples::Rgb8),
        (33, 31, Samples::Grey8),
        (700, 401, Samples::Rgb8),
        (1240, 1754, Samples::Grey8),
    ] {
        let count = width as usize * height as usize * samples.bytes();
        let pixels = (0..count).map(|at| (at * at % 253) as u8).collect();
        let raster = Raster::new(width, height, samples, pixels).unwrap();
        let (page, secret) = (PageId::new(), PageSecret::random().unwrap());
        let ours = commit(page, &raster, &secret);
        let theirs = by_python(&program, page, secret.as_bytes(), &raster);
        assert_eq!(
            theirs,
            format!("{} {}", ours.root.hex(), ours.raster.hex()),
            "{width} x {height}"
        );
    }
}
