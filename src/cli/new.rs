//! `polc new CLAUSE`: a clause file to start from, drafted from the official text.

use std::io;
use std::path::PathBuf;

use super::{Console, Exit};
use crate::diag::Lang;
use crate::draft::draft;
use crate::driver;
use crate::ledger::{ClauseText, clauses};
use crate::source::Sources;
use crate::text;

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The number of the clause
    #[arg(value_name = "CLAUSE")]
    clause: u32,

    /// The official text, plain or Markdown
    #[arg(long, value_name = "FILE")]
    text: PathBuf,
}

/// Prints the draft.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let text = match driver::text(console.files, &args.text) {
        Ok(text) => text,
        Err(problem) => return console.problems(&[*problem], &Sources::new()),
    };
    let number = args.clause;
    let all = clauses(&text);
    let wanted = all.iter().find(|one| number > 0 && one.number == number);
    let Some(clause) = wanted else {
        let numbers: Vec<u32> = all.iter().map(|ClauseText { number, .. }| *number).collect();
        let most = numbers.iter().max().copied().unwrap_or(0);
        return console.misused(&match most {
            0 => text!(
                zh: "文本里没有认出条款；条款要以 ### 14、第十四条 或 14. 起头",
                en: "no clauses are found in the text; each starts with ### 14, 第十四条 or 14.",
            ),
            most => text!(
                zh: "文本里没有条款 {number}，最后一条是 {most}",
                en: "the text has no clause {number}; the last is {most}",
            ),
        });
    };
    match draft(clause, console.form.unwrap_or(Lang::Zh)) {
        Ok(draft) => console.write(&draft).map(|()| Exit::Fine),
        Err(fault) => console.problems(&[*fault], &Sources::new()),
    }
}
