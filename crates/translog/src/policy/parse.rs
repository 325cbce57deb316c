//! Reading the text of a policy, line by line. What a line may refer to stands before it, so one pass
//! is enough and no group can contain itself.

use super::{Policy, PolicyError, PolicyGroup, PolicyLog, PolicyProblem, PolicyWitness, Threshold};
use crate::lines::parse_decimal;
use crate::{SignatureType, VerifierKey};

/// The quorum that asks for no witness. No witness or group may be called so.
pub(super) const NO_QUORUM: &str = "none";

const COMMENT: char = '#';
const LOG: &str = "log <vkey> [<url>]";
const WITNESS: &str = "witness <name> <vkey> [<url>]";
const GROUP: &str = "group <name> all|any|<number> <member>...";
const QUORUM: &str = "quorum <name>|none";

impl Policy {
    /// Reads a policy. Empty lines and those that begin with `#` are passed over.
    ///
    /// # Errors
    /// [`PolicyError`] names the line and the rule it breaks.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let mut reading = Reading::default();
        for (line, text) in (1..).zip(text.lines()) {
            reading.line(text).map_err(|problem| PolicyError::Line { line, problem })?;
        }
        let Reading { logs, witnesses, groups, quorum, .. } = reading;
        let quorum = quorum.ok_or(PolicyError::NoQuorum)?;
        Ok(Self { logs, witnesses, groups, quorum })
    }
}

/// A policy of which some lines have been read.
#[derive(Default)]
struct Reading {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<PolicyGroup>,
    /// The outer `None` is no quorum line yet, the inner one `quorum none`.
    quorum: Option<Option<String>>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), PolicyProblem> {
        let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with(COMMENT) => Ok(()),
            ["log", words @ ..] => self.log(words),
            ["witness", words @ ..] => self.witness(words),
            ["group", words @ ..] => self.group(words),
            ["quorum", words @ ..] => self.quorum(words),
            [other, ..] => Err(PolicyProblem::Keyword((*other).to_owned())),
        }
    }

    fn log(&mut self, words: &[&str]) -> Result<(), PolicyProblem> {
        let (vkey, url) = match words {
            [vkey] => (vkey, None),
            [vkey, url] => (vkey, Some((*url).to_owned())),
            _ => return Err(PolicyProblem::Words(LOG)),
        };
        let key = key(vkey, "log", SignatureType::Ed25519)?;
        // The name of a log's key is its origin: two logs may share a key, though they should not.
        let known = self.logs.iter().any(|log| *log.key() == key);
        if known || self.is_witness_key(&key) {
            return Err(PolicyProblem::RepeatedKey);
        }
        self.logs.push(PolicyLog { key, url });
        Ok(())
    }

    fn witness(&mut self, words: &[&str]) -> Result<(), PolicyProblem> {
        let (name, vkey, url) = match words {
            [name, vkey] => (name, vkey, None),
            [name, vkey, url] => (name, vkey, Some((*url).to_owned())),
            _ => return Err(PolicyProblem::Words(WITNESS)),
        };
        let name = self.new_name(name)?;
        let key = key(vkey, "witness", SignatureType::Cosignature)?;
        let signs_a_log = self.logs.iter().any(|log| log.key().public_key() == key.public_key());
        if signs_a_log || self.is_witness_key(&key) {
            return Err(PolicyProblem::RepeatedKey);
        }
        self.witnesses.push(PolicyWitness { name, key, url });
        Ok(())
    }

    fn group(&mut self, words: &[&str]) -> Result<(), PolicyProblem> {
        let [name, threshold, members @ ..] = words else {
            return Err(PolicyProblem::Words(GROUP));
        };
        if members.is_empty() {
            return Err(PolicyProblem::Words(GROUP));
        }
        let (name, threshold) = (self.new_name(name)?, parse_threshold(threshold, members.len())?);
        let grouped = self.groups.iter().flat_map(PolicyGroup::members);
        let mut grouped: Vec<&str> = grouped.map(String::as_str).collect();
        for &member in members {
            self.check_defined(member)?;
            if grouped.contains(&member) {
                return Err(PolicyProblem::RepeatedMember(member.to_owned()));
            }
            grouped.push(member);
        }
        let members = members.iter().copied().map(str::to_owned).collect();
        self.groups.push(PolicyGroup { name, threshold, members });
        Ok(())
    }

    fn quorum(&mut self, words: &[&str]) -> Result<(), PolicyProblem> {
        let [name] = *words else { return Err(PolicyProblem::Words(QUORUM)) };
        if self.quorum.is_some() {
            return Err(PolicyProblem::RepeatedQuorum);
        }
        if name == NO_QUORUM {
            self.quorum = Some(None);
            return Ok(());
        }
        self.check_defined(name)?;
        self.quorum = Some(Some(name.to_owned()));
        Ok(())
    }

    fn new_name(&self, name: &str) -> Result<String, PolicyProblem> {
        if name == NO_QUORUM || self.is_defined(name) {
            return Err(PolicyProblem::RepeatedName(name.to_owned()));
        }
        Ok(name.to_owned())
    }

    fn check_defined(&self, name: &str) -> Result<(), PolicyProblem> {
        let defined = self.is_defined(name);
        if defined { Ok(()) } else { Err(PolicyProblem::UnknownName(name.to_owned())) }
    }

    fn is_defined(&self, name: &str) -> bool {
        let mut witnesses = self.witnesses.iter();
        witnesses.any(|witness| witness.name == name)
            || self.groups.iter().any(|group| group.name == name)
    }

    fn is_witness_key(&self, key: &VerifierKey) -> bool {
        self.witnesses.iter().any(|witness| witness.key().public_key() == key.public_key())
    }
}

fn key(
    vkey: &str,
    wanted: &'static str,
    expected: SignatureType,
) -> Result<VerifierKey, PolicyProblem> {
    let key: VerifierKey = vkey.parse()?;
    let found = key.signature_type();
    if found == expected {
        Ok(key)
    } else {
        Err(PolicyProblem::WrongKind { wanted, expected, found })
    }
}

fn parse_threshold(word: &str, members: usize) -> Result<Threshold, PolicyProblem> {
    let number = || {
        let needed = parse_decimal(word).and_then(|needed| usize::try_from(needed).ok());
        needed.filter(|needed| (1..=members).contains(needed)).map(Threshold::AtLeast)
    };
    match word {
        "any" => Ok(Threshold::Any),
        "all" => Ok(Threshold::All),
        _ => number().ok_or_else(|| PolicyProblem::Threshold(word.to_owned())),
    }
}
