//! Which policies a command works on: the shipped ones, or a directory.

use std::io;
use std::path::PathBuf;

use super::{Console, Exit};
use crate::compare::{Changed, Edit, Trial, changed};
use crate::diag::Text;
use crate::driver::{self, Shipped};
use crate::ir::Program;
use crate::source::Sources;
use crate::text;

/// The argument of commands that read a policy set anew.
#[derive(Debug, clap::Args)]
pub(super) struct PolicySet {
    /// Files and directories that make up the policy set
    #[arg(value_name = "PATH", default_value = "policies", hide_default_value = true)]
    pub(super) paths: Vec<PathBuf>,
}

/// What is said of clauses that were asked for by number, when the list lacks one of them.
pub(super) fn unlisted(asked: &[u32], program: &Program) -> Option<Text> {
    let listed = |number: &&u32| program.clauses.iter().any(|clause| clause.number == **number);
    let number = asked.iter().find(|number| !listed(number))?;
    Some(text!(zh: "清单里没有条款 {number}", en: "the list has no clause {number}"))
}

/// Checked policies and their texts.
pub(super) struct Policies {
    /// The program.
    pub(super) program: Program,
    /// The texts its spans speak of; scenarios are added to them.
    pub(super) sources: Sources,
}

/// Figures on trial.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct TrialArgs {
    /// Try another figure at an address, such as 14.investment_reward.tier2.rate=3%
    #[arg(long, value_name = "ADDRESS=VALUE")]
    set: Vec<String>,
}

/// Policies with figures on trial, and what was changed.
pub(super) type Tried = (Policies, Vec<Edit>);

impl TrialArgs {
    /// Whether any figure is to be tried.
    pub(super) fn is_given(&self) -> bool {
        !self.set.is_empty()
    }

    /// The policies with other figures, if any are to be tried. What cannot be tried is reported and
    /// the command ends.
    pub(super) fn tried(
        &self,
        policies: &Policies,
        console: &mut Console<'_>,
    ) -> io::Result<Result<Option<Tried>, Exit>> {
        let mut trials = Vec::new();
        for written in &self.set {
            match Trial::parse(written) {
                Some(trial) => trials.push(trial),
                None => {
                    let sentence = text!(
                        zh: "--set {written} 要写成 地址=数，例如 14.投资奖励.档2.率=3%",
                        en: "--set {written} is written ADDRESS=VALUE, as 14.investment_reward.tier2.rate=3%",
                    );
                    return Ok(Err(console.misused(&sentence)?));
                }
            }
        }
        if trials.is_empty() {
            return Ok(Ok(None));
        }
        Ok(match changed(&policies.program, &policies.sources, &trials) {
            Ok(Changed { program, sources, edits }) => {
                Ok(Some((Policies { program, sources }, edits)))
            }
            Err(refused) => Err(console.problems(&refused.problems, &refused.sources)?),
        })
    }
}

/// The policies in a directory, or else the shipped ones. With errors in them, these are
/// reported and the command ends.
pub(super) fn load(
    directory: Option<&PathBuf>,
    console: &mut Console<'_>,
) -> io::Result<Result<Policies, Exit>> {
    let Some(directory) = directory else {
        return Ok(match driver::shipped() {
            Ok(Shipped { program, sources }) => Ok(Policies { program, sources }),
            Err(fault) => Err(console.problems(&[*fault], &Sources::new())?),
        });
    };
    let compiled = driver::compile(console.files, std::slice::from_ref(directory));
    let exit = console.problems(&compiled.diagnostics, &compiled.sources)?;
    Ok(match (compiled.program, exit) {
        (Some(program), Exit::Fine) => Ok(Policies { program, sources: compiled.sources }),
        _ => Err(Exit::Problems),
    })
}
