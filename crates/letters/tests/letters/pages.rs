//! The judges: what Poppler, qpdf and zbar, which other people wrote, make of a PDF.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Ends a test whose judge is not installed; in CI that is an error.
#[macro_export]
macro_rules! judge_or_skip {
    ($($program:expr),+) => {
        for program in [$($program),+] {
            if !$crate::pages::installed(program) {
                assert!(std::env::var_os("CI").is_none(), "{program} is missing in CI");
                eprintln!("SKIPPED: {} needs {program}", module_path!());
                return;
            }
        }
    };
}

pub fn installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A PDF on the disk, for as long as the test takes.
pub struct Printed {
    folder: TempDir,
}

impl Printed {
    pub fn new(certificate: &sijill_letters::Certificate) -> Self {
        let pdf = sijill_letters::certificate(certificate).unwrap();
        let folder = TempDir::new().unwrap();
        fs_err::write(folder.path().join("letter.pdf"), pdf).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("letter.pdf")
    }

    fn ask(&self, program: &str, arguments: &[&str]) -> Vec<u8> {
        let mut command = Command::new(program);
        let output = command.current_dir(self.folder.path()).args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {arguments:?}: {said}");
        output.stdout
    }

    /// The text of some pages as Poppler reads it, without the direction marks that Poppler adds. It takes
    /// the ligature lam-alef apart in the wrong order and doubles some vowel signs.
    pub fn text(&self, first: u32, last: u32) -> String {
        self.read(first, last, "-nopgbrk")
    }

    /// The same in the order in which it was drawn: right for digests, not for Arabic.
    pub fn drawn(&self, first: u32, last: u32) -> String {
        self.read(first, last, "-raw")
    }

    fn read(&self, first: u32, last: u32, how: &str) -> String {
        let (first, last) = (first.to_string(), last.to_string());
        let arguments = ["-f", &first, "-l", &last, "-enc", "UTF-8", how, "letter.pdf", "-"];
        let text = String::from_utf8(self.ask("pdftotext", &arguments)).unwrap();
        text.replace(|mark| matches!(mark, '\u{202a}'..='\u{202e}'), "")
    }

    pub fn title(&self) -> String {
        let info = String::from_utf8(self.ask("pdfinfo", &["letter.pdf"])).unwrap();
        info.lines().find_map(|line| line.strip_prefix("Title:")).unwrap().trim().to_owned()
    }

    pub fn page_count(&self) -> u32 {
        let info = String::from_utf8(self.ask("pdfinfo", &["letter.pdf"])).unwrap();
        let line = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
        line.trim().parse().unwrap()
    }

    /// The file that is attached, byte for byte.
    pub fn attachment(&self) -> Vec<u8> {
        self.ask("pdfdetach", &["-save", "1", "-o", "attached.json", "letter.pdf"]);
        fs_err::read(self.folder.path().join("attached.json")).unwrap()
    }

    /// Red, green and blue of every point of a page.
    pub fn points(&self, page: u32) -> Vec<[u8; 3]> {
        let page = page.to_string();
        self.ask(
            "pdftoppm",
            &["-r", "40", "-f", &page, "-l", &page, "-singlefile", "letter.pdf", "page"],
        );
        let ppm = fs_err::read(self.folder.path().join("page.ppm")).unwrap();
        // `P6`, width and height, 255: three lines, then the points.
        let head = ppm.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(2).unwrap().0;
        ppm[head + 1..].chunks_exact(3).map(|point| [point[0], point[1], point[2]]).collect()
    }

    /// Left, top, right and bottom of everything that is written, in points of a page of 595 by 842.
    pub fn extent(&self) -> [f64; 4] {
        let html = String::from_utf8(self.ask("pdftotext", &["-bbox", "letter.pdf", "-"])).unwrap();
        let edge = |word: &str, name: &str| -> f64 {
            let (_, rest) = word.split_once(name).unwrap();
            rest.split('"').nth(1).unwrap().parse().unwrap()
        };
        let mut extent = [f64::MAX, f64::MAX, 0.0, 0.0];
        for word in html.lines().filter(|line| line.contains("<word ")) {
            extent[0] = extent[0].min(edge(word, "xMin"));
            extent[1] = extent[1].min(edge(word, "yMin"));
            extent[2] = extent[2].max(edge(word, "xMax"));
            extent[3] = extent[3].max(edge(word, "yMax"));
        }
        extent
    }

    /// What a phone would read from the code on page one.
    pub fn code(&self) -> String {
        self.ask(
            "pdftoppm",
            &["-r", "150", "-l", "1", "-png", "-singlefile", "letter.pdf", "code"],
        );
        String::from_utf8(self.ask("zbarimg", &["--quiet", "--raw", "code.png"])).unwrap()
    }

    /// qpdf's judgement of the file's structure.
    pub fn check_structure(&self) {
        self.ask("qpdf", &["--check", "letter.pdf"]);
    }

    /// Keeps the PDF for a person to look at.
    pub fn keep(&self, name: &str) {
        fs_err::copy(self.path(), Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)).unwrap();
    }
}
