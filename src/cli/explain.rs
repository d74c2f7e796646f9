//! `polc explain CODE`: a failing example, the fix, the reason.

use std::io;

use serde::Serialize;

use super::{Console, Exit, Format};
use crate::diag::{Code, Text, explain};
use crate::text;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The code, such as E0301
    #[arg(value_name = "CODE")]
    code: String,
}

/// The result for programs.
#[derive(Serialize)]
struct Explained {
    schema: &'static str,
    code: Code,
    title: Text,
    page: String,
}

/// Prints the page of a code.
pub(super) fn run(args: &Args, console: &mut Console<'_>) -> io::Result<Exit> {
    let Ok(code) = args.code.parse::<Code>() else {
        let code = &args.code;
        return console.misused(&text!(
            zh: "没有 {code} 这个代码；代码写在每条消息的开头，例如 E0301",
            en: "there is no code {code}; each message starts with its code, such as E0301",
        ));
    };
    match console.format {
        Format::Json => console.json(&Explained {
            schema: "polc.explain/1",
            code,
            title: code.title(),
            page: explain(code, console.lang),
        })?,
        Format::Human => console.write(&explain(code, console.lang))?,
    }
    Ok(Exit::Fine)
}
