//! Where the passphrase comes from: a file, the environment, or a prompt that does not show it.

use sijill_keys::Passphrase;
use std::io::IsTerminal;

use crate::Global;
use crate::error::CliError;

const VARIABLE: &str = "SIJILL_PASSPHRASE";

/// The variable that holds another person's passphrase, or one's own new one.
const NEW_VARIABLE: &str = "SIJILL_NEW_PASSPHRASE";

/// The variable that holds the passphrase of the second of two people who open something together.
const SECOND_VARIABLE: &str = "SIJILL_SECOND_PASSPHRASE";

/// One's own passphrase.
pub(crate) fn own(global: &Global) -> Result<Passphrase, CliError> {
    if let Some(file) = &global.passphrase_file {
        let text = fs_err::read_to_string(file).map_err(|error| {
            CliError::refused(error.to_string(), "name a file that can be read")
        })?;
        return checked(text.lines().next().unwrap_or_default().to_owned());
    }
    from(VARIABLE, "Passphrase · عبارة المرور: ")
}

/// A passphrase that is being chosen; on a terminal it is asked for twice.
pub(crate) fn chosen(global: &Global) -> Result<Passphrase, CliError> {
    if global.passphrase_file.is_some() || std::env::var_os(VARIABLE).is_some() {
        return own(global);
    }
    twice("Choose a passphrase · اختر عبارة المرور: ")
}

/// The new passphrase, or that of the person who is being added.
pub(crate) fn other() -> Result<Passphrase, CliError> {
    if std::env::var_os(NEW_VARIABLE).is_some() {
        return from(NEW_VARIABLE, "");
    }
    twice("New passphrase · عبارة المرور الجديدة: ")
}

/// The passphrase of the other one of two people who open something together.
pub(crate) fn second() -> Result<Passphrase, CliError> {
    from(SECOND_VARIABLE, "The second person's passphrase · عبارة مرور الشخص الثاني: ")
}

fn from(variable: &str, prompt: &str) -> Result<Passphrase, CliError> {
    match std::env::var(variable) {
        Ok(text) => checked(text),
        Err(_) => checked(ask(prompt, variable)?),
    }
}

fn twice(prompt: &str) -> Result<Passphrase, CliError> {
    let first = ask(prompt, NEW_VARIABLE)?;
    if first != ask("Once more · مرة أخرى: ", NEW_VARIABLE)? {
        return Err(CliError::refused("the two passphrases differ", "run the command again"));
    }
    checked(first)
}

fn ask(prompt: &str, variable: &str) -> Result<String, CliError> {
    if !std::io::stdin().is_terminal() {
        let remedy = match variable {
            SECOND_VARIABLE => format!("set {variable}"),
            _ => format!("set {VARIABLE}, or use --passphrase-file"),
        };
        return Err(CliError::refused(
            "a passphrase is needed and there is no terminal to ask at",
            remedy,
        ));
    }
    Ok(rpassword::prompt_password(prompt)?)
}

fn checked(text: String) -> Result<Passphrase, CliError> {
    let remedy = "choose several words that nobody else knows";
    Passphrase::new(text).map_err(|error| CliError::refused(error.to_string(), remedy))
}
