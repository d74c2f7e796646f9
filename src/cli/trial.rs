//! `--set ADDRESS=VALUE`: figures on trial, and how a result says that it stands on them.

use std::io;
use std::path::PathBuf;

use serde::Serialize;

use super::policies::{self, Policies};
use super::{Console, Exit};
use crate::batch::{Table, Value};
use crate::compare::{Changed, Edit, Trial, changed};
use crate::diag::{Lang, Text};
use crate::ir::Named;
use crate::table::{Column, Kind};
use crate::text;

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

    /// The policies in a directory, or else the shipped ones, with the figures on trial in them. What
    /// is wrong with either is reported and the command ends.
    pub(super) fn load(
        &self,
        directory: Option<&PathBuf>,
        console: &mut Console<'_>,
    ) -> io::Result<Result<Tried, Exit>> {
        let policies = match policies::load(directory, console)? {
            Ok(policies) => policies,
            Err(exit) => return Ok(Err(exit)),
        };
        Ok(match self.tried(&policies, console)? {
            Ok(Some(tried)) => Ok(tried),
            Ok(None) => Ok((policies, Vec::new())),
            Err(exit) => Err(exit),
        })
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

/// A figure that was changed, for programs.
#[derive(Debug, Serialize)]
pub(super) struct Figure {
    address: Named,
    before: String,
    after: String,
}

/// The figures that were changed, for programs.
pub(super) fn record(edits: &[Edit]) -> Vec<Figure> {
    let figure = |edit: &Edit| Figure {
        address: edit.address.clone(),
        before: edit.before.clone(),
        after: edit.after.clone(),
    };
    edits.iter().map(figure).collect()
}

/// Says which figures were changed.
pub(super) fn told(edits: &[Edit], console: &mut Console<'_>) -> io::Result<()> {
    edits.iter().try_for_each(|edit| console.say(&edit.told()))
}

/// The figures that were changed, as a table.
pub(super) fn table(edits: &[Edit], lang: Lang) -> Table<'static> {
    let texts = |zh, en| Column::new(Text::new(zh, en).get(lang), Kind::Text);
    let columns =
        vec![texts("地址", "address"), texts("原", "before"), texts("试改为", "on trial")];
    let rows = edits.iter().map(|edit| {
        let Named { zh, en } = &edit.address;
        let address = Text::new(zh.as_str(), en.as_str());
        let cells = [address.get(lang), &edit.before, &edit.after];
        cells.map(|cell| Value::Text(cell.to_owned().into())).to_vec()
    });
    let name = text!(zh: "试改的数", en: "figures on trial");
    Table { name: name.get(lang).to_owned(), rows: rows.collect(), columns }
}
