//! What was noticed while reading tables: formulas, and numbers of more digits than are taken.

use std::io;

use serde::Serialize;

use super::Console;
use crate::batch::{Table, Value};
use crate::diag::{Lang, Text};
use crate::table::{CellRange, Column, Kind, Listed, Notes};
use crate::text;

/// How many places are named on a terminal.
const SHOWN: usize = 3;

/// What was noticed, for programs.
#[derive(Serialize)]
pub(super) struct Noticed {
    formulas: Places,
    rounded: Places,
}

/// Cells: how many, and where the first are.
#[derive(Serialize)]
struct Places {
    count: u64,
    cells: Vec<String>,
}

/// What was noticed, if anything was, for programs.
pub(super) fn record(notes: &Notes) -> Option<Noticed> {
    let places = |listed: &Listed| Places {
        count: listed.count,
        cells: listed.ranges.iter().map(CellRange::to_string).collect(),
    };
    (!notes.is_empty())
        .then(|| Noticed { formulas: places(&notes.formulas), rounded: places(&notes.rounded) })
}

/// Says on standard error what was noticed. `is_listed` tells whether the [`table`] was written.
pub(super) fn told(notes: &Notes, is_listed: bool, console: &mut Console<'_>) -> io::Result<()> {
    for (listed, what) in kinds(notes) {
        let named: Vec<String> =
            listed.ranges.iter().take(SHOWN).map(CellRange::to_string).collect();
        let more = listed.ranges.len() > SHOWN || listed.unnamed() > 0;
        let rest = match (more, is_listed) {
            (false, _) => Text::default(),
            (true, true) => {
                let Text { zh, en } = name();
                text!(zh: "……全部列在“{zh}”表里", en: ", …; all are in the sheet `{en}`")
            }
            (true, false) => text!(
                zh: "……写成 .xlsx 或写进目录，就全部列出", en: ", …; write an .xlsx file or a directory to have all listed",
            ),
        };
        let (count, Text { zh, en }) = (listed.count, what);
        let (named_zh, named_en) = (named.join("、"), named.join(", "));
        let Text { zh: rest_zh, en: rest_en } = rest;
        let sentence = text!(
            zh: "{count} 个{zh}：{named_zh}{rest_zh}", en: "{count} {en}: {named_en}{rest_en}",
        );
        writeln!(console.err, "{}", sentence.get(console.lang))?;
    }
    Ok(())
}

/// All that was noticed, as a table.
pub(super) fn table(notes: &Notes, lang: Lang) -> Table<'static> {
    let texts = |title: Text| Column::new(title.get(lang), Kind::Text);
    let columns = vec![
        texts(text!(zh: "文件", en: "file")),
        texts(text!(zh: "表", en: "sheet")),
        texts(text!(zh: "单元格", en: "cells")),
        Column::new(text!(zh: "个数", en: "count").get(lang), Kind::Number { decimals: 0 }),
        texts(text!(zh: "说明", en: "note")),
    ];
    let said = |text: String| Value::Text(text.into());
    let mut rows = Vec::new();
    for (listed, what) in kinds(notes) {
        let what = what.get(lang);
        rows.extend(listed.ranges.iter().map(|range| {
            let sheet = range.first.sheet.clone().map_or(Value::Empty, said);
            let (file, cells) = (said(range.first.file.clone()), said(range.cells()));
            vec![file, sheet, cells, count(range.count()), said(what.to_owned())]
        }));
        if listed.unnamed() > 0 {
            let more = text!(zh: "其余没有列出的{what}", en: "not listed: {what}");
            let note = said(more.get(lang).to_owned());
            let empty = || Value::Empty;
            rows.push(vec![empty(), empty(), empty(), count(listed.unnamed()), note]);
        }
    }
    Table { name: name().get(lang).to_owned(), columns, rows }
}

fn count(count: u64) -> Value<'static> {
    i64::try_from(count).map_or(Value::Empty, |count| Value::Number(count.into()))
}

fn name() -> Text {
    text!(zh: "读取说明", en: "reading notes")
}

fn kinds(notes: &Notes) -> impl Iterator<Item = (&Listed, Text)> {
    let formulas = text!(
        zh: "单元格是公式，取文件里存的值", en: "cells are formulas, of which the value in the file was taken",
    );
    let rounded = text!(
        zh: "数超过 15 位有效数字，取 15 位", en: "numbers have more than 15 significant digits, of which 15 were taken",
    );
    let both = [(&notes.formulas, formulas), (&notes.rounded, rounded)];
    both.into_iter().filter(|(listed, _)| listed.count > 0)
}
