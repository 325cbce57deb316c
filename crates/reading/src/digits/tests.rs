use super::*;

#[test]
fn any_size_is_read() {
    let reader = DigitReader::new();
    for (width, height) in [(0, 0), (1, 1), (1, 900), (3000, 1), (7, 7), (60_000, 5)] {
        for shade in [0, 128, 255] {
            let _ = reader.read_line(&Grey::filled(width, height, shade));
        }
    }
    assert_eq!(reader.read_line(&Grey::filled(400, 60, 255)), []);
}
