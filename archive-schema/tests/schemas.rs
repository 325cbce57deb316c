//! The checked-in JSON Schemas are those of the types.

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn checked_in_schemas_are_those_of_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for (name, text) in sijill_schema::schemas() {
        let kept = fs_err::read_to_string(folder.join(name)).unwrap();
        assert_eq!(kept, text, "{name} is stale: run cargo xtask schemas");
    }
    let kept: BTreeSet<_> = fs_err::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let made: BTreeSet<_> =
        sijill_schema::schemas().iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(kept, made, "a schema without a type, or the other way round");
}
