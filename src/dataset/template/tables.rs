//! Empty tables: a header for each kind of subject, and what holds for all.

use super::Needed;
use crate::dataset::header::words::{self, Word};
use crate::diag::{Lang, Text};
use crate::ir::{DecisionId, Fact, FactId, KindId, Named, Program, Type};
use crate::quantity::{Dimension, Exact, parse_unit};
use crate::scenario::Directory;
use crate::table::{Column, Kind};
use crate::text;

/// An empty table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// Its name.
    pub name: String,
    /// The kind of subject that it is for, if it is.
    pub kind: Option<KindId>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Rows of texts that stand in it from the start: settings and explanations.
    pub rows: Vec<Vec<String>>,
}

/// The empty tables of what is needed when these years are run. Yearly facts get a column for each
/// of the years in which they are looked at then; without years, a column tells the year of a row.
#[must_use]
pub fn blanks(
    directory: &Directory<'_>,
    needed: &Needed,
    years: Option<(i32, i32)>,
    lang: Lang,
) -> Vec<Blank> {
    let writer = Writer { directory, program: directory.program, needed, years, lang };
    let mut blanks: Vec<Blank> = needed.kinds.iter().map(|kind| writer.kind(*kind)).collect();
    if !needed.paying.is_empty() {
        blanks.push(writer.history());
    }
    if !needed.series.is_empty() {
        blanks.push(writer.series());
    }
    blanks.push(writer.settings());
    blanks.push(writer.guide());
    blanks
}

struct Writer<'a, 'p> {
    directory: &'a Directory<'p>,
    program: &'p Program,
    needed: &'a Needed,
    years: Option<(i32, i32)>,
    lang: Lang,
}

