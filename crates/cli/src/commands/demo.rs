use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_evidence::check::{Outside, Verdict, check_package};
use sijill_evidence::export::{Request, export};
use sijill_finding::{Filter, Finder, PersonHit, Scope};
use sijill_ingest::process::{Options, Processed, process, work_list};
use sijill_ingest::{Closing, Intake, Outcome, Silent, Statement, receipt, receipt_text};
use sijill_keys::Passphrase;
use sijill_reading::Engine;
use sijill_schema::{AccessLevel, AskedPerson};
use sijill_storage::verify::{self, Report};
use sijill_storage::{Archive, durable};
use sijill_translog::Policy;

use super::Ended;
use crate::Global;
use crate::error::{CliError, Exit};
use crate::output::Output;

/// Show on a throw-away archive how papers are secured and how a change is found.
///
/// Takes in thirteen invented files, looks at their pages, verifies them, makes an evidence package and checks it, changes one byte of one copy, and verifies again.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Builds it in this folder and leaves it there; without it, everything is removed at the end.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

macro_rules! sample {
    ($($folder:literal / $name:literal),* $(,)?) => {
        [$(($folder, $name, include_bytes!(concat!("../../sample/", $name)).as_slice())),*]
    };
}

/// The bundled pages. All of them are invented, and say so.
const SAMPLE: [(&str, &str, &[u8]); 13] = sample![
    "folder-1" / "01_transfer_order.jpg",
    "folder-1" / "02_register.png",
    "folder-1" / "03_death_notice.jpg",
    "folder-1" / "04_circular_g4.tif",
    "folder-2" / "05_interrogation_150dpi.jpg",
    "folder-2" / "06_court_multipage.tif",
    "folder-2" / "07_release_child.pdf",
    "folder-2" / "08_bilingual.png",
    "folder-3" / "09_handwritten_style.jpg",
    "folder-3" / "10_blank_back.jpg",
    "folder-3" / "11_rotated90.jpg",
    "folder-3" / "12_property_hard.jpg",
    "folder-3" / "13_rescan_of_01.jpg",
];

impl Demo {
    pub fn run(&self, _: &Global, output: Output) -> Ended {
        let temporary = tempfile::tempdir()?;
        let folder = self.keep.as_deref().unwrap_or(temporary.path());
        let story = Story { folder, output };
        story.write_scans()?;
        let archive = story.make_archive()?;
        let outcome = story.secure(&archive)?;
        let processed = story.look(&archive)?;
        let person = story.find(&archive)?;
        let before = story.verify(&archive)?;
        let handed_out = story.hand_out(&archive, &outcome)?;
        let changed = story.change_a_byte(&archive, &outcome)?;
        let after = story.verify(&archive)?;
        let found = after.problems.iter().any(|problem| problem.path.as_deref() == Some(&changed));
        let json = json!({ "ingest": outcome, "process": processed, "find": person, "verify": before, "package_sound": handed_out.ok(), "changed": changed, "verify_after": after, "found": found });
        output.result(&json, || story.tell(&archive, (&before, &handed_out), &changed, &after))?;
        Ok(if before.ok && handed_out.ok() && found {
            ExitCode::SUCCESS
        } else {
            Exit::UNSOUND.into()
        })
    }
}

struct Story<'a> {
    folder: &'a Path,
    output: Output,
}

