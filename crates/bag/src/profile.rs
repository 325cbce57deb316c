//! What every evidence package holds, as a BagIt Profile (version 1.3): a statement that other people's validators can
//! check a package against. It is written into each package as `bag-profile.json`.

/// What `BagIt-Profile-Identifier` in `bag-info.txt` says. Nothing is to be fetched from there: the name is invented
/// and stays.
pub const EVIDENCE_PROFILE_IDENTIFIER: &str =
    "https://sijill.example/profiles/evidence-package/1.json";

/// The profile.
pub const EVIDENCE_PROFILE: &str = include_str!("../assets/evidence-package.json");
