//! What samples look like.

use super::description::{Alpha, Description, Meaning};
use super::directory::Directory;
use crate::decode::canonical::Layout;
use crate::decode::{Reason, inks};

/// Turns samples of eight bits into a layout of the canonical raster.
pub(super) fn paint(
    about: &Description,
    tags: &Directory<'_>,
    mut samples: Vec<u8>,
) -> Result<(Layout, Vec<u8>), Reason> {
    let kept = usize::from(about.kept());
    match about.meaning {
        Meaning::WhiteIsZero => {
            samples.chunks_mut(kept).for_each(|pixel| inks::invert(&mut pixel[..1]));
        }
        Meaning::YCbCr => samples.chunks_exact_mut(kept).for_each(|pixel| {
            let colour = inks::rgb(pixel[0], pixel[1], pixel[2]);
            pixel[..3].copy_from_slice(&colour);
        }),
        Meaning::Palette => return Ok((Layout::Rgb, look_up(about, tags, &samples)?)),
        Meaning::BlackIsZero | Meaning::Rgb | Meaning::Cmyk => {}
    }
    let layout = match (about.meaning, about.alpha) {
        (Meaning::Cmyk, _) => Layout::Cmyk,
        (Meaning::WhiteIsZero | Meaning::BlackIsZero, Alpha::None) => Layout::Grey,
        (Meaning::WhiteIsZero | Meaning::BlackIsZero, _) => Layout::GreyAlpha,
        (_, Alpha::None) => Layout::Rgb,
        _ => Layout::RgbAlpha,
    };
    if about.alpha == Alpha::Associated {
        lay_on_white(&mut samples, kept);
    }
    Ok((layout, samples))
}

/// Colours that are already multiplied lack only the white that shines through; then nothing is transparent any more.
fn lay_on_white(samples: &mut [u8], kept: usize) {
    for pixel in samples.chunks_exact_mut(kept) {
        if let Some((alpha, colours)) = pixel.split_last_mut() {
            let white = 255 - *alpha;
            colours.iter_mut().for_each(|colour| *colour = colour.saturating_add(white));
            *alpha = 255;
        }
    }
}

/// The table has all reds, then all greens, then all blues, of sixteen bits each.
fn look_up(about: &Description, tags: &Directory<'_>, samples: &[u8]) -> Result<Vec<u8>, Reason> {
    let table = tags.wholes(320)?;
    let entries = table.len() / 3;
    if entries == 0 {
        return Err(Reason::damaged("a palette without colours"));
    }
    // Some old writers filled only the lower eight bits.
    let shift = if table.iter().all(|value| *value < 256) { 0 } else { 8 };
    let colour = |index: usize| -> [u8; 3] {
        [0, 1, 2].map(|part| {
            let value = table.get(part * entries + index.min(entries - 1));
            value.map_or(0, |value| (value >> shift) as u8)
        })
    };
    let colours: Vec<_> = (0..256).map(colour).collect();
    let kept = usize::from(about.kept());
    Ok(samples.iter().step_by(kept).flat_map(|index| colours[usize::from(*index)]).collect())
}
