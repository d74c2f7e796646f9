//! The items of a fold, each with what was asked of it.

use super::record::{Node, Passed, What};
use crate::eval::{Event, SubjectId};
use crate::ir::FoldOp;

/// An item of a fold.
#[derive(Debug)]
pub(super) struct Item<'n> {
    pub(super) subject: SubjectId,
    /// Whether it is taken in (of a question: whether it decides it); none when not settled.
    pub(super) kept: Option<bool>,
    /// The conditions it was held against; of a question, its own last.
    pub(super) filter: Vec<&'n Node>,
    /// What was computed of it.
    pub(super) body: Option<&'n Node>,
}

/// The items of a fold in order. Children that no list names are not among them.
pub(super) fn items(fold: &Node) -> Vec<Item<'_>> {
    let What::Fold { op, has_body, address, .. } = fold.what else { return Vec::new() };
    let is_question = matches!(op, FoldOp::Exists | FoldOp::All);
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut filter = Vec::new();
    let mut awaits_body = false;
    for passed in &fold.passed {
        match passed {
            Passed::Node(node) if awaits_body => {
                if let Some(item) = items.last_mut() {
                    item.body = Some(node);
                }
                awaits_body = false;
            }
            Passed::Node(node) => filter.push(node),
            Passed::Event(at, Event::Item { subject, kept }) if *at == address => {
                let filter = std::mem::take(&mut filter);
                items.push(Item { subject: *subject, kept: *kept, filter, body: None });
                // The date by which the first is found stands in the body's place.
                awaits_body =
                    (has_body && !is_question && *kept != Some(false)) || op == FoldOp::First;
            }
            Passed::Event(..) => {}
        }
    }
    items
}
