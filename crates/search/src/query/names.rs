//! The names of fields, sorts of record and access levels, in English and Arabic. The first of each is the one that is
//! written; all are compared folded. `docs/search.md` lists them.

use sijill_schema::{AccessLevel, NumberKind, RecordType};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// A number of a kind, or of any.
    Number(Option<NumberKind>),
    Date,
    Year,
    Type,
    Access,
    Site,
    Place,
    Accession,
    Item,
    Title,
}

pub(crate) const FIELD_NAMES: &[(Field, &[&str])] = &[
    (Field::Number(Some(NumberKind::Branch)), &["branch", "فرع", "الفرع"]),
    (Field::Date, &["date", "تاريخ", "التاريخ"]),
    (Field::Year, &["year", "سنة", "عام", "السنة"]),
    (Field::Type, &["type", "نوع", "النوع"]),
    (Field::Site, &["site", "موقع", "الموقع"]),
    (Field::Place, &["place", "مكان", "المكان"]),
    (Field::Accession, &["accession", "دفعة", "الدفعة"]),
    (Field::Item, &["item", "reference", "مادة", "المادة", "مرجع", "المرجع"]),
    (Field::Title, &["title", "عنوان", "العنوان"]),
    (Field::Access, &["access", "مستوى", "إتاحة"]),
    (Field::Number(None), &["number", "رقم", "الرقم"]),
    (Field::Number(Some(NumberKind::Telegram)), &["telegram", "برقية", "البرقية"]),
    (Field::Number(Some(NumberKind::Detainee)), &["detainee", "موقوف", "معتقل", "سجين"]),
    (Field::Number(Some(NumberKind::Document)), &["document", "كتاب", "وثيقة"]),
    (Field::Number(Some(NumberKind::Case)), &["case", "دعوى", "قضية", "أساس"]),
    (Field::Number(Some(NumberKind::Hospital)), &["hospital", "مشفى", "مستشفى"]),
    (Field::Number(Some(NumberKind::CivilRegister)), &["civil-register", "قيد", "خانة"]),
    (Field::Number(Some(NumberKind::National)), &["national", "وطني", "رقم-وطني"]),
];

pub(crate) const TYPE_NAMES: &[(RecordType, &[&str])] = &[
    (RecordType::Register, &["register", "سجل"]),
    (
        RecordType::TransferOrder,
        &["transfer-order", "transfer", "أمر نقل", "نقل", "كتاب إحالة", "إحالة"],
    ),
    (
        RecordType::DeathNotice,
        &["death-notice", "death", "مذكرة وفاة", "شهادة وفاة", "إشعار وفاة", "وفاة"],
    ),
    (
        RecordType::WantedCircular,
        &["wanted-circular", "wanted", "إذاعة بحث", "تعميم", "مطلوبون", "مطلوب"],
    ),
    (
        RecordType::Interrogation,
        &["interrogation", "محضر تحقيق", "محضر استجواب", "تحقيق", "استجواب"],
    ),
    (
        RecordType::CourtJudgment,
        &["court-judgment", "judgment", "court", "حكم محكمة", "قرار محكمة", "حكم"],
    ),
    (
        RecordType::ReleaseOrder,
        &["release-order", "release", "إخلاء سبيل", "أمر إخلاء سبيل", "إفراج"],
    ),
    (RecordType::MissingRequest, &["missing-request", "missing", "طلب بيان مصير", "طلب", "مفقود"]),
    (RecordType::Receipt, &["receipt", "إيصال", "إيصال استلام", "استلام"]),
    (RecordType::PropertyList, &["property-list", "property", "قائمة أمانات", "أمانات", "مصادرات"]),
    (RecordType::Telegram, &["telegram", "برقية"]),
    (RecordType::Memorandum, &["memorandum", "memo", "report", "مذكرة", "تقرير"]),
    (RecordType::Note, &["note", "ملاحظة"]),
];

pub(crate) const ACCESS_NAMES: &[(AccessLevel, &[&str])] = &[
    (AccessLevel::Open, &["open", "مفتوح"]),
    (AccessLevel::Restricted, &["restricted", "مقيد"]),
    (AccessLevel::Confidential, &["confidential", "سري"]),
    (AccessLevel::Sealed, &["sealed", "مختوم"]),
];

/// What a name stands for.
pub(crate) fn find<T: Copy>(names: &[(T, &[&str])], written: &str) -> Option<T> {
    let asked = plain(written);
    let is = |name: &&str| plain(name) == asked;
    names.iter().find(|(_, names)| names.iter().any(is)).map(|(thing, _)| *thing)
}

/// The name that is written for something.
pub(crate) fn name<T: PartialEq>(
    names: &[(T, &'static [&'static str])],
    thing: &T,
) -> &'static str {
    let found = names.iter().find(|(named, _)| named == thing);
    found.and_then(|(_, names)| names.first()).copied().unwrap_or_default()
}

/// The names that are written, for a message.
pub(crate) fn list<T>(names: &[(T, &[&str])]) -> String {
    let shown = |(_, names): &(T, &[&str])| {
        let arabic = names.iter().find(|name| !name.is_ascii());
        let first = names.first().copied().unwrap_or_default();
        arabic.map_or(first.to_owned(), |arabic| format!("{first} ({arabic})"))
    };
    names.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// Folded words with one blank between them: `Death_Notice` is `death notice` is `death-notice`.
fn plain(name: &str) -> String {
    let words = sijill_arabic::words(name);
    words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
}
