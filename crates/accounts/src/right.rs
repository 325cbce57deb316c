//! What a role allows.

use sijill_schema::Role;

/// Something that a person may do, asked for by name at every door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// Take files in.
    Upload,
    /// Close an item or an accession.
    Seal,
    /// Describe items, name places and people in sheets.
    Describe,
    /// Write down what stands on a page.
    Transcribe,
    /// Search texts.
    Search,
    /// Find people, propose and confirm who is who, put alerts.
    Find,
    /// Browse items and see their pages.
    Read,
    /// Propose that items are handed out, and make the package once that is approved.
    Export,
    /// Approve what another person wants to hand out.
    ApproveExport,
    /// Have the archive verified and see the history of checks.
    Verify,
    /// Ask witnesses and time stamping authorities, and see what they answered.
    Witness,
    /// Make and lock accounts, propose grants.
    ManagePeople,
    /// Confirm grants and resets that another person proposed.
    ConfirmGrants,
    /// See who read what, under which case, and the alarms.
    Oversee,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 14] = [
        Self::Upload,
        Self::Seal,
        Self::Describe,
        Self::Transcribe,
        Self::Search,
        Self::Find,
        Self::Read,
        Self::Export,
        Self::ApproveExport,
        Self::Verify,
        Self::Witness,
        Self::ManagePeople,
        Self::ConfirmGrants,
        Self::Oversee,
    ];

    /// Whether it needs a second factor that was shown within the last two minutes.
    #[must_use]
    pub fn needs_step_up(self) -> bool {
        use Right::{ApproveExport, ConfirmGrants, Export, ManagePeople};
        matches!(self, Export | ApproveExport | ManagePeople | ConfirmGrants)
    }
}

/// What a role allows, within the scope and up to the level of its grant.
#[must_use]
pub fn rights(role: Role) -> &'static [Right] {
    use Right::{
        ApproveExport, ConfirmGrants, Describe, Export, Find, ManagePeople, Oversee, Read, Seal,
        Search, Transcribe, Upload, Verify, Witness,
    };
    match role {
        Role::Scanner => &[Upload, Seal, Read],
        Role::Archivist => &[
            Upload,
            Seal,
            Describe,
            Transcribe,
            Search,
            Find,
            Read,
            Export,
            ApproveExport,
            Verify,
            Witness,
        ],
        Role::Researcher => &[Transcribe, Search, Find, Read],
        Role::Caseworker => &[Read],
        Role::Overseer => &[Oversee, ApproveExport, ConfirmGrants, Verify, Witness],
        Role::Administrator => &[ManagePeople, ConfirmGrants, Verify, Witness],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_manages_people_or_watches_sees_no_pages() {
        let pages = [Right::Read, Right::Search, Right::Find, Right::Transcribe, Right::Export];
        for role in Role::ALL.into_iter().filter(|role| role.sees_no_pages()) {
            assert!(!rights(role).iter().any(|right| pages.contains(right)), "{role:?}");
        }
    }

    #[test]
    fn every_right_belongs_to_a_role_and_none_has_all() {
        for right in Right::ALL {
            assert!(Role::ALL.into_iter().any(|role| rights(role).contains(&right)), "{right:?}");
        }
        assert!(Role::ALL.into_iter().all(|role| rights(role).len() < Right::ALL.len()));
    }

    #[test]
    fn the_roles_that_confirm_are_those_that_the_ledger_accepts() {
        for role in Role::ALL {
            let confirms = rights(role).contains(&Right::ConfirmGrants);
            assert_eq!(confirms, role.confirms_grants(), "{role:?}");
        }
    }
}
