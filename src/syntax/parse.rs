//! The way in.

use pest::Parser;

use super::build::Builder;
use super::errors;
use super::grammar::{Grammar, Rule};
use super::prescan::prescan;
use crate::ast::{FactValue, File};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use crate::text;

/// Parses a file. What could be parsed is in the tree; what could not, in the diagnostics.
pub fn parse(file: FileId, text: &str) -> (File, Diagnostics) {
    let look = prescan(file, text);
    let mut tree = File { items: Vec::new(), comments: look.comments };
    let mut builder = Builder::new(file);
    if !look.shallow {
        builder.report(errors::too_deep(Span::of_range(file, 0..text.len())));
        return (tree, builder.finish());
    }
    match Grammar::parse(Rule::file, &look.text) {
        Ok(pairs) => {
            let items =
                pairs.flat_map(|file| file.into_inner()).filter(|one| one.as_rule() != Rule::EOI);
            tree.items = builder.each(items, Builder::item);
            (tree, builder.finish())
        }
        Err(error) => {
            let start = match error.location {
                pest::error::InputLocation::Pos(at) => at,
                pest::error::InputLocation::Span((at, _)) => at,
            };
            builder.report(
                Diagnostic::new(Code::Unexpected, text!(zh: "{error}", en: "{error}"))
                    .at(Span::of_range(file, start..start)),
            );
            (tree, builder.finish())
        }
    }
}

/// Parses the value of a fact as data files give it: `15亿元`, `是`, `2022-05-20`, `"一期"`.
pub fn parse_value(file: FileId, text: &str) -> (Option<FactValue>, Diagnostics) {
    let mut builder = Builder::new(file);
    let value = Grammar::parse(Rule::lone_value, text).ok();
    let value = value.and_then(|mut pairs| pairs.next()?.into_inner().next());
    let value = value.and_then(|value| builder.fact_value(value));
    (value, builder.finish())
}
