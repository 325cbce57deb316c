//! The terms of the index. Each begins with the access level of its mention: whoever may not see a level asks for none of
//! its terms, and neither hits nor the frequency of a name tell that something is there. Where a level is seen of single
//! accessions only, [`Seen`](super::seen::Seen) says which of a term's mentions those are.

use sijill_schema::AccessLevel;
use tantivy::Term;
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, TokenizerManager};

use crate::guard::Layout;

/// The format of the index. It changes with the fields, with what stands in them, and with how names are taken apart.
pub(super) const FORMAT: &str = "people/3";

/// How terms are read: as they are.
const WHOLE: &str = "whole";

/// The column of what mentions tell.
pub(super) const TOLD: &str = "told";

/// The column of the accessions with which mentions came in.
pub(super) const HOLDER: &str = "holder";

/// The fields of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Names and numbers; see [`key`].
    pub key: Field,
    /// The page's identifier, for replacing its entries.
    pub page: Field,
    /// The mention with its access level, as JSON.
    pub mention: Field,
    /// What it tells, in its order; see [`told`].
    pub told: Field,
    /// The accession with which its page came in.
    pub holder: Field,
}

impl Fields {
    /// The fields, and how the folder must be laid out for them.
    pub fn layout() -> (Self, Layout) {
        let mut builder = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer(WHOLE).set_fieldnorms(false);
        let indexing = indexing.set_index_option(IndexRecordOption::Basic);
        let key =
            builder.add_text_field("key", TextOptions::default().set_indexing_options(indexing));
        let page = builder.add_bytes_field("page", BytesOptions::default().set_indexed());
        let mention = builder.add_bytes_field("mention", BytesOptions::default().set_stored());
        let told = builder.add_text_field(TOLD, TextOptions::default().set_fast("raw"));
        let holder = builder.add_text_field(HOLDER, TextOptions::default().set_fast("raw"));
        let schema = builder.build();
        let tokenizers = TokenizerManager::default();
        tokenizers.register(WHOLE, TextAnalyzer::from(RawTokenizer::default()));
        (Self { key, page, mention, told, holder }, Layout { format: FORMAT, schema, tokenizers })
    }

    /// The term of a key.
    pub fn term(&self, level: AccessLevel, part: Part, value: &str) -> Term {
        Term::from_field_text(self.key, &key(level, part, value))
    }
}

/// What a key is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Every mention has it, without a value.
    Any,
    /// The mention's identifier.
    Id,
    /// A name of the chain.
    Name,
    /// A name of the mother.
    Mother,
    /// A name of the kunya.
    Kunya,
    /// A word of the place.
    Place,
    /// A year of birth.
    Born,
    /// A number.
    Number,
}

impl Part {
    /// The letter of the part in a term. Numbers come before everything else that mentions tell.
    pub fn sign(self) -> char {
        match self {
            Self::Any => '*',
            Self::Id => '=',
            Self::Name => 'n',
            Self::Mother => 'm',
            Self::Kunya => 'k',
            Self::Place => 'p',
            Self::Born => 'y',
            Self::Number => '#',
        }
    }
}

/// The parts of which the values are names.
pub(super) const NAMES: [Part; 4] = [Part::Name, Part::Mother, Part::Kunya, Part::Place];

/// A level, a part and a value as one text.
pub(super) fn key(level: AccessLevel, part: Part, value: &str) -> String {
    let level = match level {
        AccessLevel::Open => 'o',
        AccessLevel::Restricted => 'r',
        AccessLevel::Confidential => 'c',
        AccessLevel::Sealed => 's',
    };
    let part = part.sign();
    format!("{level}{part}{value}")
}

/// A part and a value as one text, for the column. A mention tells the names of its chain, the mother's, the kunya's, the
/// words of the place, the first and the last year in which the person may be born, and numbers, each group in its order.
pub(super) fn told(part: Part, value: &str) -> String {
    let part = part.sign();
    format!("{part}{value}")
}

/// What no text reaches that begins with this one: no text goes on with the byte FF.
pub(super) fn after(text: &str) -> Vec<u8> {
    [text.as_bytes(), &[0xff]].concat()
}
