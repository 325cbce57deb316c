//! The field's own words on pages: levels, places, flags, roles. Templates hand over references.

use fluent_bundle::FluentValue;
use jiff::Timestamp;
use sijill_accounts::{AccountStep, Role};
use sijill_imaging::quality::Finding;
use sijill_schema::{AccessLevel, Act, ContentFlag, PersonRole, PlaceLevel};

use super::Page;

impl Page {
    /// Who may see a record.
    #[must_use]
    pub fn level(&self, level: &AccessLevel) -> String {
        self.say(match level {
            AccessLevel::Open => "level-open",
            AccessLevel::Restricted => "level-restricted",
            AccessLevel::Confidential => "level-confidential",
            AccessLevel::Sealed => "level-sealed",
        })
    }

    /// A level of a place path.
    #[must_use]
    pub fn place(&self, level: &PlaceLevel) -> String {
        self.say(match level {
            PlaceLevel::Site => "place-site",
            PlaceLevel::Building => "place-building",
            PlaceLevel::Floor => "place-floor",
            PlaceLevel::Room => "place-room",
            PlaceLevel::Cabinet => "place-cabinet",
            PlaceLevel::Shelf => "place-shelf",
            PlaceLevel::Box => "place-box",
            PlaceLevel::Folder => "place-folder",
        })
    }

    /// What in a record can harm.
    #[must_use]
    pub fn flag(&self, flag: &ContentFlag) -> String {
        self.say(match flag {
            ContentFlag::Minors => "flag-minors",
            ContentFlag::SexualViolence => "flag-sexual-violence",
            ContentFlag::Medical => "flag-medical",
            ContentFlag::Informants => "flag-informants",
            ContentFlag::Bodies => "flag-bodies",
        })
    }

    /// What a person should look at in a scan.
    #[must_use]
    pub fn finding(&self, finding: &Finding) -> String {
        self.say(match finding {
            Finding::Blank => "finding-blank",
            Finding::Separator => "finding-separator",
            Finding::Blurred => "finding-blurred",
            Finding::TooDark => "finding-too-dark",
            Finding::TooLight => "finding-too-light",
            Finding::LowContrast => "finding-low-contrast",
            Finding::Skewed => "finding-skewed",
            Finding::LowResolution => "finding-low-resolution",
            Finding::CutEdge => "finding-cut-edge",
            Finding::Sideways => "finding-sideways",
        })
    }

    /// What was done, as a heading of a timeline.
    #[must_use]
    pub fn act(&self, act: &Act) -> String {
        self.say(match act {
            Act::Accessioned(_) => "act-acc",
            Act::Secured(_) => "act-ing",
            Act::ItemClosed(_) => "act-ine",
            Act::AccessionClosed(_) => "act-sijill-accession-closed",
            Act::FixityChecked(_) => "act-fix",
            Act::Replicated(_) => "act-rep",
            Act::Exported(_) => "act-exp",
            Act::PageCommitted(_) => "act-sijill-page-committed",
            Act::PageUnreadable(_) => "act-sijill-page-unreadable",
            Act::PageSuperseded(_) => "act-sijill-page-superseded",
            Act::PageTranscribed(_) => "act-sijill-page-transcribed",
            Act::Described(_) => "act-sijill-described",
            Act::MentionsImported(_) => "act-sijill-mentions-imported",
            Act::OfficeRecorded(_) => "act-sijill-office-recorded",
            Act::IdentityProposed(_) => "act-sijill-identity-proposed",
            Act::IdentityConfirmed(_) => "act-sijill-identity-confirmed",
            Act::IdentityRevoked(_) => "act-sijill-identity-revoked",
            Act::AccountChanged(_) => "act-sijill-account-changed",
            Act::GrantProposed(_) => "act-sijill-grant-proposed",
            Act::GrantConfirmed(_) => "act-sijill-grant-confirmed",
            Act::GrantWithdrawn(_) => "act-sijill-grant-withdrawn",
            Act::PagesRead(_) => "act-dsp",
            Act::ExportProposed(_) => "act-sijill-export-proposed",
            Act::ExportApproved(_) => "act-sijill-export-approved",
            Act::KeyEnrolled(_) => "act-sijill-key-enrolled",
            Act::KeyRevoked(_) => "act-sijill-key-revoked",
            Act::SuccessorBegun(_) => "act-sijill-successor-begun",
        })
    }

    /// What somebody did when records were taken over.
    #[must_use]
    pub fn took_part(&self, role: &PersonRole) -> String {
        self.say(match role {
            PersonRole::GaveOver => "part-gave-over",
            PersonRole::Received => "part-received",
            PersonRole::Found => "part-found",
            PersonRole::Scanned => "part-scanned",
            PersonRole::Witnessed => "part-witnessed",
        })
    }

    /// A role that people have here.
    #[must_use]
    pub fn role(&self, role: &Role) -> String {
        self.say(match role {
            Role::Scanner => "role-scanner",
            Role::Archivist => "role-archivist",
            Role::Researcher => "role-researcher",
            Role::Caseworker => "role-caseworker",
            Role::Overseer => "role-overseer",
            Role::Administrator => "role-administrator",
        })
    }

    /// How far an account has come.
    #[must_use]
    pub fn step(&self, step: &AccountStep) -> String {
        self.say(match step {
            AccountStep::Invited => "account-invited",
            AccountStep::Begun | AccountStep::Unlocked => "account-open",
            AccountStep::Locked => "account-locked",
            AccountStep::PasswordChanged => "account-password-changed",
            AccountStep::ResetProposed => "account-reset-proposed",
            AccountStep::ResetConfirmed => "account-reset-confirmed",
        })
    }

    /// A day, by the clock of this machine's time zone.
    #[must_use]
    pub fn day(&self, at: &Timestamp) -> String {
        self.language.day(*at)
    }

    /// A day and the minute, by the clock of this machine's time zone.
    #[must_use]
    pub fn minute(&self, at: &Timestamp) -> String {
        self.language.minute(*at)
    }

    /// A number in the digits of the language.
    #[must_use]
    pub fn number(&self, number: &u64) -> String {
        self.language.number(*number)
    }

    /// How many files are looked at, of how many.
    #[must_use]
    pub fn looking(&self, done: &u64, total: &u64) -> String {
        let numbers = [("done", FluentValue::from(*done)), ("total", FluentValue::from(*total))];
        self.language.with("desk-looking", &numbers)
    }

    /// Which of how many pages.
    #[must_use]
    pub fn of_pages(&self, page: &u64, pages: &u64) -> String {
        let numbers = [("page", FluentValue::from(*page)), ("pages", FluentValue::from(*pages))];
        self.language.with("paging-of", &numbers)
    }
}
