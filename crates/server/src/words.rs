//! What people read, in both languages: messages of Project Fluent in `words/`, numbers and dates from the
//! data of CLDR. Arabic is `ar-SY`: Arabic-Indic digits and the month names of the Levant, which plain `ar`
//! does not have. What is filled into a sentence is isolated, so that an identifier in Latin letters keeps its
//! order in an Arabic line.

mod show;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The parts of the words: one file for each room and language.
macro_rules! parts {
    ($($room:literal),* $(,)?) => {
        const ARABIC: &[&str] = &[$(include_str!(concat!("../words/ar/", $room, ".ftl"))),*];
        const ENGLISH: &[&str] = &[$(include_str!(concat!("../words/en/", $room, ".ftl"))),*];
    };
}

parts![
    "frame",
    "errors",
    "session",
    "invitation",
    "founding",
    "start",
    "terms",
    "shelves",
    "page",
    "custody",
    "people",
    "oversight",
    "search",
    "find",
    "desk",
    "exports",
    "verify",
    "witnesses",
];

/// A language of the rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Arabic as it is written in Syria, from right to left.
    Arabic,
    /// English, from left to right.
    English,
}

/// The explicit formatting characters of the bidirectional algorithm (Unicode Standard Annex 9, section 2).
const fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

static WORDS: LazyLock<[Bundle; 2]> =
    LazyLock::new(|| [Bundle::new(Language::Arabic), Bundle::new(Language::English)]);

impl Language {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Arabic, Self::English];

    /// The language of a code (`ar`, `en`).
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The code of the language in cookies, forms and HTML (BCP 47).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
        }
    }

    /// The direction of its lines, as HTML names it.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            Self::English => "ltr",
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Arabic => Self::English,
            Self::English => Self::Arabic,
        }
    }

    /// The one that a browser asks for (`Accept-Language`, RFC 9110 §12.5.4) by the order of its wishes;
    /// Arabic for whoever asks for neither.
    #[must_use]
    pub fn wished(header: &str) -> Self {
        let mut wishes = header.split([',', ';']).map(str::trim);
        wishes
            .find_map(|wish| Self::of_code(wish.get(..2)?.to_ascii_lowercase().as_str()))
            .unwrap_or(Self::Arabic)
    }

    /// A sentence. One that is missing shows its own name; a test makes sure that there is none.
    #[must_use]
    pub fn say(self, key: &str) -> String {
        self.bundle().format(key, None)
    }

    /// A sentence with a number of things, `$count`, in the plural that the language has for it.
    #[must_use]
    pub fn count(self, key: &str, count: u64) -> String {
        self.with(key, &[("count", FluentValue::from(count))])
    }

    /// A sentence about one thing, `$what`. Letters of it that turn the direction of what follows are left out: an isolate
    /// ends where the first unmatched one inside it ends, so they could reach the rest of the sentence.
    #[must_use]
    pub fn about(self, key: &str, what: &str) -> String {
        let what: String = what.chars().filter(|letter| !turns_direction(*letter)).collect();
        self.with(key, &[("what", FluentValue::from(what))])
    }

    /// A sentence with several things.
    #[must_use]
    pub fn with(self, key: &str, things: &[(&'static str, FluentValue<'_>)]) -> String {
        let arguments: FluentArgs<'_> =
            things.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        self.bundle().format(key, Some(&arguments))
    }

    fn bundle(self) -> &'static Bundle {
        let [arabic, english] = &*WORDS;
        match self {
            Self::Arabic => arabic,
            Self::English => english,
        }
    }

    /// Arabic with the region, whose digits and months it is; a test sees that it is read.
    fn identifier(self) -> LanguageIdentifier {
        let code = match self {
            Self::Arabic => "ar-SY",
            Self::English => "en-GB",
        };
        code.parse().unwrap_or_default()
    }
}

/// The words of one language.
struct Bundle(FluentBundle<FluentResource>);

impl Bundle {
    fn new(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        bundle.set_formatter(Some(match language {
            Language::Arabic => |value, _| show::number(value, Language::Arabic),
            Language::English => |value, _| show::number(value, Language::English),
        }));
        let parts = match language {
            Language::Arabic => ARABIC,
            Language::English => ENGLISH,
        };
        for part in parts {
            // What cannot be read is left out and what was read stays; a test finds it.
            let resource = match FluentResource::try_new((*part).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            let _ = bundle.add_resource(resource);
        }
        Self(bundle)
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let pattern = self.0.get_message(key).and_then(|message| message.value());
        let Some(pattern) = pattern else { return key.to_owned() };
        self.0.format_pattern(pattern, arguments, &mut Vec::new()).into_owned()
    }
}
