//! The way in: text to tree.

use pest::Parser;

use super::build::Builder;
use super::errors;
use super::grammar::{Grammar, Rule};
use super::mistake::Mistake;
use super::prescan::prescan;
use super::recover::recover;
use super::token::tokens;
use super::tree::{Pair, Pairs, Tree};
use crate::ast::{Expr, FactValue, File, Item};
use crate::diag::Diagnostics;
use crate::source::FileId;

/// Parses a file. What could be parsed is in the tree; what could not, in the diagnostics.
///
/// An empty file is an empty tree: a policy set says what it lacks as a whole.
pub fn parse(file: FileId, text: &str) -> (File, Diagnostics) {
    let look = prescan(file, text);
    let mut builder = Builder::new(file);
    let whole = if look.shallow { Grammar::parse(Rule::file, &look.text).ok() } else { None };
    let items = match whole {
        Some(pairs) => items(&mut builder, Tree::new(&look.text, pairs).pairs()),
        None => {
            let (mended, mistakes) = recover(file, &look.text);
            builder.report_all(mistakes);
            match Grammar::parse(Rule::file, &mended) {
                Ok(pairs) => items(&mut builder, Tree::new(&mended, pairs).pairs()),
                Err(_) => Vec::new(),
            }
        }
    };
    (File { items, comments: look.comments }, builder.finish())
}

fn items(builder: &mut Builder, file: Pairs) -> Vec<Item> {
    let items = file.flat_map(|file| file.into_inner()).filter(|one| one.as_rule() != Rule::EOI);
    builder.each(items, Builder::item)
}

/// Parses the value of a fact as data files give it: `15亿元`, `是`, `2022-05-20`, `"一期"`.
pub fn parse_value(file: FileId, text: &str) -> (Option<FactValue>, Diagnostics) {
    part(file, text, Rule::lone_value, Builder::fact_value)
}

/// Parses an expression on its own.
pub fn parse_expr(file: FileId, text: &str) -> (Option<Expr>, Diagnostics) {
    part(file, text, Rule::lone_pipeline, Builder::pipeline_expr)
}

fn part<T>(
    file: FileId,
    text: &str,
    wanted: Rule,
    build: impl FnOnce(&mut Builder, Pair) -> Option<T>,
) -> (Option<T>, Diagnostics) {
    let look = prescan(file, text);
    let mut builder = Builder::new(file);
    if !look.shallow {
        let whole = crate::source::Span::of_range(file, 0..text.len());
        builder.report(errors::too_deep(whole));
        return (None, builder.finish());
    }
    let built = match Grammar::parse(wanted, &look.text) {
        Ok(pairs) => {
            let tree = Tree::new(&look.text, pairs);
            let inner = tree.pairs().next().and_then(|pair| pair.into_inner().next());
            inner.and_then(|inner| build(&mut builder, inner))
        }
        Err(error) => {
            let tokens = tokens(&look.text);
            let mistake = Mistake::new(error, 0, &tokens, &tokens);
            builder.report(mistake.diagnostic(file, &look.text));
            None
        }
    };
    (built, builder.finish())
}
