//! From a path to the tables of a data set.

use std::path::{Path, PathBuf};

use super::files::{FileKind, Files};
use super::load::{is_hidden, shown, unreadable};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::table::{self, Format, Limits, Sheet};
use crate::text;

/// The tables at a path: those of a workbook, that of a file of one, or those of the files of a
/// directory in the order of their names. Else what cannot be read.
pub fn tables(files: &dyn Files, path: &Path) -> Result<Vec<Sheet>, Vec<Diagnostic>> {
    let kind = files.kind(path).map_err(|error| vec![unreadable(path, &error)])?;
    let paths: Vec<PathBuf> = match kind {
        FileKind::File { .. } => vec![path.to_owned()],
        FileKind::Directory => {
            let entries = files.entries(path).map_err(|error| vec![unreadable(path, &error)])?;
            let mut tables: Vec<PathBuf> =
                entries.into_iter().filter(|one| is_table(one)).collect();
            tables.sort();
            tables
        }
    };
    if paths.is_empty() {
        let path = shown(path);
        let message = text!(
            zh: "目录 {path} 里没有表格文件", en: "there is no file of a table in the directory {path}",
        );
        return Err(vec![Diagnostic::new(Code::UnreadableFile, message)]);
    }
    let (mut tables, mut found) = (Vec::new(), Vec::new());
    for path in paths {
        match opened(files, &path) {
            Ok(sheets) => tables.extend(sheets),
            Err(problems) => found.extend(problems),
        }
    }
    if found.is_empty() { Ok(tables) } else { Err(found) }
}

fn is_table(path: &Path) -> bool {
    !is_hidden(path) && Format::of(&shown(path)).is_some()
}

fn opened(files: &dyn Files, path: &Path) -> Result<Vec<Sheet>, Diagnostics> {
    let name = shown(path);
    let Some(format) = Format::of(&name) else {
        let endings = Format::ALL.iter().flat_map(|format| format.extensions());
        let endings = endings.map(|end| format!(".{end}")).collect::<Vec<_>>().join(" ");
        let message = text!(
            zh: "{name} 的后缀看不出是哪种表格", en: "the ending of {name} tells no format of tables",
        );
        let help = text!(zh: "后缀可以是 {endings}", en: "it may be one of {endings}");
        let problem = Diagnostic::new(Code::WrongFormat, message).help(help);
        return Err(Diagnostics::from_iter([problem]));
    };
    let input =
        files.open(path).map_err(|error| Diagnostics::from_iter([unreadable(path, &error)]))?;
    table::open(input, &name, format, &Limits::default())
}
