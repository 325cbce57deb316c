//! People who might be meant.

use serde::Serialize;
use sijill_names::{Reason, Score};
use sijill_schema::{
    AccessLevel, AccessionId, Area, AskedPerson, ItemId, Mention, MentionBasis, MentionId,
    MentionRole, Named, PageId,
};
use sijill_search::{Filter, FoundMention, FoundMentions};
use sijill_storage::StorageError;

use crate::FindingError;
use crate::finder::{Finder, Scope};
use crate::words::{Names, Place, WhyShown, WordsHit};

/// Somebody who might be meant, as one record names them.
#[derive(Debug, Clone, Serialize)]
pub struct PersonHit {
    /// The mention.
    pub mention: MentionId,
    /// The page.
    pub page: PageId,
    /// The item that it belongs to.
    pub item: ItemId,
    /// The accession that the item came in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accession: Option<AccessionId>,
    /// The item's reference code.
    pub reference: String,
    /// What the mention rests on.
    pub basis: MentionBasis,
    /// In which role the record names the person.
    pub role: MentionRole,
    /// The person, as the record names them.
    pub person: Named,
    /// Where on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// Who may see it.
    pub access: AccessLevel,
    /// The sum of the reasons' weights.
    pub score: f32,
    /// Which to look at first; it proves nothing.
    pub probability: f32,
    /// What speaks for it and against it, field by field.
    pub reasons: Vec<Reason>,
}

/// Who might be meant.
#[derive(Debug, Clone, Serialize)]
pub struct FoundPeople {
    /// The best mentions, the best first.
    pub hits: Vec<PersonHit>,
    /// How many more, after these, fit as well as the last of them: what was asked does not tell them apart.
    pub equal: u64,
    /// Whether all of those were counted; if not, there may be more.
    pub counted: bool,
    /// Pages that have words like the name, where no mention that fits was read; only where mentions that fit are few.
    pub on_pages: Vec<WordsHit>,
}

/// How many pages are looked at for words like a name.
const READ: usize = 60;

impl Finder {
    /// Mentions that may mean a person, the best first. Nothing is merged: each is one record's word.
    ///
    /// # Errors
    /// If nothing was asked that anybody could be told by, or index or archive cannot be read.
    pub fn find(&self, asked: &AskedPerson, scope: &Scope) -> Result<FoundPeople, FindingError> {
        check(asked)?;
        let crowd = self.people.crowd(&scope.seen)?;
        let found = crowd.find(asked, scope.limit.saturating_add(scope.offset))?;
        let FoundMentions { best, equal, counted } = found;
        let shown = best.into_iter().skip(scope.offset).map(|found| self.shown(found));
        let hits = shown.collect::<Result<Vec<_>, _>>()?;
        let fit: Vec<PageId> =
            hits.iter().filter(|hit| hit.score > 0.0).map(|hit| hit.page).collect();
        let room = if scope.offset > 0 { 0 } else { scope.limit.saturating_sub(fit.len()) };
        let on_pages = self.on_pages(&crowd.spellings(asked), &fit, scope, room)?;
        Ok(FoundPeople { hits, equal, counted, on_pages })
    }

    /// Pages that have words like these names beside one another, but for those of mentions that fit.
    fn on_pages(
        &self,
        names: &[Vec<String>],
        fit: &[PageId],
        scope: &Scope,
        room: usize,
    ) -> Result<Vec<WordsHit>, FindingError> {
        if room == 0 {
            return Ok(Vec::new());
        }
        let looked_for = Names::new(names);
        let mut found: Vec<(Place, PageId, ItemId)> = Vec::new();
        for (page, item) in self.pages.with_names(names, &scope.seen, READ)? {
            if fit.contains(&page) {
                continue;
            }
            let place = looked_for.place(&self.books.passages(item, page)?);
            found.extend(place.map(|place| (place, page, item)));
        }
        // The sort keeps the order of the index among places that are as good.
        found.sort_by(|(one, ..), (other, ..)| one.order(other));
        let mut hits = Vec::new();
        for (Place { words, lines }, page, item) in found.into_iter().take(room) {
            let Some(about) = self.books.about(item)? else { continue };
            hits.push(WordsHit {
                page,
                item,
                accession: about.accession,
                reference: about.reference,
                access: about.access,
                why: WhyShown::WordsOnPage,
                words,
                lines,
            });
        }
        Ok(hits)
    }

    /// A mention that somebody names by its identifier, if they may see it.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn mention(&self, id: MentionId, seen: &Filter) -> Result<Option<Mention>, FindingError> {
        Ok(self.people.mention(id, seen)?)
    }

    fn shown(&self, found: FoundMention) -> Result<PersonHit, FindingError> {
        let FoundMention { mention, access, score } = found;
        let id = mention.id().map_err(StorageError::from)?;
        let Mention { page, item, basis, role, person, area } = mention;
        let about = self.books.about(item)?;
        // The index may be older than what was decided since about who sees the item.
        let access = about.as_ref().map_or(access, |about| about.access.max(access));
        let accession = about.as_ref().map(|about| about.accession);
        let reference = about.map(|about| about.reference).unwrap_or_default();
        let Score { total: score, probability, parts: reasons } = score;
        Ok(PersonHit {
            mention: id,
            page,
            item,
            accession,
            reference,
            basis,
            role,
            person,
            area,
            access,
            score,
            probability,
            reasons,
        })
    }
}

/// The most letters of a field that is asked for.
pub const LONGEST: usize = 400;

/// Whether somebody can be told by what is asked.
///
/// # Errors
/// If not, with what to do.
pub fn check(asked: &AskedPerson) -> Result<(), FindingError> {
    let refused = |what: &str, remedy| FindingError::Asked { what: what.to_owned(), remedy };
    let AskedPerson { name, father, grandfather, mother, kunya, born, place, number } = asked;
    let fields = [name, father, grandfather, mother, kunya, born, place, number];
    if fields
        .iter()
        .filter_map(|field| field.as_deref())
        .any(|field| field.chars().count() > LONGEST)
    {
        return Err(refused("a field has more than 400 letters", "ask for one person"));
    }
    let telling = [name, mother, kunya, number];
    let has_letters = |field: &str| field.chars().any(char::is_alphanumeric);
    if !telling.iter().filter_map(|field| field.as_deref()).any(has_letters) {
        let remedy = "name the person, the mother, the kunya or a number";
        return Err(refused("no name and no number was given", remedy));
    }
    let is_year = |born: &str| sijill_names::years(born).is_some();
    if born.as_deref().is_some_and(|born| !is_year(born)) {
        let remedy = "give a year, such as 1985 or \"about 1985\"";
        return Err(refused("the time of birth holds no year", remedy));
    }
    Ok(())
}
