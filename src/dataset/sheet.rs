//! The tables of subjects: which column holds what.

use super::Table;
use super::form::Form;
use super::header::words;
use super::header::{Heading, words::Word};
use super::place::{in_table, told_of};
use crate::diag::{CellPlace, Code, Diagnostic, Diagnostics, suggest};
use crate::ir::{DecisionId, FactId, KindId, Named, Period};
use crate::quantity::DateRange;
use crate::scenario::{Directory, limits, limits_of_decision, rule_ref};
use crate::source::Span;
use crate::text;
use crate::{ast, ir};

/// A table of subjects of one kind, as its header has it.
#[derive(Debug)]
pub(super) struct Sheet<'p> {
    /// Where the table is.
    pub(super) place: CellPlace,
    /// The kind.
    pub(super) kind: KindId,
    /// The titles of its columns.
    pub(super) header: Vec<String>,
    /// The row that they stand in.
    header_row: u64,
    /// The column of ids.
    pub(super) id: Option<usize>,
    /// The column of names.
    pub(super) name: Option<usize>,
    /// The column of the parents' ids; of a kind that has a parent.
    pub(super) parent: Option<usize>,
    /// The column of the year that yearly facts belong to.
    pub(super) year: Option<usize>,
    /// The other columns.
    pub(super) columns: Vec<Column<'p>>,
}

/// A column that says something of its subject.
#[derive(Debug)]
pub(super) struct Column<'p> {
    /// Its position from 0.
    pub(super) at: usize,
    /// What it says.
    pub(super) says: Says<'p>,
}

/// What a column says of its subject.
#[derive(Debug)]
pub(super) enum Says<'p> {
    /// A constant fact: its slot.
    Constant(usize, Form<'p>),
    /// A yearly fact: its slot, and the year; none where the row or its parent's tells it.
    Yearly(usize, Option<i32>, Form<'p>),
    /// What an authority decided, in the header's year; none where that is the row's, or all years
    /// are meant.
    Decision(DecisionId, Option<i32>, Form<'p>),
    /// Whether all children of a kind are given.
    Complete(KindId),
    /// Whether all that was paid before is given.
    CompleteHistory,
}

/// The sheet that a header describes. `only_year` is the year of the whole data, if it is one;
/// `year_above` tells whether the rows of parents state a year.
pub(super) fn sheet<'p>(
    directory: &Directory<'p>,
    kind: KindId,
    table: &mut Table,
    only_year: Option<i32>,
    year_above: bool,
    found: &mut Vec<Diagnostic>,
) -> Sheet<'p> {
    let header = std::mem::take(&mut table.header);
    let mut sheet = Sheet {
        place: table.place.clone(),
        kind,
        header: Vec::new(),
        header_row: table.header_row,
        id: None,
        name: None,
        parent: None,
        year: None,
        columns: Vec::new(),
    };
    let mut reader =
        Reader { directory, sheet: &mut sheet, only_year, year_above, taken: Vec::new(), found };
    let headings: Vec<Heading<'_>> = header.iter().map(|text| Heading::of(text)).collect();
    // Whether rows have a year of their own decides what a header without one means.
    reader.sheet.year = headings.iter().position(|heading| heading.is(words::YEAR));
    for (at, heading) in headings.iter().enumerate() {
        reader.column(at, *heading, header.get(at).map_or("", |text| text.trim()));
    }
    reader.require();
    sheet.header = header;
    sheet
}

/// Reads the header of one sheet.
struct Reader<'r, 'p> {
    directory: &'r Directory<'p>,
    sheet: &'r mut Sheet<'p>,
    only_year: Option<i32>,
    /// Whether rows of parents state their year.
    year_above: bool,
    /// What columns already say, with the first that does.
    taken: Vec<(Taken, usize)>,
    found: &'r mut Vec<Diagnostic>,
}

/// What no two columns may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Id,
    Name,
    Parent,
    Year,
    Fact(FactId, Option<i32>),
    Decision(DecisionId, Option<i32>),
    Complete(KindId),
    History,
}

