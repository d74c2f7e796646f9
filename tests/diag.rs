//! How problems are shown: in both languages, over wide characters, long lines and several files.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use polc::diag::render::{Style, one, report};
use polc::diag::{ClauseRef, Code, Diagnostic, Lang, Severity, json};
use polc::source::{FileId, MAX_FILE_BYTES, Sources, Span, decode};
use polc::text;
use proptest::prelude::*;

/// What starts a terminal's control sequence.
const ESCAPE: char = '\u{1b}';

/// The span of the `nth` place (from 0) where `needle` stands in a file.
fn find(sources: &Sources, file: FileId, needle: &str, nth: usize) -> Span {
    let text = sources.get(file).unwrap().text();
    let (start, _) = text.match_indices(needle).nth(nth).unwrap();
    Span::of_range(file, start..start + needle.len())
}

/// The source, then the report in both languages.
fn shown(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let source: Vec<_> = sources.iter().map(|(_, file)| file.text()).collect();
    let [zh, en] = [Lang::Zh, Lang::En]
        .map(|lang| one(diagnostic, sources, Style { lang, ..Style::default() }));
    format!("{}\n──── zh\n{zh}\n──── en\n{en}", source.join("\n──\n"))
}

fn unknown_name(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownName,
        text!(zh: "没有叫“企业所得稅”的事实", en: "there is no fact `企业所得稅`"),
    )
    .primary(span, text!(zh: "没有这个名称", en: "no such name"))
    .help(text!(zh: "写成 企业所得税", en: "write `企业所得税`"))
    .clause(&ClauseRef::new("14", Some("二·14".into())))
}

#[test]
fn labels_stand_under_wide_characters() {
    let mut sources = Sources::new();
    let file =
        sources.add("policies/14.pol", "条款 14 奖励 {\n  条件\t企业所得稅 超过 15亿元\n}\n");
    let diagnostic = unknown_name(find(&sources, file, "企业所得稅", 0));
    insta::assert_snapshot!(shown(&diagnostic, &sources));
}

#[test]
fn several_labels_say_why() {
    let mut sources = Sources::new();
    let file = sources
        .add("14.pol", "按档 全额累进 {\n  首档 2%\n  超过 30亿元 3%\n  超过 15亿元 2.5%\n}\n");
    let vocabulary = sources.add("vocabulary.pol", "事实 投资 (investment): 金额\n");
    let diagnostic = Diagnostic::new(
        Code::UnknownName,
        text!(zh: "档次次序颠倒", en: "tiers are out of order"),
    )
    .secondary(
        find(&sources, file, "30亿元", 0),
        text!(zh: "前一档从这里起", en: "the tier before starts here"),
    )
    .primary(find(&sources, file, "15亿元", 0), text!(zh: "这一档却更低", en: "this one is lower"))
    .secondary(
        find(
            &sources,
            file,
            "按档 全额累进 {\n  首档 2%\n  超过 30亿元 3%\n  超过 15亿元 2.5%\n}",
            0,
        ),
        text!(zh: "在这张表里", en: "in this table"),
    )
    .secondary(
        find(&sources, vocabulary, "金额", 0),
        text!(zh: "量纲由此而来", en: "its dimension comes from here"),
    )
    .help(text!(zh: "把 15亿元 一档移到 30亿元 之前", en: "move the tier of 15亿元 before 30亿元"));
    insta::assert_snapshot!(shown(&diagnostic, &sources));
}

#[test]
fn a_long_line_is_cut_around_its_labels() {
    let mut sources = Sources::new();
    // 300 hanzi are 600 columns; 税 stands 300 characters in, 额 another 302 after it.
    let filler = "甲乙丙丁戊己庚辛壬癸".repeat(30);
    let file = sources.add("long.pol", format!("一\n{filler}税{filler}额{filler}\n二\n"));
    let diagnostic = Diagnostic::new(Code::UnknownName, text!(zh: "没有“税”", en: "no `税`"))
        .primary(find(&sources, file, "税", 0), text!(zh: "第 301 列", en: "column 301"))
        .secondary(find(&sources, file, "额", 0), text!(zh: "第 602 列", en: "column 602"));
    insta::assert_snapshot!(one(&diagnostic, &sources, Style::default()));
}

