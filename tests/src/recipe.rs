//! README-VERIFY as a stranger follows it: the commands of each step, taken from the file and typed as printed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::adversary::Case;

/// The commands of a package's README-VERIFY.txt.
#[derive(Debug, Clone)]
pub struct Recipe {
    steps: BTreeMap<u8, String>,
}

/// What the reader has from elsewhere and types between the quotation marks.
#[derive(Debug, Clone)]
pub struct Trust {
    lines: String,
}

/// How a step ended.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its number.
    pub number: u8,
    /// Its commands, as printed.
    pub commands: String,
    /// What they printed.
    pub said: String,
    /// Whether the last line is `OK` and the status 0.
    pub held: bool,
}

/// Ends the output of a step: a line that no step prints.
const MARK: &str = "====step-ended-with-status";

impl Trust {
    /// The keys in the policy and the root that a reader of the case has.
    ///
    /// # Panics
    /// If the policy cannot be read.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self::new(&case.policy, &case.root)
    }

    /// The keys in a policy that needs all of its witnesses, and a root.
    ///
    /// # Panics
    /// If the policy cannot be read.
    #[must_use]
    pub fn new(policy: &Path, root: &Path) -> Self {
        let policy = fs_err::read_to_string(policy).unwrap();
        let word = |keyword: &str, place: usize| -> Vec<String> {
            let lines = policy.lines().filter(|line| line.starts_with(keyword));
            lines.map(|line| line.split(' ').nth(place).unwrap().to_owned()).collect()
        };
        let (log, witnesses) = (word("log ", 1).concat(), word("witness ", 2));
        let (needed, root) = (witnesses.len(), root.display());
        let witnesses = witnesses.join(" ");
        let lines = format!(
            "LOGKEY='{log}'\nWITNESSKEYS='{witnesses}'\nNEEDED={needed}\nTSAROOT='{root}'\n"
        );
        Self { lines }
    }

    /// The lines as they are typed before step 0.
    #[must_use]
    pub fn lines(&self) -> &str {
        &self.lines
    }
}

impl Recipe {
    /// Reads the commands between their marks.
    ///
    /// # Panics
    /// If the file is not there or a step has no end.
    #[must_use]
    pub fn of(package: &Path) -> Self {
        let text = fs_err::read_to_string(package.join("README-VERIFY.txt")).unwrap();
        let mut steps = BTreeMap::new();
        for part in text.split("\n-- step ").skip(1) {
            let (number, rest) = part.split_once(" --\n").unwrap();
            let (commands, _) = rest.split_once("-- end --").unwrap();
            steps.insert(number.parse().unwrap(), commands.to_owned());
        }
        Self { steps }
    }

    /// The numbers of the steps that show something: all but the first.
    #[must_use]
    pub fn steps(&self) -> Vec<u8> {
        self.steps.keys().copied().filter(|step| *step > 0).collect()
    }

    /// Types step 0 and then these steps, in one shell, in the package's folder.
    ///
    /// # Panics
    /// If there is no bash, or it did not live to the end of the last step.
    #[must_use]
    pub fn run(&self, package: &Path, trust: &Trust, steps: &[u8]) -> Vec<Step> {
        let typed = |step: &u8| format!("{}printf '\\n{MARK} %s\\n' $?\n", self.steps[step]);
        let script = format!("exec 2>&1\n{}", trust.lines());
        let script: String =
            [script].into_iter().chain([0].iter().chain(steps).map(typed)).collect();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-c", &script]).current_dir(package);
        let output = command.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let ended: Vec<_> = said.split(MARK).collect();
        assert_eq!(ended.len(), steps.len() + 2, "{said}");
        let step = |(place, number): (usize, &u8)| {
            let said = ended[place + 1].split_once('\n').unwrap().1.trim_end().to_owned();
            let status = ended[place + 2].split_once('\n').unwrap().0.trim();
            let held = status == "0" && said.lines().last() == Some("OK");
            Step { number: *number, commands: self.steps[number].clone(), said, held }
        };
        steps.iter().enumerate().map(step).collect()
    }
}
