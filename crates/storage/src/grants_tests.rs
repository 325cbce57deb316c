//! No role comes from one person once there were two.

use proptest::prelude::*;
use sijill_schema::{AccessLevel, Salt, Scope};

use super::*;

const PEOPLE: usize = 4;

#[derive(Debug, Clone, Copy)]
enum Step {
    Propose { by: usize, to: usize, role: usize },
    Confirm { which: usize, by: usize, alone: bool },
    Withdraw { which: usize, by: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..PEOPLE, 0..PEOPLE, 0..Role::ALL.len()).prop_map(|(by, to, role)| Step::Propose {
            by,
            to,
            role
        }),
        (0..12_usize, 0..PEOPLE, any::<bool>()).prop_map(|(which, by, alone)| Step::Confirm {
            which,
            by,
            alone
        }),
        (0..12_usize, 0..PEOPLE).prop_map(|(which, by)| Step::Withdraw { which, by }),
    ]
}

fn proposal(by: AgentId, to: AgentId, role: Role) -> GrantProposal {
    let level = if role.sees_no_pages() { AccessLevel::Open } else { AccessLevel::Confidential };
    let grant = Grant { role, scope: Scope::All, level };
    GrantProposal { to, grant, because: None, by, at: Event::now(), salt: Salt::random().unwrap() }
}

fn digest(number: usize) -> Digest {
    Digest::of(&number.to_be_bytes())
}

/// An archive with two administrators, and who they are.
fn with_two() -> (Grants, [AgentId; PEOPLE]) {
    let people = [(); PEOPLE].map(|()| AgentId::new());
    let mut grants = Grants::new(Some(people[0]));
    for (number, to) in [(1000, people[0]), (1001, people[1])] {
        let made = proposal(people[0], to, Role::Administrator);
        grants.propose(number, digest(number as usize), people[0], &made).unwrap();
        grants.confirm(number, digest(number as usize), people[0], true).unwrap();
    }
    (grants, people)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_role_comes_from_one_person_once_there_were_two(steps in prop::collection::vec(step(), 1..60)) {
        let (mut grants, people) = with_two();
        let (mut proposers, mut confirmers) = (HashMap::new(), HashMap::new());
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Propose { by, to, role } => {
                    let made = proposal(people[by], people[to], Role::ALL[role]);
                    if grants.propose(number as u64, digest(number), people[by], &made).is_ok() {
                        proposers.insert(digest(number), people[by]);
                    }
                }
                Step::Confirm { which, by, alone } => {
                    if grants.confirm(number as u64, digest(which), people[by], alone).is_ok() {
                        confirmers.insert(digest(which), people[by]);
                    }
                }
                Step::Withdraw { which, by } => {
                    let known = grants.all.get(which % grants.all.len()).map(|one| one.digest);
                    let _ = grants.withdraw(number as u64, known.unwrap(), people[by]);
                }
            }
            prop_assert!(people.iter().any(|person| grants.has(*person, Role::Administrator)));
        }
        for granted in grants.all().iter().filter(|one| one.holds() && one.proposed < 1000) {
            let (by, and) = (proposers[&granted.digest], confirmers[&granted.digest]);
            prop_assert_ne!(by, and);
        }
    }
}

#[test]
fn only_the_founder_begins_and_only_for_themselves() {
    let (founder, other) = (AgentId::new(), AgentId::new());
    let grants = Grants::new(Some(founder));
    let administrator = proposal(founder, founder, Role::Administrator).grant;
    assert!(grants.check_proposal(founder, founder, &administrator).is_ok());
    assert!(grants.check_proposal(founder, other, &administrator).is_err());
    assert!(grants.check_proposal(other, other, &administrator).is_err());
    let researcher = proposal(founder, founder, Role::Researcher).grant;
    assert!(grants.check_proposal(founder, founder, &researcher).is_err());
}

#[test]
fn who_withdraws_the_other_administrator_still_gives_nothing_alone() {
    let (mut grants, people) = with_two();
    let other = digest(1001);
    grants.withdraw(5, other, people[0]).unwrap();
    let made = proposal(people[0], people[0], Role::Researcher);
    grants.propose(6, digest(6), people[0], &made).unwrap();
    assert!(grants.confirm(7, digest(6), people[0], true).is_err());
    assert!(grants.withdraw(8, digest(1000), people[0]).is_err(), "the last one stays");
}

#[test]
fn nothing_sealed_is_given() {
    let (grants, people) = with_two();
    let mut sealed = proposal(people[0], people[2], Role::Researcher).grant;
    sealed.level = AccessLevel::Sealed;
    assert!(grants.check_proposal(people[0], people[2], &sealed).is_err());
}

/// A proposal may outlive its proposer's role: confirming it leaves one person who can, who still cannot alone.
#[test]
fn confirming_for_somebody_who_was_removed_gives_no_power_back() {
    let (mut grants, people) = with_two();
    let made = proposal(people[0], people[2], Role::Researcher);
    grants.propose(5, digest(5), people[0], &made).unwrap();
    grants.withdraw(6, digest(1000), people[1]).unwrap();
    grants.confirm(7, digest(5), people[1], false).unwrap();
    let made = proposal(people[1], people[1], Role::Researcher);
    grants.propose(8, digest(8), people[1], &made).unwrap();
    assert!(grants.confirm(9, digest(8), people[1], true).is_err());
}