#[test]
fn ten_megabytes_in_a_line_are_no_trouble() {
    let mut sources = Sources::new();
    let file = sources.add("huge.pol", "税".repeat(10_000_000 / 3));
    let whole = Span::new(file, 0, 9_999_999);
    let diagnostic = Diagnostic::new(Code::UnknownName, text!(zh: "太长", en: "too long"))
        .primary(whole, text!(zh: "整行", en: "the whole line"));
    let shown = one(&diagnostic, &sources, Style::default());
    assert!(shown.len() < 4_000, "{} bytes", shown.len());
    assert!(shown.contains("[huge.pol:1:1]") && shown.contains("整行"));
}

#[test]
fn a_label_over_many_lines_marks_the_first() {
    let mut sources = Sources::new();
    let file = sources.add("many.pol", format!("{{\n{}}}\n", "行\n".repeat(5000)));
    let end = sources.get(file).unwrap().text().len();
    let diagnostic = Diagnostic::new(Code::UnknownName, text!(zh: "没有收尾", en: "not closed"))
        .primary(Span::of_range(file, 0..end), text!(zh: "从这里起", en: "from here"));
    insta::assert_snapshot!(shown_alone(&diagnostic, &sources));
}

#[test]
fn the_end_of_a_file_can_be_marked() {
    for text in ["", "\n", "条款 14 {", "条款 14 {\n", "条款 14 {\r\n\r\n"] {
        let mut sources = Sources::new();
        let file = sources.add("end.pol", text);
        let end = Span::of_range(file, text.len()..text.len());
        let diagnostic = Diagnostic::new(Code::UnknownName, text!(zh: "缺 }}", en: "missing }}"))
            .primary(end, text!(zh: "到这里为止", en: "it ends here"));
        let shown = shown_alone(&diagnostic, &sources);
        let lines = text.split('\n').count();
        assert!(shown.contains(&format!("[end.pol:{lines}:")), "{text:?}: {shown}");
        assert!(shown.contains("▲") && shown.contains("到这里为止"), "{text:?}: {shown}");
    }
}

#[test]
fn spans_that_fit_no_text_are_still_shown() {
    let mut sources = Sources::new();
    let file = sources.add("odd.pol", "条款\n税\n");
    let inside_a_character = Span::new(file, 1, 2);
    let past_the_end = Span::new(file, 7, 4_000_000_000);
    let over_the_break = Span::new(file, 3, 7);
    let of_no_file = Span::new(FileId(7), 0, 5);
    for span in [inside_a_character, past_the_end, over_the_break, of_no_file] {
        let diagnostic = unknown_name(span);
        assert!(shown_alone(&diagnostic, &sources).contains("没有叫"), "{span:?}");
    }
}

#[test]
fn nothing_in_a_source_steers_the_terminal() {
    let mut sources = Sources::new();
    let file = sources.add("steer.pol", "\u{1b}[2J 税 \u{202e}额\u{7}");
    let found = "\u{1b}[31m";
    let diagnostic =
        Diagnostic::new(Code::UnknownName, text!(zh: "没有 {found}", en: "no {found}"))
            .primary(find(&sources, file, "税", 0), text!(zh: "这里", en: "here"));
    insta::assert_snapshot!(shown_alone(&diagnostic, &sources));
}

#[test]
fn messages_are_wrapped_to_the_width() {
    let sources = Sources::new();
    let long = "这一句话说得很长".repeat(9);
    let diagnostic = Diagnostic::new(Code::UnknownName, text!(zh: "{long}", en: "{long}"))
        .help(text!(zh: "{long}", en: "{long}"));
    insta::assert_snapshot!(one(&diagnostic, &sources, Style { width: 60, ..Style::default() }));
}

