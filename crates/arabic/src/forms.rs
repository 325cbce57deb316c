//! The forms of a word of running text: Arabic writes "and", "in", "to" and "the" together with the word that follows.
//! Nothing tells وليد the name from و and ليد, so what is left without them is offered beside the word, never instead.

use std::borrow::Cow;

/// A form of a word, for the same position of an index or a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form<'a> {
    /// The form, folded.
    pub text: Cow<'a, str>,
    /// How it comes from the word as written.
    pub kind: FormKind,
}

/// How a form comes from the word as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FormKind {
    /// The word as it stands.
    Written,
    /// Without و, ف, ب, ك or ل before it: والفرع is الفرع.
    WithoutClitic,
    /// Without the article too: والفرع is فرع.
    WithoutArticle,
}

/// The article.
const ARTICLE: &str = "ال";

/// The letters that must be left for a clitic to be one, and for an article.
const AFTER_CLITIC: usize = 3;
const AFTER_ARTICLE: usize = 2;

/// The forms of a folded word: itself first, then what is left without clitics and without the article. Never more than
/// five. A word of letters other than Arabic has only itself.
///
/// ```
/// let forms = sijill_arabic::forms("والزعتراني");
/// let texts: Vec<_> = forms.iter().map(|form| form.text.as_ref()).collect();
/// assert_eq!(texts, ["والزعتراني", "الزعتراني", "زعتراني"]);
/// ```
#[must_use]
pub fn forms(folded: &str) -> Vec<Form<'_>> {
    let mut forms = vec![Form { text: Cow::Borrowed(folded), kind: FormKind::Written }];
    if !folded.starts_with(['و', 'ف', 'ب', 'ك', 'ل', 'ا']) {
        return forms;
    }
    let mut rest = folded;
    if let Some(after) = without(rest, &['و', 'ف']) {
        add(&mut forms, Cow::Borrowed(after), FormKind::WithoutClitic);
        rest = after;
    }
    if let Some(noun) = rest.strip_prefix("لل").filter(|noun| has(noun, AFTER_ARTICLE)) {
        add(&mut forms, Cow::Owned(format!("{ARTICLE}{noun}")), FormKind::WithoutClitic);
        add(&mut forms, Cow::Borrowed(noun), FormKind::WithoutArticle);
        return forms;
    }
    if let Some(after) = without(rest, &['ب', 'ك', 'ل']) {
        add(&mut forms, Cow::Borrowed(after), FormKind::WithoutClitic);
        rest = after;
    }
    if let Some(noun) = rest.strip_prefix(ARTICLE).filter(|noun| has(noun, AFTER_ARTICLE)) {
        add(&mut forms, Cow::Borrowed(noun), FormKind::WithoutArticle);
    }
    forms
}

fn add<'a>(forms: &mut Vec<Form<'a>>, text: Cow<'a, str>, kind: FormKind) {
    forms.push(Form { text, kind });
}

fn without<'a>(word: &'a str, clitics: &[char]) -> Option<&'a str> {
    word.strip_prefix(clitics).filter(|rest| has(rest, AFTER_CLITIC))
}

/// Whether a word has at least so many letters.
fn has(word: &str, letters: usize) -> bool {
    word.chars().nth(letters - 1).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(word: &str) -> Vec<String> {
        forms(word).into_iter().map(|form| form.text.into_owned()).collect()
    }

    #[test]
    fn clitics_and_the_article_come_off_one_after_the_other() {
        assert_eq!(texts("بالفرع"), ["بالفرع", "الفرع", "فرع"]);
        assert_eq!(texts("وبالفرع"), ["وبالفرع", "بالفرع", "الفرع", "فرع"]);
        assert_eq!(texts("للفرع"), ["للفرع", "الفرع", "فرع"]);
        assert_eq!(texts("وللفرع"), ["وللفرع", "للفرع", "الفرع", "فرع"]);
        assert_eq!(texts("الفرع"), ["الفرع", "فرع"]);
        assert_eq!(texts("الاب"), ["الاب", "اب"]);
        let kinds: Vec<_> = forms("والفرع").into_iter().map(|form| form.kind).collect();
        assert_eq!(kinds, [FormKind::Written, FormKind::WithoutClitic, FormKind::WithoutArticle]);
    }

    #[test]
    fn a_name_that_begins_like_a_clitic_stays_whole_beside_what_is_left() {
        for name in ["وليد", "بلال", "فارس", "كمال", "وسيم"] {
            let forms = forms(name);
            assert_eq!((forms[0].text.as_ref(), forms[0].kind), (name, FormKind::Written));
            assert_eq!(forms.len(), 2, "{forms:?}");
        }
        for name in ["لوي", "علي", "حمص", "والد", "211", "branch"] {
            assert_eq!(texts(name)[0], name);
        }
        assert_eq!(texts("لوي").len(), 1);
    }

    proptest! {
        #[test]
        fn forms_are_few_and_the_first_is_the_word(word in "(\\PC|[وفبكلا]){0,12}") {
            let forms = forms(&word);
            prop_assert_eq!(forms[0].text.as_ref(), word.as_str());
            prop_assert!(forms.len() <= 5 && forms.iter().skip(1).all(|form| !form.text.is_empty()));
        }
    }
}
