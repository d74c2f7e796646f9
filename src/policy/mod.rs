//! The library: a policy set in memory, evaluated for one or for many.
//!
//! ```
//! use polc::policy::Policy;
//!
//! let policy = Policy::shipped()?;
//! let engine = policy.engine().clauses(&[14])?;
//! let request = r#"{
//!   "title": "one project", "as_of": "2022-12-31",
//!   "subjects": [{ "kind": "enterprise", "complete": ["project"], "children": [
//!     { "kind": "project", "label": "line 2", "facts": {} }
//!   ] }]
//! }"#;
//! for record in engine.records("request.json", request)? {
//!     for line in engine.evaluate(&record.facts).lines() {
//!         println!("{} {}", line.rule(), line.status());
//!     }
//! }
//! # Ok::<(), polc::policy::Problems>(())
//! ```
//!
//! Nothing here reads a file but [`Policy::load`], nothing reads a clock, and nothing is kept
//! between two calls: the same policies and facts give the same outcomes. Errors are [`Problems`]:
//! data ([`Diagnostic`](crate::diag::Diagnostic)s), that show as text.

mod answer;
mod engine;
mod problems;

pub use answer::{Answer, Line};
pub use engine::Engine;
pub use problems::Problems;

use std::path::PathBuf;

use crate::diag::Diagnostics;
use crate::driver::{self, Compiled, Disk, Parsed, Shipped};
use crate::ir::Program;
use crate::scenario::Directory;
use crate::source::Sources;

/// A policy set that was checked.
#[derive(Debug)]
pub struct Policy {
    pub(in crate::policy) program: Program,
    pub(in crate::policy) sources: Sources,
}

impl Policy {
    /// The policies that come with this crate.
    pub fn shipped() -> Result<Self, Problems> {
        match driver::shipped() {
            Ok(Shipped { program, sources }) => Ok(Self { program, sources }),
            Err(fault) => Err(Problems::new(vec![*fault], Sources::new())),
        }
    }

    /// The policies in files and directories of this machine.
    pub fn load(paths: &[PathBuf]) -> Result<Self, Problems> {
        Self::of(driver::compile(&Disk, paths))
    }

    /// Policies out of texts, each with the name by which problems speak of it.
    ///
    /// ```
    /// let problems = polc::policy::Policy::from_sources([("a.pol", "条款 1 无名 {}")]).unwrap_err();
    /// assert!(problems.to_string().contains("a.pol"));
    /// ```
    pub fn from_sources<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Problems> {
        let mut sources = Sources::new();
        for (name, text) in texts {
            sources.add(name, text);
        }
        let mut diagnostics = Diagnostics::new();
        let files = driver::trees(&sources, &mut diagnostics);
        let parsed = Parsed { sources, paths: Vec::new(), files, diagnostics };
        Self::of(driver::compile_parsed(&Disk, &[], parsed))
    }

    fn of(compiled: Compiled) -> Result<Self, Problems> {
        let Compiled { program, sources, diagnostics, .. } = compiled;
        match program {
            Some(program) if !Diagnostics::from_iter(diagnostics.clone()).has_errors() => {
                Ok(Self { program, sources })
            }
            _ => Err(Problems::new(diagnostics, sources)),
        }
    }

    /// What evaluates all clauses under the readings that the policies take by default.
    #[must_use]
    pub fn engine(&self) -> Engine<'_> {
        Engine::new(self)
    }

    /// The checked program.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The texts that its addresses speak of.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Its names. To make them takes time: once for many uses.
    #[must_use]
    pub fn directory(&self) -> Directory<'_> {
        Directory::new(&self.program)
    }
}
