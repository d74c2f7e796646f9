//! The ledger as a table: one row a figure, in the order of the text.

use csv::{ReaderBuilder, StringRecord, WriterBuilder};

use crate::diag::{Code, Diagnostic, Diagnostics, Text};
use crate::source::{FileId, Span};
use crate::text;

/// The columns, as the first line names them.
pub const HEADER: [&str; 5] = ["clause", "ordinal", "figure", "word", "role"];

/// The word of a row that is a reference: a document's number, an edition's year.
pub const REFERENCE: &str = "引用";

/// The figures of an official text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// By clause, and in each in the order of the text.
    pub rows: Vec<Row>,
}

/// One figure of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The clause it stands in; 0 is what stands outside of any clause.
    pub clause: u32,
    /// Its place among the figures of the clause, from 1.
    pub ordinal: u32,
    /// The figure, in the notation of the language.
    pub figure: String,
    /// The text's comparison word, as written; empty where there is none.
    pub word: String,
    /// What it is, in a few characters.
    pub role: String,
    /// Its line in the ledger.
    pub at: Span,
    /// The figure in that line.
    pub figure_at: Span,
}

impl Row {
    /// Whether it is a reference rather than a figure that counts or measures.
    pub fn is_reference(&self) -> bool {
        self.word == REFERENCE
    }
}

impl Ledger {
    /// Reads a ledger, and says which rows are not well formed; those are left out.
    pub fn read(file: FileId, text: &str) -> (Ledger, Diagnostics) {
        let mut found = Diagnostics::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut lost = false;
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        // A text is UTF-8, so every record can be read.
        let records: Vec<StringRecord> = reader.records().filter_map(Result::ok).collect();
        let start = |record: &StringRecord| record.position().map(|place| place.byte());
        let ends = records.iter().skip(1).map(start).chain([None]);
        for (number, (record, end)) in records.iter().zip(ends).enumerate() {
            let from = start(record).and_then(|byte| usize::try_from(byte).ok()).unwrap_or(0);
            let to = end.and_then(|byte| usize::try_from(byte).ok()).unwrap_or(text.len());
            let line = Line { file, from, text: text.get(from..to).unwrap_or_default(), record };
            if number == 0 {
                found.extend(line.not_the_header());
                continue;
            }
            match line.row() {
                Ok(row) => {
                    // After a line that is lost the next would only seem out of order.
                    if !lost {
                        found.extend(out_of_order(rows.last(), &row));
                    }
                    lost = false;
                    rows.push(row);
                }
                Err(problem) => {
                    lost = true;
                    found.push(*problem);
                }
            }
        }
        (Ledger { rows }, found)
    }

    /// The ledger as CSV.
    pub fn write(&self) -> String {
        let mut writer = WriterBuilder::new().from_writer(Vec::new());
        // A vector in memory takes whatever is written to it.
        let _ = writer.write_record(HEADER);
        for row in &self.rows {
            let (clause, ordinal) = (row.clause.to_string(), row.ordinal.to_string());
            let _ = writer.write_record([&clause, &ordinal, &row.figure, &row.word, &row.role]);
        }
        let written = writer.into_inner().unwrap_or_default();
        String::from_utf8(written).unwrap_or_default()
    }

    /// The rows of a clause.
    pub fn of_clause(&self, clause: u32) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.clause == clause)
    }

    /// The clauses that have figures, in order.
    pub fn clauses(&self) -> Vec<u32> {
        let mut clauses: Vec<u32> = self.rows.iter().map(|row| row.clause).collect();
        clauses.dedup();
        clauses
    }
}

/// A record and the stretch of the file it was read from.
struct Line<'a> {
    file: FileId,
    from: usize,
    text: &'a str,
    record: &'a StringRecord,
}