#[test]
fn a_report_ends_with_its_tally() {
    let mut sources = Sources::new();
    let file = sources.add("14.pol", "企业所得稅\n");
    let error = unknown_name(find(&sources, file, "企业所得稅", 0));
    let warning = Diagnostic { severity: Severity::Warning, ..error.clone() };
    let found = [error, warning];
    let [zh, en] = [Lang::Zh, Lang::En]
        .map(|lang| report(&found, &sources, Style { lang, ..Style::default() }));
    assert!(zh.ends_with("\n1 个错误，1 个警告\n"), "{zh}");
    assert!(en.ends_with("\nerrors: 1, warnings: 1\n"), "{en}");
    assert!(en.contains("warning E0301"));
    assert_eq!(report(&[], &sources, Style::default()), "");
}

#[test]
fn colour_only_adds_to_the_text() {
    let mut sources = Sources::new();
    let file = sources.add("14.pol", "条件 企业所得稅 超过 15亿元\n");
    let diagnostic = unknown_name(find(&sources, file, "企业所得稅", 0));
    let plain = shown_alone(&diagnostic, &sources);
    let coloured = one(&diagnostic, &sources, Style { colour: true, ..Style::default() });
    assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
    assert_eq!(without_escapes(&coloured), plain);
}

#[test]
fn records_hold_everything_for_programs() {
    let mut sources = Sources::new();
    let file = sources.add("policies/14.pol", "条款 14 {\r\n  条件 企业所得稅\r\n}\r\n");
    let found = [
        unknown_name(find(&sources, file, "企业所得稅", 0)),
        Diagnostic::new(Code::Internal, text!(zh: "没有位置", en: "no place")),
    ];
    insta::assert_snapshot!(
        serde_json::to_string_pretty(&json::records(&found, &sources)).unwrap()
    );
}

#[test]
fn bytes_that_are_no_text_are_reported() {
    let bad: [(&str, &[u8]); 3] = [
        ("gbk.pol", b"// ok\n\xCC\xF5\xBF\xEE 14"),
        ("utf16.pol", b"\xFF\xFEa\0"),
        ("big.pol", &vec![b' '; MAX_FILE_BYTES + 1]),
    ];
    let sources = Sources::new();
    let shown = bad.map(|(name, bytes)| {
        let diagnostic = Diagnostic::from(decode(name, bytes).unwrap_err());
        [Lang::Zh, Lang::En]
            .map(|lang| one(&diagnostic, &sources, Style { lang, ..Style::default() }))
            .concat()
    });
    insta::assert_snapshot!(shown.join("\n"));
}

fn shown_alone(diagnostic: &Diagnostic, sources: &Sources) -> String {
    one(diagnostic, sources, Style::default())
}

/// The text without its `ESC [ … m` sequences.
fn without_escapes(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |plain, piece| plain + piece.split_once('m').unwrap().1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_labels_on_any_text_are_drawn(
        pieces in prop::collection::vec(
            prop::sample::select(vec!["a", "税", "\n", "\r", "\r\n", "\t", "\u{1b}[", "\u{301}", "😀", "　"]),
            0..60,
        ),
        repeated in 1_usize..40,
        spans in prop::collection::vec((0_u32..2, 0_u32..400, 0_u32..400, any::<bool>()), 0..5),
        width in 0_usize..120,
    ) {
        let mut sources = Sources::new();
        sources.add("a.pol", pieces.concat().repeat(repeated));
        sources.add("b.pol", pieces.concat());
        let mut diagnostic = Diagnostic::new(Code::UnknownName, text!(zh: "甲", en: "a"));
        for (file, start, length, primary) in spans {
            let span = Span::new(FileId(file), start, start + length);
            let label = text!(zh: "标在这里", en: "marked here");
            diagnostic = match primary {
                true => diagnostic.primary(span, label),
                false => diagnostic.secondary(span, label),
            };
        }
        let shown = one(&diagnostic, &sources, Style { width, ..Style::default() });
        prop_assert!(shown.contains('甲'));
        prop_assert!(!shown.contains(ESCAPE));
        prop_assert!(!shown.contains("Failed to read"));
        let labels = shown.matches("标在这里").count();
        prop_assert_eq!(labels, diagnostic.labels.len(), "{}", shown);
    }
}