impl Writer<'_, '_> {
    fn word(&self, [zh, en]: Word) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn name<'n>(&self, name: &'n Named) -> &'n str {
        match self.lang {
            Lang::Zh => &name.zh,
            Lang::En => &name.en,
        }
    }

    fn noted(&self, title: impl Into<String>, kind: Kind, note: &Text) -> Column {
        let note = Some(note.get(self.lang).to_owned()).filter(|note| !note.is_empty());
        Column { note, ..Column::new(title, kind) }
    }

    fn truth(&self, title: String, note: &Text) -> Column {
        let choices = text!(zh: "是 否", en: "yes no");
        let choices = choices.get(self.lang).split(' ').map(str::to_owned).collect();
        Column { choices, ..self.noted(title, Kind::Text, note) }
    }

    fn kind(&self, kind: KindId) -> Blank {
        let name = self.directory.kind_name(kind);
        let columns = self.identity(kind).into_iter();
        let facts = self.needed.facts_of(self.program, kind).filter_map(|(fact, clauses)| {
            let info = self.program.vocabulary.facts.get(fact.index())?;
            let clauses: Vec<String> = clauses.iter().map(u32::to_string).collect();
            Some(self.fact(fact, info, &clauses.join("、")))
        });
        let decisions = self.needed.decisions.iter().filter_map(|id| self.decision(kind, *id));
        let lists = self.needed.children(self.program, kind).map(|child| {
            let Named { zh, en } = self.directory.kind_name(child);
            let title = format!("{} {}", self.word(words::COMPLETE), self.name(self.directory.kind_name(child)));
            let note = text!(zh: "它的{zh}都列全了就填“是”，一个没有也填“是”；不知道就留空", en: "yes when every {en} of it is listed, also when it has none; empty if not known");
            self.truth(title, &note)
        });
        let columns = columns.chain(facts.flatten()).chain(decisions.flatten()).chain(lists);
        let mut columns: Vec<Column> = columns.collect();
        if self.is_root(kind) && !self.needed.paying.is_empty() {
            let (complete, history) = (self.word(words::COMPLETE), self.word(words::HISTORY));
            let note = text!(zh: "以前得过的奖补都列进了“历史”表就填“是”，没得过也填“是”；不知道就留空", en: "yes when all it was paid before stands in the table `history`, also when it was paid nothing; empty if not known");
            columns.push(self.truth(format!("{complete} {history}"), &note));
        }
        Blank { name: self.name(name).to_owned(), kind: Some(kind), columns, rows: Vec::new() }
    }

    fn is_root(&self, kind: KindId) -> bool {
        self.parent(kind).is_none()
    }

    fn parent(&self, kind: KindId) -> Option<KindId> {
        self.program.vocabulary.kinds.get(kind.index())?.parent
    }

    /// The columns by which rows are told apart and joined.
    fn identity(&self, kind: KindId) -> Vec<Column> {
        let Named { zh, en } = self.directory.kind_name(kind);
        let mut columns = Vec::new();
        let named = self.needed.children(self.program, kind).next().is_some()
            || self.needed.facts.keys().any(|fact| {
                let info = self.program.vocabulary.facts.get(fact.index());
                info.is_some_and(|info| info.ty == Type::Subject(kind))
            });
        if self.is_root(kind) || named {
            let note = text!(zh: "每个{zh}一个编号，不能重复，例如统一社会信用代码", en: "each {en} has its own");
            columns.push(self.noted(self.word(words::ID), Kind::Text, &note));
        }
        if let Some(parent) = self.parent(kind) {
            let Named { zh, en } = self.directory.kind_name(parent);
            let title = text!(zh: "{zh}编号", en: "{en}_id");
            let note = text!(zh: "它属于哪个{zh}：填那个{zh}的编号", en: "the id of the {en} that it belongs to");
            columns.push(self.noted(title.get(self.lang), Kind::Text, &note));
        } else {
            let note =
                text!(zh: "给人看的名字，可以不填", en: "for people to read; may be left empty");
            columns.push(self.noted(self.word(words::NAME), Kind::Text, &note));
        }
        if self.is_root(kind) && self.years.is_none() && self.needed.has_yearly(self.program) {
            let note = text!(zh: "每年的事实是哪一年的，例如 2022", en: "the year of the yearly facts, such as 2022");
            columns.push(self.noted(self.word(words::YEAR), Kind::Text, &note));
        }
        columns
    }

    /// A column of a fact, or one for each year.
    fn fact(&self, id: FactId, info: &Fact, clauses: &str) -> Vec<Column> {
        let note = text!(zh: "{}\n用于条款 {clauses}", en: "{}\nfor clause {clauses}", info.gloss);
        let note = Text::new(note.zh.trim_start(), note.en.trim_start());
        let unit = shown_unit(info.ty, &info.unit);
        let (kind, choices) = self.cells(info.ty, unit, info.granule);
        let behind = if unit.is_empty() { String::new() } else { format!("({unit})") };
        let name = self.name(&info.name);
        let titles: Vec<String> = match (info.yearly, self.years) {
            (true, Some(run)) => {
                let years = self.needed.years_of(id, run).into_iter();
                years.map(|year| format!("{year}年 {name}{behind}")).collect()
            }
            _ => vec![format!("{name}{behind}")],
        };
        let column = |title| Column { choices: choices.clone(), ..self.noted(title, kind, &note) };
        titles.into_iter().map(column).collect()
    }

    /// The columns of a decision that is taken for subjects of a kind.
    fn decision(&self, kind: KindId, id: DecisionId) -> Option<Vec<Column>> {
        let info = self.program.decisions.get(id.index())?;
        if self.directory.kinds_of(info.rule).first() != Some(&kind) {
            return None;
        }
        let (word, rule) = (self.word(words::DECISION), self.directory.rule_path(info.rule));
        let body = self.program.vocabulary.bodies.get(info.authority.index())?;
        let (rule, name) = (self.name(&rule), self.name(&info.name));
        let unit = shown_unit(info.ty, &info.unit);
        let behind = if unit.is_empty() { String::new() } else { format!("({unit})") };
        let Named { zh, en } = body;
        let note = text!(zh: "由{zh}裁量；没有决定就留空", en: "decided by {en}; empty if nothing was decided");
        let (kind, choices) = self.cells(info.ty, unit, None);
        let yearly = self.directory.rule_info(info.rule)?.period == crate::ir::Period::Yearly;
        let title = format!("{word} {rule}.{name}{behind}");
        let titles: Vec<String> = match (yearly, self.years) {
            (true, Some((from, to))) => {
                (from..=to).map(|year| format!("{year}年 {title}")).collect()
            }
            _ => vec![title],
        };
        let column = |title| Column { choices: choices.clone(), ..self.noted(title, kind, &note) };
        Some(titles.into_iter().map(column).collect())
    }

    /// What the cells of values of a type are, and the only texts allowed.
    fn cells(&self, ty: Type, unit: &str, granule: Option<Exact>) -> (Kind, Vec<String>) {
        match ty {
            Type::Number(_) => {
                (Kind::Number { decimals: self.decimals(unit, granule) }, Vec::new())
            }
            Type::Truth => {
                let choices = text!(zh: "是 否", en: "yes no");
                (Kind::Text, choices.get(self.lang).split(' ').map(str::to_owned).collect())
            }
            Type::Choice(of) => {
                let variants = self.program.vocabulary.variants(of);
                (Kind::Text, variants.iter().map(|name| self.name(name).to_owned()).collect())
            }
            Type::Date { .. } => (Kind::Date, Vec::new()),
            Type::Subject(_) => (Kind::Text, Vec::new()),
        }
    }

    /// The digits after the point that a smallest unit needs in a unit.
    fn decimals(&self, unit: &str, granule: Option<Exact>) -> u32 {
        let factor = match parse_unit(unit, &self.directory.counts) {
            Ok(unit) => unit.factor,
            Err(_) => Exact::ONE,
        };
        let step = granule.unwrap_or(Exact::ONE);
        let ratio = crate::quantity::Ratio::new(step, factor).and_then(|ratio| ratio.to_exact());
        ratio.map_or(0, Exact::scale)
    }

    fn history(&self) -> Blank {
        let amount = format!("{}(万元)", self.word(words::AMOUNT));
        let rules = self.needed.paying.iter().map(|rule| {
            let path = self.directory.rule_path(*rule);
            self.name(&path).to_owned()
        });
        let columns = vec![
            self.noted(
                self.word(words::ID),
                Kind::Text,
                &text!(zh: "得奖补的主体的编号", en: "the id of the subject that was paid"),
            ),
            Column {
                choices: rules.collect(),
                ..self.noted(
                    self.word(words::RULE),
                    Kind::Text,
                    &text!(zh: "哪条规则给的，如 51.利用奖补", en: "the rule that paid"),
                )
            },
            self.noted(
                self.word(words::STAGE),
                Kind::Text,
                &text!(zh: "分阶段给的，是哪个阶段", en: "which stage, of a rule that has stages"),
            ),
            self.noted(
                self.word(words::YEAR),
                Kind::Text,
                &text!(zh: "哪一年度的，如 2021", en: "for which year, such as 2021"),
            ),
            Column::new(amount, Kind::Number { decimals: 6 }),
        ];
        let name = self.word(words::HISTORY).to_owned();
        Blank { name, kind: None, columns, rows: Vec::new() }
    }

    fn series(&self) -> Blank {
        let day = text!(zh: "公布之日", en: "the day of publication");
        let day = self.noted(self.word(words::DATE), Kind::Date, &day);
        let series = self.needed.series.iter().filter_map(|id| {
            let info = self.program.vocabulary.series.get(id.index())?;
            let title = format!("{}({})", self.name(&info.name), info.unit);
            let (kind, _) =
                self.cells(Type::Number(info.dimension), &info.unit, Some(info.granule));
            Some(self.noted(title, kind, &Text::same(&info.gloss)))
        });
        let columns = std::iter::once(day).chain(series).collect();
        Blank { name: self.word(words::SERIES).to_owned(), kind: None, columns, rows: Vec::new() }
    }

    fn settings(&self) -> Blank {
        let titles = match self.lang {
            Lang::Zh => ["设置", "值"],
            Lang::En => ["setting", "value"],
        };
        let years = match self.years {
            Some((from, to)) if from == to => from.to_string(),
            Some((from, to)) => format!("{from}-{to}"),
            None => String::new(),
        };
        let row = |word: Word, value: String| vec![self.word(word).to_owned(), value];
        let rows = vec![
            row(words::AS_OF, String::new()),
            row(words::YEAR, years),
            row(words::COMPLETE, String::new()),
        ];
        let columns = titles.map(|title| Column::new(title, Kind::Text)).into();
        Blank { name: self.word(words::SETTINGS).to_owned(), kind: None, columns, rows }
    }

    fn guide(&self) -> Blank {
        let lines = [
            text!(zh: "每个表放一类主体，每行一个；下级表用上级的编号对应。", en: "Each table holds one kind of subject, a row each; a child names the id of its parent."),
            text!(zh: "不知道就留空：空着是未知，不是 0，也不是否。", en: "Leave empty what is not known: an empty cell is neither 0 nor no."),
            text!(zh: "数以列名括号里的单位为准；单元格也可以自带单位，如 1.5亿元、3%。", en: "Numbers are in the unit of the header; a cell may have its own, such as 1.5亿元 or 3%."),
            text!(zh: "日期写成 2022-05-20；没有发生的事写“未发生”。", en: "Write dates as 2022-05-20, and not_happened for what has not happened."),
            text!(zh: "“设置”表：评价日如 2023-12-31；完整填列全了的表名，如 项目、历史，或 全部。", en: "Settings: as_of such as 2023-12-31; complete names the lists that are complete, such as project, history, or all."),
        ];
        let rows = lines.iter().map(|line| vec![line.get(self.lang).to_owned()]).collect();
        let name = self.word(words::GUIDE).to_owned();
        Blank { columns: vec![Column::new(name.clone(), Kind::Text)], name, kind: None, rows }
    }
}

/// The unit in which people write: money in 万元.
fn shown_unit(ty: Type, unit: &str) -> &str {
    match ty {
        Type::Number(dimension) if dimension == Dimension::MONEY => "万元",
        Type::Number(_) => unit,
        _ => "",
    }
}
