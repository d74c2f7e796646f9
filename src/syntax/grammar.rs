//! The parser that pest makes of `grammar/pol.pest`.
#![allow(missing_docs, unreachable_pub, reason = "generated")]

use pest_derive::Parser;

/// The grammar's parser; `Rule` names its rules.
#[derive(Parser)]
#[grammar = "../grammar/pol.pest"]
pub(super) struct Grammar;
