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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::PAGE;

    /// The page is another program, which refuses events that it does not know.
    #[test]
    fn the_page_knows_every_act() {
        let schema = include_str!("../../../archive-schema/schemas/event.schema.json");
        let schema: Value = serde_json::from_str(schema).unwrap();
        let acts = schema["oneOf"].as_array().unwrap();
        assert!(acts.len() > 20);
        for act in acts {
            let code = act["properties"]["act"]["const"].as_str().unwrap();
            let is_known = [format!("\n  {code}: {{"), format!("\n  \"{code}\": {{")];
            assert!(
                is_known.iter().any(|line| PAGE.contains(line)),
                "the page does not know {code}"
            );
        }
    }
}
