//! `info.json`: what the service can do with a page (section 5 of the Image API).

use serde_json::{Value, json};
use sijill_imaging::renditions::{SCREEN, THUMBNAIL, TILE, fitted_size, scale_factors};

use crate::size::Size;
use crate::{MAX_AREA, MAX_SIDE};

/// Its context, which also names its media type.
pub(crate) const CONTEXT: &str = "http://iiif.io/api/image/3/context.json";
/// The document of the level (section 6).
pub(crate) const LEVEL: &str = "http://iiif.io/api/image/3/level2.json";

/// What a viewer learns about a page of `width` by `height` pixels whose address is `id`. The tiles and, where they are
/// not blurred, the sizes lie ready; anything else is drawn when it is asked for.
#[must_use]
pub fn info(id: &str, width: u32, height: u32) -> Value {
    let sizes: Vec<_> = sizes(width, height)
        .into_iter()
        .map(|(width, height)| json!({ "width": width, "height": height }))
        .collect();
    json!({
        "@context": CONTEXT,
        "id": id,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": width,
        "height": height,
        "maxWidth": MAX_SIDE,
        "maxHeight": MAX_SIDE,
        "maxArea": MAX_AREA,
        "sizes": sizes,
        "tiles": [{ "width": TILE, "height": TILE, "scaleFactors": scale_factors(width, height) }],
        "preferredFormats": ["jpg"],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFeatures": ["canonicalLinkHeader", "profileLinkHeader"],
    })
}

/// The sizes of the whole page that lie there, from small to large.
fn sizes(width: u32, height: u32) -> Vec<(u32, u32)> {
    let last = scale_factors(width, height).last().copied().unwrap_or(1);
    let mut sizes = vec![
        fitted_size(width, height, THUMBNAIL),
        (width.div_ceil(last), height.div_ceil(last)),
        fitted_size(width, height, SCREEN),
        (width, height),
    ];
    sizes.retain(|(wide, high)| Size::Exact(*wide, *high).of(width, height).is_ok());
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_are_those_that_lie_there() {
        assert_eq!(sizes(1240, 1754), [(181, 256), (310, 439), (1131, 1600), (1240, 1754)]);
        assert_eq!(sizes(100, 200), [(100, 200)]);
        assert_eq!(sizes(10_000, 10_000), [(256, 256), (313, 313), (1600, 1600)]);
    }
}
