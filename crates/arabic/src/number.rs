pub(crate) fn asks_for_number(word: &str) -> bool {
    matches!(word, "رقم" | "الرقم" | "برقم" | "قرار" | "no")
}
