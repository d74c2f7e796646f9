#![allow(clippy::unwrap_used)]

use super::*;

fn at(text: &str, offset: u32) -> (usize, usize) {
    let Position { line, column } = SourceFile::new("t.pol", text).position(offset);
    (line, column)
}

#[test]
fn columns_count_characters() {
    // Each hanzi is three bytes: 条 0, 款 3, space 6, 1 7.
    assert_eq!(at("条款 14", 0), (1, 1));
    assert_eq!(at("条款 14", 3), (1, 2));
    assert_eq!(at("条款 14", 7), (1, 4));
    assert_eq!(at("条款 14", 4), (1, 2), "inside a character is its start");
    assert_eq!(at("条款 14", 900), (1, 6), "past the end is the end");
}

#[test]
fn every_kind_of_line_break_counts_once() {
    let text = "a\nb\r\nc\rd\n";
    let file = SourceFile::new("t.pol", text);
    assert_eq!(file.line_count(), 5);
    let lines: Vec<_> = (1..=5).map(|line| file.line_text(line).unwrap()).collect();
    assert_eq!(lines, ["a", "b", "c", "d", ""]);
    assert_eq!(file.line_text(0), None);
    assert_eq!(file.line_text(6), None);
    assert_eq!(at(text, 5), (3, 1));
    assert_eq!(at(text, 7), (4, 1));
    assert_eq!(at(text, 9), (5, 1));
}

#[test]
fn an_empty_text_has_a_place() {
    assert_eq!(at("", 0), (1, 1));
    assert_eq!(SourceFile::new("t.pol", "").line_text(1), Some(""));
}

#[test]
fn spans_resolve_through_their_file() {
    let mut sources = Sources::new();
    let first = sources.add("a.pol", "条件\n金额 5万元");
    let second = sources.add("b.pol", "x");
    let amount = Span::new(first, 14, 21);
    assert_eq!(sources.snippet(amount), Some("5万元"));
    assert_eq!(sources.position(amount), Position { line: 2, column: 4 });
    assert_eq!(sources.end_position(amount), Position { line: 2, column: 7 });
    assert_eq!(sources.line_text(amount), Some("金额 5万元"));
    assert_eq!(sources.snippet(Span::new(second, 0, 9)), None);
    let unknown = Span::new(FileId(9), 3, 4);
    assert_eq!(sources.position(unknown), Position::START);
    let names: Vec<_> = sources.iter().map(|(id, f)| (id.0, f.name())).collect();
    assert_eq!(names, [(0, "a.pol"), (1, "b.pol")]);
}

#[test]
fn a_byte_order_mark_is_dropped() {
    assert_eq!(decode("t.pol", b"\xEF\xBB\xBFok").unwrap(), "ok");
    assert_eq!(decode("t.pol", b"").unwrap(), "");
}

#[test]
fn bad_utf8_is_refused_with_its_place() {
    // After the mark (3 bytes), "条\n" (4 bytes) and "款" (3), 0xB2 stands alone.
    let bytes = b"\xEF\xBB\xBF\xE6\x9D\xA1\n\xE6\xAC\xBE\xB2";
    let error = decode("t.pol", bytes).unwrap_err();
    assert_eq!(
        error,
        DecodeError::NotUtf8 {
            name: "t.pol".into(),
            offset: 10,
            byte: 0xB2,
            position: Position { line: 2, column: 2 },
        }
    );
    assert_eq!(
        decode("t.pol", b"\xFF\xFEa\0").unwrap_err(),
        DecodeError::Utf16 { name: "t.pol".into() }
    );
}

#[test]
fn too_large_a_file_is_refused() {
    let bytes = vec![b' '; MAX_FILE_BYTES + 1];
    let error = decode("big.pol", &bytes).unwrap_err();
    assert!(matches!(error, DecodeError::TooLarge { bytes, .. } if bytes == MAX_FILE_BYTES + 1));
    assert!(decode("big.pol", &bytes[1..]).is_ok());
}
