use serde::Deserialize;
use sijill_imaging::decode::Document;

use super::*;

/// Lines in fonts never trained on, with what `digits/train/golden.py` says of them.
#[derive(Deserialize)]
struct Golden {
    figures: Vec<String>,
    columns: Vec<(usize, f32)>,
}

const IMAGES: [&[u8]; 4] = [
    include_bytes!("golden/0.png"),
    include_bytes!("golden/1.png"),
    include_bytes!("golden/2.png"),
    include_bytes!("golden/3.png"),
];

fn golden() -> Vec<(Grey, Golden)> {
    let said: Vec<Golden> = serde_json::from_str(include_str!("golden/golden.json")).unwrap();
    let image =
        |bytes: &&[u8]| Document::open(bytes.to_vec()).unwrap().page(0).unwrap().raster.to_grey();
    IMAGES.iter().map(image).zip(said).collect()
}

#[test]
fn the_network_says_what_it_said_in_training() {
    let network = Network::new();
    for (image, said) in golden() {
        let ink: Vec<f32> =
            image.pixels().iter().map(|shade| f32::from(255 - shade) / 255.0).collect();
        let columns = network.forward(&ink, image.width());
        assert_eq!(columns.len(), said.columns.len());
        for (column, (class, probability)) in columns.iter().zip(said.columns) {
            assert!((column[class] - probability).abs() < 0.02, "{} {probability}", column[class]);
        }
    }
}

#[test]
fn lines_are_read() {
    let reader = DigitReader::new();
    for (image, said) in golden() {
        let figures = reader.read_line(&image);
        let texts: Vec<_> = figures.iter().map(|figure| figure.text.clone()).collect();
        let wanted: Vec<_> =
            said.figures.iter().map(|text| text.trim_matches(['/', '-', '.']).to_owned()).collect();
        assert_eq!(texts, wanted);
        for figure in figures {
            assert!(figure.left < figure.right && figure.right <= image.width());
            assert!(figure.confidence > 0.3 && figure.confidence <= 1.0);
        }
    }
}

#[test]
fn size_and_margins_of_a_line_do_not_matter() {
    use sijill_imaging::scale::{Filter, scale};
    let reader = DigitReader::new();
    let (image, _) = golden().swap_remove(0);
    let plain = reader.read_line(&image);
    let larger = scale(&image, image.width() * 2, image.height() * 2, Filter::Linear);
    let mut margins = Grey::filled(larger.width() + 40, larger.height() + 60, 255);
    let width = margins.width();
    for (y, row) in margins.pixels_mut().chunks_exact_mut(width).skip(20).take(80).enumerate() {
        row[40..].copy_from_slice(larger.row(y));
    }
    let read = reader.read_line(&margins);
    assert_eq!(read.len(), plain.len());
    for (one, two) in plain.iter().zip(&read) {
        assert_eq!(one.text, two.text);
        assert!((one.left * 2 + 40).abs_diff(two.left) <= 8, "{} {}", one.left, two.left);
        assert!((one.right * 2 + 40).abs_diff(two.right) <= 8, "{} {}", one.right, two.right);
    }
}

#[test]
fn any_size_is_read() {
    let reader = DigitReader::new();
    for (width, height) in [(0, 0), (1, 1), (1, 900), (3000, 1), (7, 7), (60_000, 5)] {
        for shade in [0, 255] {
            let _ = reader.read_line(&Grey::filled(width, height, shade));
        }
    }
    assert_eq!(reader.read_line(&Grey::filled(400, 60, 255)), []);
}
