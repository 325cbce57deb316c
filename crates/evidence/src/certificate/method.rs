//! The method that a stranger can repeat, in short. `README-VERIFY.txt` has it whole.

use sijill_letters::{Bilingual, MethodStep};

use crate::layout;

/// The steps as the certificate prints them.
pub fn method() -> Vec<MethodStep> {
    let step = |ar: &str, en: &str, commands: &[String]| MethodStep {
        what: Bilingual { ar: ar.to_owned(), en: en.to_owned() },
        commands: commands.to_vec(),
    };
    let (manifest, seal, key) = (layout::TAG_MANIFEST, layout::SEAL, layout::SEAL_KEY);
    vec![
        step(
            "كل ملف مطابق للقوائم.",
            "Every file is as listed.",
            &[
                "sha256sum -c --quiet manifest-sha256.txt".to_owned(),
                format!("sha256sum -c --quiet {manifest}"),
            ],
        ),
        step(
            "القوائم مختومة بمفتاح ختم الأرشيف.",
            "The lists are sealed with the archive's seal key.",
            &[format!("openssl dgst -sha256 -verify {key} -signature {seal} {manifest}")],
        ),
        step(
            "كل حدث موجود في السجل، وكل أصل هو الملف المؤمَّن.",
            "Every event is in the log, and every original is the file that was secured.",
            &[format!("python3 {}", layout::SCRIPT)],
        ),
        step(
            "تواقيع السجل والشهود وأصحاب الأحداث وسلطات الوقت: الخطوات كاملة في README-VERIFY.txt.",
            "The signatures of the log, the witnesses, those who acted and the time authorities: all steps are in README-VERIFY.txt.",
            &[format!("less {}", layout::README)],
        ),
    ]
}
