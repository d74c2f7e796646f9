//! The draft as text; the formatter lays it out.

use std::fmt::Write;

use super::rules::{Bound, Limit, Rule, Rules};
use super::sort::Amount;
use crate::ledger::{ClauseText, Figure, REFERENCE};

/// A file with one clause.
pub(super) fn file(clause: &ClauseText, figures: &[Figure], rules: &Rules) -> String {
    let number = clause.number;
    let mut text = String::new();
    let mut line = |written: &str| {
        // A string takes whatever is written to it.
        let _ = writeln!(text, "{written}");
    };
    line("// 由官方文本起稿。把“待填”的都换成自己的话和词汇里的名称；一处未换，检查就不通过。");
    line(&format!("条款 {number} 待填条名 (todo_clause) {{"));
    line("概述 \"待填：用自己的话说这一条给谁、给什么、有什么限制\"");
    let source = match clause.section.is_empty() {
        true => number.to_string(),
        false => format!("{}·{number}", clause.section),
    };
    line(&format!("出处 \"{source}\""));
    line(&format!("责任 {}", bodies(&clause.responsible)));
    line("");
    if let Some((from, to)) = &rules.validity {
        line(&format!("时效 {from} 至 {to}"));
        line("");
    }
    for note in ledger(figures) {
        line(&note);
    }
    line("");
    for (rule, place) in rules.rules.iter().zip(0..) {
        write_rule(rule, place, &mut line);
        line("");
    }
    for (limit, place) in rules.limits.iter().zip(0..) {
        write_limit(limit, place, &mut line);
    }
    if rules.rules.is_empty() && rules.limits.is_empty() {
        line("职责 待填职责 (todo_duty) {\n方式 应当\n内容 \"待填：做什么\"\n主题 \"待填\"\n}");
    }
    line("}");
    text
}

/// The bodies that the text names, as names.
fn bodies(responsible: &str) -> String {
    let is_hanzi = |c: &char| matches!(c, '\u{4E00}'..='\u{9FFF}');
    let named = responsible.trim_end_matches(['等', '。']);
    let names = named.split(['、', '，', ',']);
    let names = names.map(|name| name.chars().filter(is_hanzi).collect::<String>());
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    match names.is_empty() {
        true => "待填机构".to_owned(),
        false => names.join("、"),
    }
}

/// The figures to encode, each with its ordinal, as comments.
fn ledger(figures: &[Figure]) -> Vec<String> {
    if figures.is_empty() {
        return vec!["// 原文这一条没有数。".to_owned()];
    }
    let mut notes = vec![
        "// 原文的数，照次序。都写进规则以后删去这一段；规则用不着的，写 豁免 数: 序号 \"理由\"。"
            .to_owned(),
    ];
    for (figure, ordinal) in figures.iter().zip(1..) {
        let Figure { figure, word, context } = figure;
        let word = match word.as_str() {
            "" => String::new(),
            REFERENCE => "，引用，在字句里提到".to_owned(),
            word => format!("，{word}"),
        };
        notes.push(format!("//   {ordinal}. {figure}{word}：…{context}…"));
    }
    notes
}

/// A service limit, and whether it is kept around its figure: that the text itself says.
fn write_limit(limit: &Limit, place: u32, line: &mut impl FnMut(&str)) {
    let Limit { bound, before } = limit;
    let (zh, en) = (counted(place), lettered(place));
    line(&format!("时限 待填时限{zh} (todo_limit_{en}) 给 待填主体 每年 {{"));
    line(&format!("指标 待填用时{zh} {}", bound.written));
    if let Some(before) = before {
        line(&format!("原 {before}"));
    }
    line("}");
    line("");
    line(&format!("示例 \"待填时限{zh}：界线\" {{"));
    line("年度 2022年");
    line("待填主体 { 历史 无 }");
    line(&format!("| 待填用时{zh} | 待填时限{zh} |"));
    for (figure, outcome) in around(bound).iter().zip(["达标", "达标", "未达标"]) {
        line(&format!("| {figure} | {outcome} |"));
    }
    line("");
    line("}");
    line("");
}

/// Conditions that nothing is paid for: what they lead to is to be filled in.
fn write_determination(rule: &Rule, place: u32, line: &mut impl FnMut(&str)) {
    let (zh, en) = (counted(place), lettered(place));
    line(&format!("认定 待填认定{zh} (todo_determination_{en}) 给 待填主体 {{"));
    for (bound, place) in rule.conditions.iter().zip(0..) {
        line(&format!("条件 待填数量{} {}", counted(place), bound.written));
    }
    line("后果 可以 \"待填\"");
    line("}");
    line("");
    write_example(rule, &format!("待填认定{zh}"), line);
}