impl Line<'_> {
    fn span(&self) -> Span {
        let length = self.text.trim_end_matches(['\r', '\n']).len();
        Span::of_range(self.file, self.from..self.from.saturating_add(length))
    }

    /// Where a field stands; the whole line if quotes hide it.
    fn field(&self, column: usize) -> Span {
        if self.text.contains('"') {
            return self.span();
        }
        let before = self.record.iter().take(column).map(|field| field.len().saturating_add(1));
        let from = before.fold(self.from, usize::saturating_add);
        let length = self.record.get(column).map_or(0, str::len);
        Span::of_range(self.file, from..from.saturating_add(length))
    }

    fn not_the_header(&self) -> Option<Diagnostic> {
        let header = HEADER.join(",");
        // A byte order mark in front is the work of a spreadsheet.
        let first = self.record.iter().map(|name| name.trim_start_matches('\u{FEFF}').trim());
        if first.eq(HEADER) {
            return None;
        }
        let message = text!(
            zh: "清册第一行应是栏名", en: "the first line of a ledger names its columns",
        );
        let help = text!(zh: "第一行写 {header}", en: "write {header} as the first line");
        Some(Diagnostic::new(Code::LedgerRow, message).at(self.span()).help(help))
    }

    fn row(&self) -> Result<Row, Box<Diagnostic>> {
        let [clause, ordinal, figure, word, role] = self.fields()?;
        let clause = self.number(0, clause)?;
        let ordinal = self.number(1, ordinal)?;
        if figure.is_empty() {
            let help =
                text!(zh: "写上数，或删去这一行", en: "write the figure, or remove the line");
            let message = text!(zh: "这一行没有数", en: "the line has no figure");
            return Err(self.refused(self.span(), message, help));
        }
        let [figure, word, role] = [figure, word, role].map(str::to_owned);
        Ok(Row { clause, ordinal, figure, word, role, at: self.span(), figure_at: self.field(2) })
    }

    fn fields(&self) -> Result<[&str; 5], Box<Diagnostic>> {
        let fields: Vec<&str> = self.record.iter().map(str::trim).collect();
        let (found, wanted) = (fields.len(), HEADER.len());
        fields.try_into().map_err(|_| {
            let header = HEADER.join(",");
            let message = text!(
                zh: "这一行有 {found} 栏，应有 {wanted} 栏",
                en: "the line has {found} fields instead of {wanted}",
            );
            let help = text!(
                zh: "照 {header} 写；空栏也要逗号，栏里有逗号就用双引号括起",
                en: "write {header}; an empty field keeps its comma, one that holds a comma stands in quotes",
            );
            self.refused(self.span(), message, help)
        })
    }

    fn number(&self, column: usize, field: &str) -> Result<u32, Box<Diagnostic>> {
        field.parse().map_err(|_| {
            let name = HEADER.get(column).copied().unwrap_or_default();
            let message = text!(
                zh: "{name} 栏应是整数，不能是 “{field}”",
                en: "the column {name} holds a whole number, not `{field}`",
            );
            let help = text!(
                zh: "写条款号（清单自身为 0）和条内序号（从 1 起）",
                en: "write the clause's number (0 for the list itself) and the figure's place in it, from 1",
            );
            self.refused(self.field(column), message, help)
        })
    }

    fn refused(&self, at: Span, message: Text, help: Text) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(Code::LedgerRow, message).at(at).help(help))
    }
}

/// Ordinals count from 1 without a gap, and clauses rise: so no figure is listed twice or lost.
fn out_of_order(before: Option<&Row>, row: &Row) -> Option<Diagnostic> {
    let (clause, place) = before.map_or((0, 0), |before| (before.clause, before.ordinal));
    let continues = row.clause == clause && row.ordinal == place.saturating_add(1);
    let starts = (row.clause > clause || before.is_none()) && row.ordinal == 1;
    if continues || starts {
        return None;
    }
    let (this, ordinal) = (row.clause, row.ordinal);
    let message = text!(
        zh: "条款 {this} 的第 {ordinal} 数排错了位置",
        en: "figure {ordinal} of clause {this} is out of order",
    );
    let help = text!(
        zh: "条款从小到大，每条的序号从 1 起连续",
        en: "clauses rise, and in each the figures count from 1 without a gap",
    );
    let error = Diagnostic::new(Code::LedgerOrder, message).at(row.at).help(help);
    Some(match before {
        Some(before) => error.secondary(before.at, text!(zh: "它前面是这一行", en: "before it")),
        None => error,
    })
}
