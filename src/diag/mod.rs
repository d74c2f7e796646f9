//! Errors as data: what went wrong, where, and what to write instead.
//!
//! A pass never prints. It pushes a [`Diagnostic`] (a stable [`Code`], one sentence in both
//! languages, labelled spans, an edit that would compile) into [`Diagnostics`]; the two renderers,
//! [`render`] for people and [`json`] for programs, are the only places that turn one into text.

pub mod codes;
pub mod json;
pub mod render;

mod accumulate;
mod cell;
mod decode;
mod diagnostic;
mod excerpt;
mod explain;
mod line;
mod suggest;
mod text;

pub use accumulate::Diagnostics;
pub use cell::CellPlace;
pub use codes::{Code, Severity};
pub use diagnostic::{ClauseRef, Diagnostic, Label};
pub use explain::explain;
pub use suggest::{suggest, suggest_unit};
pub use text::{Lang, Text};

#[doc(inline)]
pub use crate::text;

#[cfg(test)]
mod tests;
