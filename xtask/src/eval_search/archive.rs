//! A throw-away archive with the labelled pages, asked through the program as a user asks it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Result;
use crate::command::{check, output, program, release_binary, target};

/// Opens nothing but a throw-away archive.
const PASSPHRASE: &str = "a throw-away archive for measuring";

pub struct Archive {
    sijill: PathBuf,
    folder: PathBuf,
    /// Page, original file, text that was read.
    pages: Vec<(String, Page)>,
}

/// A page of a file.
#[derive(Clone)]
pub struct Page {
    pub id: String,
    /// What a machine read on it.
    pub text: String,
}

impl Archive {
    /// Takes a folder of pages in and looks at them.
    pub fn make(pages: &Path, tessdata: &Path) -> Result<Self> {
        let sijill = fs_err::canonicalize(release_binary()?)?;
        let folder = target().join("eval-search");
        if folder.exists() {
            fs_err::remove_dir_all(&folder)?;
        }
        let mut archive = Self { sijill, folder, pages: Vec::new() };
        let init = ["init", "--origin", "measuring.example/pages"].map(Path::new);
        check(archive.command(&init).arg(&archive.folder))?;
        check(&mut archive.command(&[Path::new("ingest"), pages]))?;
        check(archive.command(&["process", "--tessdata"].map(Path::new)).arg(tessdata))?;
        archive.pages = archive.all_pages()?;
        Ok(archive)
    }

    /// What the program answers.
    pub fn ask(&self, arguments: &[&str]) -> Result<Value> {
        let arguments: Vec<&Path> = arguments.iter().map(Path::new).collect();
        Ok(serde_json::from_str(&output(self.command(&arguments).arg("--json"))?)?)
    }

    /// The pages of a file.
    pub fn pages(&self, file: &str) -> Result<Vec<Page>> {
        let own = self.pages.iter().filter(|(name, _)| name == file);
        let pages: Vec<_> = own.map(|(_, page)| page.clone()).collect();
        if pages.is_empty() { Err(format!("{file} was not taken in").into()) } else { Ok(pages) }
    }

    fn all_pages(&self) -> Result<Vec<(String, Page)>> {
        let mut pages = Vec::new();
        for accession in list(&self.ask(&["show"])?["accessions"]) {
            for item in list(&self.ask(&["show", text(&accession["id"])])?["items"]) {
                let shown = self.ask(&["show", text(&item["id"])])?;
                let files = list(&shown["files"]);
                for id in list(&shown["pages"]) {
                    let page = self.ask(&["show", text(&id)])?;
                    let master = &page["seen"]["master"];
                    let file = files.iter().find(|file| file["page"] == *master);
                    let name =
                        file.map(|file| text(&file["original"]).to_owned()).unwrap_or_default();
                    let text = text(&page["machine_text"]["text"]).to_owned();
                    pages.push((
                        name,
                        Page { id: id.as_str().unwrap_or_default().to_owned(), text },
                    ));
                }
            }
        }
        Ok(pages)
    }

    fn command(&self, arguments: &[&Path]) -> std::process::Command {
        let mut command = program(&self.sijill);
        command.env("SIJILL_ARCHIVE", &self.folder).env("SIJILL_PASSPHRASE", PASSPHRASE);
        command.arg("--quiet").args(arguments);
        command
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
