//! Four inks as JPEG files store them.

/// Adobe stores how much light is left: 255 is no ink.
pub(crate) fn invert(samples: &mut [u8]) {
    samples.iter_mut().for_each(|sample| *sample = 255 - *sample);
}

/// YCCK, which is Adobe's alone: the first three are brightness and differences of inverted inks, so that as red, green
/// and blue (ITU-T T.871) they are ink; black is inverted.
pub(crate) fn from_ycck(samples: &mut [u8]) {
    for pixel in samples.as_chunks_mut::<4>().0 {
        let [y, cb, cr, black] = *pixel;
        let [cyan, magenta, yellow] = rgb(y, cb, cr);
        *pixel = [cyan, magenta, yellow, 255 - black];
    }
}

/// YCbCr of full range to red, green and blue (ITU-T T.871), in whole numbers.
pub(crate) fn rgb(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    const ONE: i32 = 1 << 16;
    let (y, cb, cr) = (i32::from(y) * ONE, i32::from(cb) - 128, i32::from(cr) - 128);
    let red = y + 91_881 * cr;
    let green = y - 22_554 * cb - 46_802 * cr;
    let blue = y + 116_130 * cb;
    [red, green, blue].map(|sum| ((sum + ONE / 2) >> 16).clamp(0, 255) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brightness_and_differences_become_colours() {
        assert_eq!(rgb(255, 128, 128), [255, 255, 255]);
        assert_eq!(rgb(76, 85, 255), [254, 0, 0]);
        assert_eq!(rgb(0, 0, 0), [0, 135, 0]);
    }
}
