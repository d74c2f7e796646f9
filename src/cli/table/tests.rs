#![allow(clippy::indexing_slicing)]

use super::*;

fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

#[test]
fn a_hanzi_takes_two_columns() {
    let drawn = aligned(&rows(&[&["条款", "a"], &["x", "金额"], &["横跨各列"], &["yz", ""]]));
    assert_eq!(drawn, "条款  a\nx     金额\n横跨各列\nyz\n");
}

#[test]
fn figures_end_together_and_are_never_cut() {
    let drawn =
        fitted(&rows(&[&["甲", "1,000.00", "一二三四五六七八"], &["乙", "0.5", ""]]), &[1], 26);
    assert_eq!(drawn, "甲  1,000.00  一二三四五六\n              七八\n乙       0.5\n");
}

#[test]
fn lines_end_between_items_before_they_end_inside_one() {
    assert_eq!(wrapped("甲甲甲局、乙乙乙局、丙丙局", 18), ["甲甲甲局、", "乙乙乙局、丙丙局"]);
    assert_eq!(wrapped("一二三四五六七八九", 10), ["一二三四五", "六七八九"]);
    assert_eq!(wrapped("the city, the province", 10), ["the city,", "the", "province"]);
    assert_eq!(wrapped("    甲甲甲局、乙乙乙局", 14), ["    甲甲甲局、", "    乙乙乙局"]);
    assert_eq!(wrapped("", 4), [""]);
}

#[test]
fn no_line_starts_with_what_closes_or_ends_with_what_opens() {
    assert_eq!(wrapped("一二三四五。六", 10), ["一二三四", "五。六"]);
    assert_eq!(wrapped("一二三四（五六）", 10), ["一二三四", "（五六）"]);
    // A word is not cut, however long.
    assert_eq!(wrapped("abcdefghijklmno 甲", 10), ["abcdefghijklmno", "甲"]);
}

/// Nothing is lost, and no line is wider than it may be where every character may stand apart.
#[test]
fn wrapping_keeps_every_character() {
    let text = "第一条（甲）、第二条：乙；第三条“丙丁戊己庚辛”。".repeat(3);
    for width in 12..60 {
        let lines = wrapped(&text, width);
        assert_eq!(lines.concat(), text, "{width}");
        assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:#?}");
    }
}