fn write_rule(rule: &Rule, place: u32, line: &mut impl FnMut(&str)) {
    if rule.pays_nothing() {
        return write_determination(rule, place, line);
    }
    let (zh, en) = (counted(place), lettered(place));
    line(&format!("给付 待填给付{zh} (todo_grant_{en}) 给 待填主体 每年 {{"));
    if rule.conditions.is_empty() {
        line("条件 待填条件");
    }
    for (bound, place) in rule.conditions.iter().zip(0..) {
        line(&format!("条件 待填数量{} {}", counted(place), bound.written));
    }
    for (share, place) in rule.up_to.iter().zip(0..) {
        let (zh, en) = (counted(place), lettered(place));
        line(&format!(
            "裁量 待填额度{zh} (todo_sum_{en}) 由 待填机构: 不超过 待填基数 × {}",
            spaced(share)
        ));
    }
    let amount = match (&rule.amount, rule.up_to.is_empty()) {
        (Some((Amount::Sum, figure)), _) => figure.clone(),
        (Some((Amount::Times, figure)), _) => format!("待填基数 × {}", spaced(figure)),
        (None, false) => format!("待填额度{}", counted(0)),
        (None, true) => "待填金额".to_owned(),
    };
    let caps = rule.caps.iter().map(|cap| format!(" 上限 {cap}"));
    line(&format!("金额 {amount}{}", caps.collect::<String>()));
    if let Some(years) = &rule.years {
        line(&format!("年限 连续 不超过 {years}"));
    }
    let payers = rule.payers.iter().zip(0..);
    let payers =
        payers.map(|(share, place)| format!("待填层级{} {}", counted(place), spaced(share)));
    let payers: Vec<String> = payers.collect();
    match payers.is_empty() {
        true => line("出资 未载明"),
        false => line(&format!("出资 {} 余数归 待填层级一", payers.join("、"))),
    }
    line("}");
    line("");
    write_example(rule, &format!("待填给付{zh}"), line);
}

/// Cases at every boundary: just below, exactly at, just above.
fn write_example(rule: &Rule, name: &str, line: &mut impl FnMut(&str)) {
    line("// 待填：结果照原文手算，不照程序抄；再加不够条件的、缺事实的。");
    line(&format!("示例 \"{name}：界线\" {{"));
    line("年度 2022年");
    line("待填主体 { 历史 无 }");
    for (bound, place) in rule.conditions.iter().zip(0..) {
        let figures = around(bound);
        line(&format!("| 待填数量{} | {name} |", counted(place)));
        figures.iter().for_each(|figure| line(&format!("| {figure} | 待填 |")));
        line("");
    }
    if !rule.caps.is_empty() {
        line(&format!("| 待填基数 | {name} |"));
        for cap in &rule.caps {
            for case in [format!("{cap} - 1分"), cap.clone(), cap.clone()] {
                line(&format!("| 待填 | {case} |"));
            }
        }
        line("");
    }
    if rule.conditions.is_empty() && rule.caps.is_empty() {
        line(&format!("应得 {name}: 待填"));
    }
    line("}");
}

/// The figure itself and its neighbours, by the smallest unit that is likely.
fn around(bound: &Bound) -> [String; 3] {
    let figure = spaced(&bound.figure);
    let unit = bound.figure.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_of_unit = |unit: &str| ["千瓦", "千克", "千米"].iter().any(|of| unit.starts_with(of));
    let bare = match is_of_unit(unit) {
        true => unit,
        false => unit.trim_start_matches(['十', '百', '千', '万', '亿']),
    };
    let step = match bare {
        "元" => "1分".to_owned(),
        "吨" => "1千克".to_owned(),
        "%" | "‰" => "0.01%".to_owned(),
        _ if bare.contains('/') || bare.is_empty() => format!("0.01{bare}"),
        bare => format!("1{bare}"),
    };
    [format!("{figure} - {step}"), figure.clone(), format!("{figure} + {step}")]
}

/// A rate stands apart from its unit: `10 元/吨`.
fn spaced(figure: &str) -> String {
    match figure.find("元/") {
        Some(at) => {
            let (number, unit) = figure.split_at_checked(at).unwrap_or((figure, ""));
            // A scale belongs to the unit: 5 万元/亩.
            let digits = number.trim_end_matches(['十', '百', '千', '万', '亿']);
            let scale = number.strip_prefix(digits).unwrap_or_default();
            format!("{digits} {scale}{unit}")
        }
        None => figure.to_owned(),
    }
}

/// 一, 二, 三 … for names, in which no digits stand.
fn counted(place: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |c: char| DIGITS.get(usize::try_from(c.to_digit(10)?).ok()?).copied();
    place.saturating_add(1).to_string().chars().filter_map(digit).collect()
}

/// a, b, c … for aliases.
fn lettered(place: u32) -> String {
    let letter = |c: char| {
        let letter = u32::from('a').checked_add(c.to_digit(10)?)?;
        char::from_u32(letter)
    };
    place.to_string().chars().filter_map(letter).collect()
}
