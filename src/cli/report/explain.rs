//! Why outcomes are what they are, below the report.

use super::line::Context;
use crate::cli::table::wrapped;
use crate::derivation::{Derivation, lines};

/// The derivations, each a block of lines no wider than the context says.
pub(in crate::cli) fn explanation(context: Context, derivations: &[Derivation]) -> String {
    let block = |one: &Derivation| {
        let lines = lines(one, context.lang);
        let wrapped = lines.iter().flat_map(|line| wrapped(line, context.width));
        wrapped.map(|line| line + "\n").collect::<String>()
    };
    derivations.iter().map(block).collect::<Vec<_>>().join("\n")
}
