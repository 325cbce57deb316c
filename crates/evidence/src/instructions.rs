//! What a stranger checks a package with: instructions in four languages, a script, a page for the browser.

use sijill_schema::PackageDescription;

/// `check.html`.
pub const PAGE: &str = include_str!("../assets/check.html");

/// `README-check-proofs.py`.
pub const SCRIPT: &str = include_str!("../assets/README-check-proofs.py");

const README: &str = include_str!("../assets/README-VERIFY.txt");

/// `README-VERIFY.txt` of a package.
#[must_use]
pub fn readme(description: &PackageDescription) -> String {
    README
        .replace("{{PACKAGE}}", &format!("ep-{}", description.id))
        .replace("{{ORIGIN}}", &description.log)
        .replace("{{SIZE}}", &description.size.to_string())
        .replace("{{ROOT}}", &description.root)
}
