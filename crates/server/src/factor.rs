//! The second factor as a person takes it into their authenticator: a picture to point a camera at, and the same
//! as text for whoever has no camera.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use sijill_accounts::Factor;
use zeroize::Zeroizing;

use crate::error::Failure;

/// A secret to take over.
pub(crate) struct ToTake {
    /// The picture, as SVG for the page.
    pub picture: Zeroizing<String>,
    /// The secret in groups of four letters.
    pub text: Zeroizing<String>,
}

impl ToTake {
    /// How a second factor for an archive is shown.
    ///
    /// # Errors
    /// If it does not fit into a picture.
    pub fn of(factor: &Factor, archive: &str) -> Result<Self, Failure> {
        let code = QrCode::with_error_correction_level(factor.uri(archive).as_bytes(), EcLevel::M)
            .map_err(|_| Failure::Internal("the secret does not fit into a picture"))?;
        let picture = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
        // What comes before the element is for files, not for pages.
        let at = picture.find("<svg").unwrap_or_default();
        let picture = picture.get(at..).unwrap_or_default().to_owned();
        Ok(Self { picture: Zeroizing::new(picture), text: grouped(&factor.to_type()) })
    }
}

fn grouped(letters: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::new());
    for (at, letter) in letters.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_an_element_without_scripts() {
        let factor = Factor::random().unwrap();
        let shown = ToTake::of(&factor, "x.example/y").unwrap();
        assert!(shown.picture.starts_with("<svg") && !shown.picture.contains("script"));
        assert_eq!(shown.text.replace(' ', ""), *factor.to_type());
        assert!(shown.text.split(' ').all(|group| group.len() == 4));
    }
}