impl Story<'_> {
    fn scans(&self) -> PathBuf {
        self.folder.join("scans")
    }

    fn write_scans(&self) -> Result<(), CliError> {
        for (folder, name, bytes) in SAMPLE {
            let folder = self.scans().join(folder);
            fs_err::create_dir_all(&folder)?;
            fs_err::write(folder.join(name), bytes)?;
        }
        fs_err::write(
            self.folder.join("accession.toml"),
            include_bytes!("../../sample/accession.toml"),
        )?;
        Ok(fs_err::write(self.folder.join("items.csv"), include_bytes!("../../sample/items.csv"))?)
    }

    fn passphrase(&self) -> Result<Passphrase, CliError> {
        let passphrase = Passphrase::new("demonstration only".to_owned());
        passphrase.map_err(|error| CliError::refused(error.to_string(), "report this"))
    }

    fn make_archive(&self) -> Result<Archive, CliError> {
        self.output.say("1. A new archive with its keys …");
        Ok(Archive::create(
            &self.folder.join("archive"),
            "demo.example/archive",
            "Demonstrator",
            &self.passphrase()?,
        )?)
    }

    fn secure(&self, archive: &Archive) -> Result<Outcome, CliError> {
        self.output.say("2. Thirteen invented pages are copied, hashed, signed and logged …");
        let statement = Statement::read(&self.folder.join("accession.toml"))?;
        let mut writer = archive.write(&self.passphrase()?)?;
        let outcome = Intake::begin(&mut writer, &[self.scans()], statement)?
            .run(Closing::WhenWhole, &Silent)?;
        writer.finish()?;
        Ok(outcome)
    }

    /// Commits to the pixels, measures, draws, and reads what can be read here.
    fn look(&self, archive: &Archive) -> Result<Processed, CliError> {
        self.output.say("3. Their pixels are committed to; they are measured, drawn and read …");
        let engine = Engine::find(std::env::var_os("SIJILL_TESSDATA").as_deref().map(Path::new));
        if let Err(why) = &engine {
            self.output.say(&format!("   … but not read: {why}"));
        }
        let jobs = std::thread::available_parallelism().map_or(1, usize::from);
        let options = Options { jobs, rebuild: false, engine: engine.ok() };
        let processed = process(archive, &self.passphrase()?, &options, &Silent)?;
        let list = work_list(archive)?;
        let again = list.findings.iter().filter(|page| page.rescan).count();
        self.output.say(&format!(
            "   … {} pages, {} read, {} blank; {again} to scan again, {} pairs of scans of one leaf.",
            processed.pages,
            processed.read,
            processed.blank,
            list.alike.len()
        ));
        Ok(processed)
    }

    /// What a caseworker asks who has a passport in Latin letters before her.
    fn find(&self, archive: &Archive) -> Result<Vec<PersonHit>, CliError> {
        let asked = AskedPerson {
            name: Some("Mustafa Kunfuzi".to_owned()),
            mother: Some("Zaynab".to_owned()),
            born: Some("2000".to_owned()),
            ..AskedPerson::default()
        };
        self.output.say("4. Somebody asks for Mustafa Kunfuzi, mother Zaynab, born in 2000 …");
        let scope = Scope { seen: Filter::up_to(AccessLevel::Confidential), limit: 3, offset: 0 };
        let hits = Finder::open(archive)?.find(&asked, &scope)?.hits;
        for hit in &hits {
            let PersonHit { person, score, reference, .. } = hit;
            self.output.say(&format!("   … {score:5.1}  {} ({reference})", person.name));
        }
        Ok(hits)
    }

    fn verify(&self, archive: &Archive) -> Result<Report, CliError> {
        self.output.say("   … and every byte, event and signature is checked.");
        Ok(archive.verify(&verify::Scope::default(), &verify::Silent)?)
    }

    /// An evidence package for a court, and the check that its expert makes, with a policy and without the archive.
    fn hand_out(&self, archive: &Archive, outcome: &Outcome) -> Result<Verdict, CliError> {
        self.output.say("5. An evidence package is made, and checked as a stranger would …");
        let items = receipt(archive, outcome.accession)?.items.iter().map(|item| item.id).collect();
        let (to, case) = (self.folder.join("handed-out"), Some("DEMO-1".to_owned()));
        let request = Request { items, to: &to, case, since: Vec::new(), approved: None };
        let passphrase = self.passphrase()?;
        let mut writer = archive.write(&passphrase)?;
        let package = export(&mut writer, &passphrase, &request, &verify::Silent)?;
        writer.finish()?;
        let policy = Some(Policy::of_log(archive.log_key().clone()));
        Ok(check_package(&package.folder, &Outside { policy, ..Outside::default() })?)
    }

    /// What an attacker, or a dying disk, would do to one stored page.
    fn change_a_byte(&self, archive: &Archive, outcome: &Outcome) -> Result<String, CliError> {
        self.output.say("6. One byte of one stored page is changed behind the archive's back …");
        let item = receipt(archive, outcome.accession)?.items.into_iter().next();
        let item =
            item.ok_or_else(|| CliError::refused("the sample was not taken in", "report this"))?;
        let path = archive.page_path(item.id, "000001.jpg");
        let mut bytes = fs_err::read(&path)?;
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 1;
        }
        fs_err::set_permissions(&path, std::fs::Permissions::from_mode(0o644))?;
        fs_err::write(&path, bytes)?;
        durable::sync(archive.folder())?;
        Ok(archive.relative(&path))
    }

    fn tell(
        &self,
        archive: &Archive,
        (before, handed_out): (&Report, &Verdict),
        changed: &str,
        after: &Report,
    ) -> String {
        let sound = if handed_out.ok() { "sound" } else { "NOT SOUND" };
        let receipt = archive
            .catalogue()
            .and_then(|catalogue| catalogue.accessions())
            .ok()
            .and_then(|rows| rows.last().map(|row| row.id))
            .and_then(|id| receipt(archive, id).ok())
            .map(|receipt| receipt_text(&receipt))
            .unwrap_or_default();
        let problems: String = after
            .problems
            .iter()
            .map(|problem| {
                format!(
                    "   FOUND: {} — {}\n",
                    problem.path.as_deref().unwrap_or_default(),
                    problem.detail
                )
            })
            .collect();
        format!(
            "{receipt}\nVerified after taking in: {} files, {} events, {} problems.\nAn evidence package was made and is {sound}.\nThen one byte was changed in {changed}.\nVerified again: {} problem(s).\n{problems}",
            before.files,
            before.events,
            before.problems.len(),
            after.problems.len(),
        )
    }
}
