//! Compiling: the set that some paths belong to, and the examples and scenarios in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Compiled, Files, Parsed, broken, parse, texts, trees};
use crate::analyze;
use crate::ast::{File, Item};
use crate::check;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Program;
use crate::scenario::{Directory, example, facts};
use crate::source::{FileId, Span};
use crate::text;

/// Compiles the policy set made of the files and directories named.
///
/// Where none of them declares the list, they are taken as part of the set around them: the
/// nearest directory above that holds the declaration.
///
/// One cause makes one error: where something could not be read or parsed, names may be missing
/// that stood there, so then only other problems are told, and only of files without mistakes.
pub fn compile(files: &dyn Files, paths: &[PathBuf]) -> Compiled {
    compile_parsed(files, paths, parse(files, paths))
}

/// The same, from what these paths were parsed to.
pub fn compile_parsed(files: &dyn Files, paths: &[PathBuf], mut parsed: Parsed) -> Compiled {
    let mut paths = paths.to_vec();
    if !parsed.files.iter().any(declares_list)
        && let Some(around) = set_around(files, &paths)
    {
        paths.push(around);
        parsed = parse(files, &paths);
    }
    let Parsed { sources, files, mut diagnostics, .. } = parsed;
    if !files.iter().any(declares_list_or_clause) {
        if !diagnostics.has_errors() {
            diagnostics.extend(sources.iter().next().map(|(id, _)| no_list(id)));
        }
        let diagnostics = diagnostics.into_sorted();
        return Compiled { sources, paths, files, program: None, diagnostics };
    }
    let (program, problems) = check::program(&files, &sources);
    let complete = !diagnostics.has_errors();
    let broken: BTreeSet<FileId> = broken(&diagnostics).collect();
    diagnostics.extend(problems.into_iter().filter(|problem| {
        let file = problem.span().map(|span| span.file);
        complete || (!is_of_names(problem) && file.is_some_and(|file| !broken.contains(&file)))
    }));
    let program = program.filter(|_| complete);
    if let Some(program) = &program {
        diagnostics.extend(analyze::overlaps(program));
        diagnostics.extend(analyze::cliffs(program));
        diagnostics.extend(data(program, &files));
    }
    Compiled { sources, paths, files, program, diagnostics: diagnostics.into_sorted() }
}

/// What is wrong with the examples and scenarios of the files.
pub fn data(program: &Program, files: &[File]) -> Diagnostics {
    let directory = Directory::new(program);
    let mut found = Diagnostics::new();
    for item in files.iter().flat_map(|file| &file.items) {
        match item {
            Item::Clause(clause) => found.extend(example::cases(&directory, clause).1),
            Item::Scenario(scenario) => found.extend(facts(&directory, scenario).1),
            _ => (),
        }
    }
    found
}

/// Whether the problem is one of the group about names.
fn is_of_names(problem: &Diagnostic) -> bool {
    problem.code.as_str().starts_with("E03")
}

/// The nearest directory above the paths in which a file declares the list.
fn set_around(files: &dyn Files, paths: &[PathBuf]) -> Option<PathBuf> {
    let above = paths.first()?.ancestors().skip(1);
    // The parent of a relative path's first part is the working directory.
    let named = above.map(|path| if path == Path::new("") { Path::new(".") } else { path });
    let mut named = named.map(Path::to_owned);
    named.find(|directory| {
        let mut inside = files.entries(directory).unwrap_or_default();
        inside.retain(|path| path.extension().is_some_and(|end| end == "pol"));
        let texts = texts(files, &inside);
        trees(&texts.sources, &mut Diagnostics::new()).iter().any(declares_list)
    })
}

fn declares_list(file: &File) -> bool {
    file.items.iter().any(|item| matches!(item, Item::List(_)))
}

fn declares_list_or_clause(file: &File) -> bool {
    file.items.iter().any(|item| matches!(item, Item::List(_) | Item::Clause(_)))
}

/// Of clauses without a list the resolver tells; this is for files that hold neither.
fn no_list(file: FileId) -> Diagnostic {
    let message = text!(zh: "没有 清单 声明", en: "no file declares the list");
    let help = text!(
        zh: "加一个文件，写 清单 名称 (alias) {{ … }}",
        en: "add a file with `list alias (名称) {{ … }}`",
    );
    Diagnostic::new(Code::NoList, message).at(Span::new(file, 0, 0)).help(help)
}
