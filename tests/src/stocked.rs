//! An archive with invented pages that were looked at, for tests of the rooms.

use std::path::Path;

use serde_json::Value;

use crate::{Scratch, archive};

/// The files of the program's own sample.
const SAMPLE: &str = "../crates/cli/sample";

/// An archive with three invented pages in a described item, and one more in an accession of its own.
pub struct Stocked {
    /// The archive.
    pub scratch: Scratch,
    /// The item with three pages, which is confidential.
    pub item: String,
    /// Its pages in order: an order of transfer, a register, a list of property.
    pub pages: Vec<String>,
    /// Its accession.
    pub accession: String,
    /// The item of the other accession.
    pub other_item: String,
    /// Its page.
    pub other_page: String,
    /// The other accession.
    pub other: String,
}

impl Stocked {
    /// Makes it. The pages are read by the machine where its models are there.
    ///
    /// # Panics
    /// If a command fails.
    #[must_use]
    pub fn new() -> Self {
        let scratch = archive();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE);
        let put = |folder: &str, name: &str| {
            let bytes = fs_err::read(sample.join(name)).unwrap();
            scratch.write(Path::new(folder).join(name), bytes);
        };
        for name in ["01_transfer_order.jpg", "02_register.png", "12_property_hard.jpg"] {
            put("papers/folder-1", name);
        }
        put("more/folder-2", "03_death_notice.jpg");
        scratch.write(
            "papers.csv",
            "المرجع,المسار,العنوان,المكان,عدد الصفحات,مستوى الوصول,ملاحظات\n\
             س-١,folder-1,أمر نقل وسجل,خزانة ٣ رف ١,٣,سري,كلها مختلقة\n",
        );
        let statement = scratch.write(
            "papers.toml",
            "title = \"أوراق مختلقة · Invented papers\"\nsheet = \"papers.csv\"\naccess = \"confidential\"\n\
             flags = [\"minors\"]\n[place]\nsite = \"موقع مختلق\"\nbuilding = \"المبنى ب\"\n\
             [[people]]\nname = \"مستلم مختلق\"\nrole = \"received\"\n",
        );
        let taken_in = |folder: &str, more: &[&str]| -> Value {
            let folder = scratch.beside(folder);
            let arguments = ["ingest", folder.to_str().unwrap()];
            let (code, outcome) = scratch.sijill.json(arguments.iter().chain(more));
            assert!(code == 0 || code == 3, "{outcome}");
            outcome
        };
        taken_in("papers", &["--accession", statement.to_str().unwrap()]);
        taken_in("more", &[]);
        let (code, looked_at) = scratch.sijill.json(["process"]);
        assert_eq!(code, 0, "{looked_at}");
        let (_, all) = scratch.sijill.json(["show"]);
        let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let of = |place: usize| {
            let accession = id(&all["accessions"][place]);
            let (_, shown) = scratch.sijill.json(["show", &accession]);
            let item = id(&shown["items"][0]);
            let (_, shown) = scratch.sijill.json(["show", &item]);
            let pages = shown["pages"].as_array().unwrap().iter();
            let pages: Vec<_> = pages.map(|page| page.as_str().unwrap().to_owned()).collect();
            (accession, item, pages)
        };
        let (accession, item, pages) = of(0);
        let (other, other_item, mut others) = of(1);
        let other_page = others.remove(0);
        Self { scratch, item, pages, accession, other_item, other_page, other }
    }
}

impl Default for Stocked {
    fn default() -> Self {
        Self::new()
    }
}
