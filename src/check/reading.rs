//! Readings: declared alternatives, and the slots that hold one thing for each.

use super::context::Context;
use super::types::Typed;
use crate::ast::{self, At, Expr, Slot, Switch};
use crate::diag::{Code, Diagnostic, text};
use crate::ir::{self, ReadingId};
use crate::resolve::ReadingSymbol;

impl Context<'_> {
    /// `依读法 名 {1: e 2: e}` in the place of an expression.
    pub(super) fn switch_expr(&mut self, switch: &Switch<Expr>) -> Typed {
        self.switch_over(switch, |cx| {
            switch.arms.iter().map(|(_, arm)| (arm.at, cx.expr(arm))).collect()
        })
    }

    /// A switch whose arms are lowered by `arms`, in written order.
    pub(super) fn switch_over<T>(
        &mut self,
        switch: &Switch<T>,
        arms: impl FnOnce(&mut Self) -> Vec<(At, Typed)>,
    ) -> Typed {
        let order = self.arms_of(switch);
        let arms = arms(self);
        let ty = self.join_all(arms.iter().map(|(at, typed)| (*at, typed.ty)));
        let quotient = arms.iter().any(|(_, typed)| typed.quotient);
        let Some((reading, order)) = order else {
            return Typed::failed();
        };
        let arms = order
            .iter()
            .filter_map(|at| arms.get(*at))
            .map(|(_, typed)| typed.expr.clone())
            .collect();
        Typed { expr: ir::Expr::Switch { reading, arms }, ty, quotient }
    }

    /// The reading a switch names and, for each of its alternatives, the position of the arm that
    /// stands for it; or a report of arms that are missing, double or none of its alternatives.
    pub(super) fn arms_of<T>(&mut self, switch: &Switch<T>) -> Option<(ReadingId, Vec<usize>)> {
        let reading =
            self.ok(self.symbols.expect_reading(self.scope.here.clause, &switch.reading))?;
        self.use_reading(reading);
        let symbol = self.symbols.readings.get(reading.index())?;
        let numbers: Vec<u32> =
            symbol.decl.alternatives.iter().map(|(number, _)| *number).collect();
        let written: Vec<u32> = switch.arms.iter().map(|(number, _)| *number).collect();
        let order: Option<Vec<usize>> =
            numbers.iter().map(|number| written.iter().position(|one| one == number)).collect();
        match order {
            Some(order) if written.len() == numbers.len() => Some((reading, order)),
            _ => {
                self.arms_differ(switch.at, symbol, &numbers, &written);
                None
            }
        }
    }

    fn arms_differ(
        &mut self,
        at: At,
        symbol: &ReadingSymbol<'_>,
        numbers: &[u32],
        written: &[u32],
    ) {
        let (want, got) = (list(numbers), list(written));
        let message = text!(
            zh: "读法“{}”有 {want}，这里写了 {got}",
            en: "the reading `{}` has {want}, written here are {got}",
            symbol.name.zh
        );
        let declared = symbol.decl.name.zh.at;
        let problem = Diagnostic::new(Code::ReadingArms, message)
            .at(at.0)
            .secondary(declared.0, text!(zh: "读法在这里声明", en: "the reading is declared here"))
            .help(text!(zh: "每种读法各写一次：{want}", en: "write each alternative once: {want}"));
        self.report(problem);
    }

    /// What stands in a slot under each alternative; one entry without a reading.
    pub(super) fn slot<T: Copy>(&mut self, slot: &Slot<T>) -> Option<(Option<ReadingId>, Vec<T>)> {
        match slot {
            Slot::Fixed(fixed) => Some((None, vec![*fixed])),
            Slot::Switch(switch) => {
                let (reading, order) = self.arms_of(switch)?;
                let arms = order.iter().filter_map(|at| switch.arms.get(*at)).map(|(_, arm)| *arm);
                Some((Some(reading), arms.collect()))
            }
        }
    }

    /// Readings that no rule uses change nothing: an error, since the file says they do.
    pub(super) fn check_unused(&mut self, id: ReadingId, reading: &ast::Reading) {
        if self.used_readings.get(id.index()).copied().unwrap_or(true) {
            return;
        }
        let message = text!(
            zh: "读法“{}”没有用到",
            en: "the reading `{}` is not used",
            reading.name.zh.text
        );
        let help = text!(
            zh: "在两种读法不同之处写“依读法 {0} {{ 1: … 2: … }}”，或删去它",
            en: "write `by_reading {0} {{ 1: … 2: … }}` where the readings differ, or remove it",
            reading.name.zh.text
        );
        self.report(
            Diagnostic::new(Code::UnusedReading, message).at(reading.name.zh.at.0).help(help),
        );
    }
}

/// Numbers as a list: `1、2、3`.
fn list(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(u32::to_string).collect();
    if words.is_empty() { "∅".to_owned() } else { words.join("、") }
}