impl<'p> Reader<'_, 'p> {
    fn column(&mut self, at: usize, heading: Heading<'_>, whole: &str) {
        if heading.name.is_empty() || heading.is(words::NOTES) {
            return;
        }
        let taken = match self.role(heading) {
            Some(role) => role,
            None => match self.says(heading, whole) {
                Ok((taken, says)) => {
                    self.sheet.columns.push(Column { at, says });
                    taken
                }
                Err(problem) => {
                    self.problem(at, problem);
                    return;
                }
            },
        };
        match self.taken.iter().find(|(other, _)| *other == taken) {
            Some((_, first)) => self.twice(at, *first),
            None => {
                self.taken.push((taken, at));
                match taken {
                    Taken::Id => self.sheet.id = Some(at),
                    Taken::Name => self.sheet.name = Some(at),
                    Taken::Parent => self.sheet.parent = Some(at),
                    _ => {}
                }
            }
        }
    }

    /// What a column that says nothing of the subject itself is for.
    fn role(&self, heading: Heading<'_>) -> Option<Taken> {
        let parent = self.parent();
        let of_kind = |kind: Option<KindId>| {
            let Named { zh, en } = self.directory.kind_name(kind?);
            let name = heading.name;
            let bare = heading.year.is_none() && heading.unit.is_none();
            let is = name.strip_suffix("编号") == Some(zh) || name.strip_suffix("_id") == Some(en);
            (bare && is).then_some(())
        };
        if heading.is(words::ID) || of_kind(Some(self.sheet.kind)).is_some() {
            Some(Taken::Id)
        } else if heading.is(words::NAME) {
            Some(Taken::Name)
        } else if heading.is(words::YEAR) {
            Some(Taken::Year)
        } else if parent.is_some() && (heading.is(words::PARENT) || of_kind(parent).is_some()) {
            Some(Taken::Parent)
        } else {
            None
        }
    }

    fn parent(&self) -> Option<KindId> {
        let kinds = &self.directory.program.vocabulary.kinds;
        kinds.get(self.sheet.kind.index()).and_then(|kind| kind.parent)
    }

    fn says(&self, heading: Heading<'_>, whole: &str) -> Result<(Taken, Says<'p>), Diagnostic> {
        // A name may have parentheses of its own.
        let whole = self.directory.fact_named(self.sheet.kind, whole);
        let named = self.directory.fact_named(self.sheet.kind, heading.name);
        if let Some(fact) = whole.or(named)
            && let Some(info) = self.directory.program.vocabulary.facts.get(fact.index())
        {
            return self.fact(fact, info, heading);
        }
        if let Some(path) = heading.after(words::DECISION) {
            return self.decision(path, heading);
        }
        if let Some(list) = heading.after(words::COMPLETE) {
            return self.complete(list);
        }
        Err(self.unknown(heading))
    }

    fn fact(
        &self,
        fact: FactId,
        info: &'p ir::Fact,
        heading: Heading<'_>,
    ) -> Result<(Taken, Says<'p>), Diagnostic> {
        let form = Form::of(self.directory, info.ty, limits(info), heading.unit)?;
        let (slot, year) = (usize::from(info.slot), heading.year);
        if !info.yearly {
            return match year {
                None => Ok((Taken::Fact(fact, None), Says::Constant(slot, form))),
                Some(_) => Err(self.no_year(heading)),
            };
        }
        if let Some(year) = year
            && DateRange::of_year(year).is_none()
        {
            let message =
                text!(zh: "{year} 年超出日期的范围", en: "no date lies in the year {year}");
            return Err(Diagnostic::new(Code::BadDate, message));
        }
        let year = match (year, self.sheet.year.is_some() || self.year_above) {
            (Some(year), _) => Some(year),
            (None, true) => None,
            (None, false) => Some(self.only_year.ok_or_else(|| self.needs_year(heading))?),
        };
        Ok((Taken::Fact(fact, year), Says::Yearly(slot, year, form)))
    }

    fn decision(&self, path: &str, heading: Heading<'_>) -> Result<(Taken, Says<'p>), Diagnostic> {
        let at = ast::At(Span::default());
        let mut found = Diagnostics::new();
        let told = |found: Diagnostics| {
            let problem = found.into_iter().next();
            problem.unwrap_or_else(|| self.unknown(heading))
        };
        let parts =
            path.rsplit_once('.').and_then(|(rule, name)| Some((rule_ref(rule, at)?, name)));
        let Some((reference, name)) = parts else {
            let message = text!(
                zh: "裁量要写成 裁量 25.重大成果.额度 的样子",
                en: "a decision is written like `decision 25.major_result.sum`",
            );
            return Err(Diagnostic::new(Code::HeaderUnknown, message));
        };
        let Some(rule) = self.directory.rule(&reference, None, &mut found) else {
            return Err(told(found));
        };
        let name = ast::Name { text: name.to_owned(), at };
        let Some(decision) = self.directory.decision(rule, &name, &mut found) else {
            return Err(told(found));
        };
        let info = self.directory.program.decisions.get(decision.index());
        let (Some(info), Some(of)) = (info, self.directory.rule_info(rule)) else {
            return Err(told(found));
        };
        if !self.directory.kinds_of(rule).contains(&self.sheet.kind) {
            let (Named { zh: rule_zh, en: rule_en }, Named { zh, en }) =
                (self.directory.rule_path(rule), self.directory.kind_name(self.sheet.kind));
            let message = text!(zh: "{rule_zh} 不给{zh}", en: "`{rule_en}` is not for `{en}`");
            return Err(Diagnostic::new(Code::MisplacedAward, message));
        }
        let year = heading.year;
        let of_row = self.sheet.year.is_some() || self.year_above;
        if of.period == Period::Yearly && year.or(self.only_year).is_none() && !of_row {
            return Err(self.needs_year(heading));
        }
        let limits = limits_of_decision(self.directory.program, info);
        let form = Form::of(self.directory, info.ty, limits, heading.unit)?;
        Ok((Taken::Decision(decision, year), Says::Decision(decision, year, form)))
    }

    /// `完整 项目`, `完整 历史`.
    fn complete(&self, list: &str) -> Result<(Taken, Says<'p>), Diagnostic> {
        if words::HISTORY.contains(&list) {
            return Ok((Taken::History, Says::CompleteHistory));
        }
        let kinds = &self.directory.program.vocabulary.kinds;
        let child = self.directory.kind_named(list).filter(|kind| {
            kinds.get(kind.index()).and_then(|info| info.parent) == Some(self.sheet.kind)
        });
        match child {
            Some(kind) => Ok((Taken::Complete(kind), Says::Complete(kind))),
            None => {
                let Named { zh, en } = self.directory.kind_name(self.sheet.kind);
                let message = text!(
                    zh: "{zh}之下没有“{list}”这类主体", en: "no kind `{list}` belongs to `{en}`",
                );
                let names = self.directory.kind_names();
                let help = suggest(list, names)
                    .map(|name| text!(zh: "写成 完整 {name}", en: "write `complete {name}`"));
                Err(Diagnostic::new(Code::HeaderUnknown, message).maybe_help(help))
            }
        }
    }

    /// The columns that a sheet must have.
    fn require(&mut self) {
        let is_root = self.parent().is_none();
        if is_root && self.sheet.id.is_none() {
            self.lacks(words::ID, self.sheet.kind);
        }
        if let Some(parent) = self.parent()
            && self.sheet.parent.is_none()
        {
            self.lacks(words::PARENT, parent);
        }
    }

    fn lacks(&mut self, word: Word, of: KindId) {
        let ([zh, en], Named { zh: of_zh, en: of_en }) = (word, self.directory.kind_name(of));
        let message = text!(zh: "缺“{zh}”列", en: "the column `{en}` is missing");
        let help = text!(zh: "加一列，填{of_zh}的编号", en: "add it, with the ids of `{of_en}`");
        let problem = Diagnostic::new(Code::ColumnMissing, message).help(help);
        self.found.push(problem.in_cell(self.sheet.place.clone()));
    }

    fn problem(&mut self, at: usize, problem: Diagnostic) {
        let place = in_table(&self.sheet.place, Some(self.sheet.header_row), Some(at));
        self.found.push(told_of(problem, place));
    }

    fn twice(&mut self, at: usize, first: usize) {
        let first = u32::try_from(first.saturating_add(1)).unwrap_or(u32::MAX);
        let first = CellPlace::letters(first);
        let message = text!(
            zh: "{first} 列已经是这一项了", en: "column {first} already holds this",
        );
        let help = text!(zh: "删去其中一列", en: "remove one of the two");
        self.problem(at, Diagnostic::new(Code::HeaderTwice, message).help(help));
    }

    fn unknown(&self, heading: Heading<'_>) -> Diagnostic {
        let (name, Named { zh, en }) = (heading.name, self.directory.kind_name(self.sheet.kind));
        let close = suggest(name, self.directory.fact_names(self.sheet.kind));
        let owner = self.directory.owners(name).next();
        let help = match (close, owner) {
            (Some(close), _) => text!(zh: "写成 {close}", en: "write `{close}`"),
            (None, Some(owner)) => {
                let Named { zh, en } = self.directory.kind_name(owner);
                text!(zh: "这是{zh}的事实，放进“{zh}”表", en: "it is a fact of `{en}`: put it into that table")
            }
            (None, None) => text!(
                zh: "不要读的列，列名写“备注”", en: "call a column `notes` that is not to be read",
            ),
        };
        let message = text!(zh: "{zh}没有叫“{name}”的事实", en: "`{en}` has no fact `{name}`");
        Diagnostic::new(Code::HeaderUnknown, message).help(help)
    }

    fn no_year(&self, heading: Heading<'_>) -> Diagnostic {
        let name = heading.name;
        let message = text!(zh: "{name} 不分年度", en: "`{name}` has no year");
        Diagnostic::new(Code::WrongYear, message)
            .help(text!(zh: "删去列名里的年份", en: "remove the year from the header"))
    }

    fn needs_year(&self, heading: Heading<'_>) -> Diagnostic {
        let name = heading.name;
        let unit = heading.unit.map(|unit| format!("({unit})")).unwrap_or_default();
        let message = text!(zh: "{name} 要写明是哪一年的", en: "`{name}` needs its year");
        let help = text!(
            zh: "列名写成 2022年 {name}{unit}；或加“年度”列", en: "write `2022年 {name}{unit}`, or add a column `year`",
        );
        Diagnostic::new(Code::WrongYear, message).help(help)
    }
}
