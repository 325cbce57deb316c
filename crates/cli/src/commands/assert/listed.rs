//! Assertions as a list.

use std::process::ExitCode;

use serde_json::{Value, json};
use sijill_schema::{IdentityClaim, IdentityProposal, Mention, MentionId, PageId};
use sijill_storage::{Archive, Assertion, StorageError};

use crate::commands::Ended;
use crate::error::CliError;
use crate::output::Output;
use crate::{Global, passphrase};

pub(super) fn list(
    global: &Global,
    output: Output,
    archive: &Archive,
    about: Option<&str>,
    sealed: bool,
) -> Ended {
    let keys = if sealed {
        Some(archive.together(&passphrase::own(global)?, &passphrase::second()?)?)
    } else {
        None
    };
    let mut assertions = archive.catalogue()?.assertions(keys.as_ref())?;
    if let Some(about) = about {
        let subject = Subject::parse(about)?;
        let mut kept = Vec::new();
        for assertion in assertions {
            if subject.is_of(&assertion)? {
                kept.push(assertion);
            }
        }
        assertions = kept;
    }
    let ledger = archive.ledger()?;
    let mut listed: Vec<Value> = Vec::new();
    for assertion in &assertions {
        let mut value = json!(assertion);
        if let Some(members) = value.as_object_mut() {
            let event = ledger.event(assertion.event)?;
            members.insert("state".to_owned(), state(assertion).into());
            members.insert("by".to_owned(), json!(event.agent));
            members.insert("at".to_owned(), json!(event.at));
            members.retain(|_, value| !value.is_null());
        }
        without_salts(&mut value);
        listed.push(value);
    }
    output.result(&json!({ "assertions": listed }), || assertions.iter().map(words).collect())?;
    Ok(ExitCode::SUCCESS)
}

/// The mention or the page that assertions are asked about: whichever it is, no other record has its identifier.
struct Subject {
    mention: MentionId,
    page: PageId,
}

impl Subject {
    fn parse(name: &str) -> Result<Self, CliError> {
        match (name.parse(), name.parse()) {
            (Ok(mention), Ok(page)) => Ok(Self { mention, page }),
            _ => Err(CliError::refused(
                format!("{name:?} is not an identifier"),
                "name a mention or a page by its identifier",
            )),
        }
    }

    fn is_of(&self, assertion: &Assertion) -> Result<bool, StorageError> {
        let Some(proposal) = &assertion.proposal else { return Ok(false) };
        if proposal.evidence.contains(&self.page) {
            return Ok(true);
        }
        for mention in proposal.claim.mentions() {
            if mention.page == self.page || mention.id()? == self.mention {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn state(assertion: &Assertion) -> &'static str {
    match (&assertion.confirmed, &assertion.revoked) {
        (_, Some(_)) => "revoked",
        (Some(_), None) => "holds",
        (None, None) => "proposed",
    }
}

/// With the salts, a leaked event of the log would confirm what stands here.
fn without_salts(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("salt");
            members.values_mut().for_each(without_salts);
        }
        Value::Array(values) => values.iter_mut().for_each(without_salts),
        _ => {}
    }
}

fn words(assertion: &Assertion) -> String {
    let said = match &assertion.proposal {
        None => "sealed: two people open it with --sealed".to_owned(),
        Some(proposal) => claim(proposal),
    };
    format!("{}  {}  {said}\n", assertion.id, state(assertion))
}

fn claim(proposal: &IdentityProposal) -> String {
    let named = |mention: &Mention| format!("{} (page {})", mention.person.name, mention.page);
    let said = match &proposal.claim {
        IdentityClaim::Same { first, second } => {
            format!("{} is the same person as {}", named(first), named(second))
        }
        IdentityClaim::RecordedAs { mention, person } => {
            format!("whom the record calls {} is {}", named(mention), person.name)
        }
    };
    format!("{said}, because: {}", proposal.because)
}
