//! Many subjects out of tables: one table a kind of subject, its header naming facts with their
//! units, the rows of child kinds joined to their parents by id. `docs/data.md` describes the form.
//!
//! Reading is one after the other ([`Group`]s come in the order of the table of their roots);
//! making facts of a group (into a [`Record`]) depends on nothing else and may be done on any
//! thread. What a value must keep to is [`scenario`](crate::scenario)'s to say: a value means the
//! same in a table as in a scenario.
//!
//! | file | what it does |
//! |---|---|
//! | `layout` | which table holds what |
//! | `header`, `sheet` | what the columns of a table of subjects say |
//! | `form` | cells become values |
//! | `settings`, `history` | tables of settings and series, and of what was paid |
//! | `fingerprint`, `window`, `join` | rows of children are joined to their parents' |
//! | `facts` | the rows of a group become facts |
//! | `left_out` | rows that cannot be taken, as a table with the reasons |
//! | `template` | empty inputs that ask for what clauses need |

mod facts;
mod fingerprint;
mod form;
mod group;
mod header;
mod history;
mod join;
mod layout;
mod left_out;
mod place;
mod problems;
mod settings;
mod sheet;
pub mod template;
mod window;

pub use facts::Binding;
pub use group::{Group, Record};
pub use join::Groups;
pub use problems::{Problems, TOLD};
pub use settings::{Settings, years};

use std::sync::Arc;

use crate::diag::{Code, Diagnostic};
use crate::ir::KindId;
use crate::scenario::{Directory, numbered};
use crate::table::{Notes, Rows, Sheet as Table};
use crate::text;
use layout::{Holds, layout};
use sheet::Says;

/// A data set: what its tables mean, and its subjects.
pub struct Dataset<'p> {
    /// Makes facts of groups, on any thread.
    pub binding: Binding<'p>,
    /// The groups, one for each subject of a kind without parent.
    pub groups: Groups<'p>,
}

/// The data set that tables make; else all that is wrong with their headers and settings. What
/// `asked` settles goes before what the tables say.
pub fn open<'p>(
    directory: &'p Directory<'p>,
    tables: Vec<Table>,
    asked: Settings,
) -> Result<Dataset<'p>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut settings = asked;
    let mut series = vec![Vec::new(); directory.program.vocabulary.series.len()];
    let (mut sheets, mut rows, mut history) = (Vec::new(), Vec::new(), None);
    let mut noticed = Notes::default();
    // Settings come before the sheets that need them.
    for (holds, mut table) in layout(directory, tables, &mut found) {
        match holds {
            Holds::Settings => {
                settings.fill(directory, &mut table, &mut found);
                noticed.join(table.rows.notes());
            }
            Holds::Series => {
                series = settings::series(directory, &mut table, &mut found);
                noticed.join(table.rows.notes());
            }
            Holds::Kind(kind) => {
                let only_year = settings.only_year();
                let above = states_year(directory, kind, &sheets);
                let sheet = &mut table;
                sheets.push(sheet::sheet(directory, kind, sheet, only_year, above, &mut found));
                rows.push(table.rows);
            }
            Holds::History => {
                let read = history::history(directory, &table, &mut found);
                history = read.map(|history| (Arc::new(history), table.rows));
            }
            Holds::Nothing => {}
        }
    }
    if sheets.is_empty() && found.is_empty() {
        let message = text!(zh: "数据里没有主体的表", en: "the data has no table of subjects");
        found.push(Diagnostic::new(Code::TableMissing, message));
    }
    if !found.is_empty() {
        return Err(found);
    }
    let kept = history.as_ref().map(|(history, _)| Arc::clone(history));
    let groups = Groups::new(directory, &sheets, rows, history, noticed, window::ROWS_AHEAD);
    let years = covered(&sheets, &settings);
    let below = below(directory);
    let binding = Binding { directory, sheets, history: kept, settings, series, below, years };
    Ok(Dataset { binding, groups })
}

/// The first and the last year that a header names or that is run.
fn covered(sheets: &[sheet::Sheet<'_>], settings: &Settings) -> Option<(i32, i32)> {
    let columns = sheets.iter().flat_map(|sheet| &sheet.columns);
    let named = columns.filter_map(|column| match &column.says {
        Says::Yearly(_, year, _) => *year,
        _ => None,
    });
    let run = settings.years.iter().flat_map(|(from, to)| [*from, *to]);
    named.chain(run).fold(None, |years, year| match years {
        Some((first, last)) => Some((year.min(first), year.max(last))),
        None => Some((year, year)),
    })
}

/// Whether rows of a kind's parents state a year, or those above them.
fn states_year(directory: &Directory<'_>, kind: KindId, sheets: &[sheet::Sheet<'_>]) -> bool {
    let kinds = &directory.program.vocabulary.kinds;
    let Some(parent) = kinds.get(kind.index()).and_then(|kind| kind.parent) else { return false };
    let own = sheets.iter().any(|sheet| sheet.kind == parent && sheet.year.is_some());
    own || states_year(directory, parent, sheets)
}

/// For each kind, the kinds of its children.
fn below(directory: &Directory<'_>) -> Vec<Vec<KindId>> {
    let kinds = &directory.program.vocabulary.kinds;
    let of = |parent: u16| {
        let children = numbered(kinds).filter(move |(_, kind)| kind.parent == Some(KindId(parent)));
        children.map(|(kind, _)| KindId(kind)).collect()
    };
    numbered(kinds).map(|(parent, _)| of(parent)).collect()
}
