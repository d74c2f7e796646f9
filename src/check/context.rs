//! What a rule is checked against, and what checking it fills.

use super::address::{AddressBook, Path, Word};
use super::caps::{Pays, WideCaps};
use super::local::Progress;
use super::scope::Scope;
use super::types::{Ty, Typed, describe_dimension};
use crate::ast::{self, At};
use crate::diag::{Code, Diagnostic, Diagnostics, Text, text};
use crate::ir::{self, AddressId, KindId, LocalId, ReadingId, Role, RuleId, Vocabulary};
use crate::quantity::{Counts, Dimension};
use crate::resolve::{Need, Symbols};
use crate::source::{Sources, Span};

/// The state of checking a set: what is known, what has been made, and where we are.
pub(super) struct Context<'a> {
    /// Declared names and what they name.
    pub(super) symbols: &'a Symbols<'a>,
    /// The declarations, lowered.
    pub(super) vocabulary: &'a Vocabulary,
    /// Declared measure words.
    pub(super) counts: &'a Counts,
    /// The text of the files.
    pub(super) sources: &'a Sources,
    /// Which intermediates are read, by their id.
    pub(super) read_locals: Vec<bool>,
    /// Which decisions are read, by their id.
    pub(super) read_decisions: Vec<bool>,
    /// How many intermediates stand one behind the other in what is being lowered.
    pub(super) chain: usize,
    /// Whether what is being lowered has looked at the bound year.
    pub(super) needs_year: bool,
    /// Which readings are used, by their id.
    pub(super) used_readings: Vec<bool>,
    /// Problems found in the clause at hand.
    pub(super) diagnostics: Diagnostics,
    /// The side table.
    pub(super) book: AddressBook,
    /// Intermediates, by their id.
    pub(super) locals: Vec<Progress<ir::Local>>,
    /// Decisions, by their id.
    pub(super) decisions: Vec<Progress<ir::Decision>>,
    /// Which intermediate reads which.
    pub(super) local_needs: Vec<Need<LocalId>>,
    /// Which rule reads which in the same year.
    pub(super) rule_needs: Vec<Need<RuleId>>,
    /// Names and subjects in view where we are.
    pub(super) scope: Scope,
    /// The rule we are in, as far as its parts ask.
    pub(super) rule: RuleFrame,
    /// The intermediate we are in.
    pub(super) in_local: Option<LocalId>,
    /// Caps wider than the rule, where we are in the amount itself; none elsewhere.
    pub(super) wide_caps: Option<WideCaps>,
    /// How deep the expression is that we are in.
    pub(super) depth: usize,
    /// The path of the place where we are.
    pub(super) path: Path,
    /// The address that the next literal is to take, when a place already has one.
    pub(super) figure: Option<AddressId>,
}

/// What the parts of a rule ask of it.
#[derive(Debug, Default)]
pub(super) struct RuleFrame {
    /// Where its addresses start.
    pub(super) path: Path,
    /// Its subject kind.
    pub(super) subject: Option<KindId>,
    /// When it pays.
    pub(super) pays: Pays,
    /// Whether a year is bound in it.
    pub(super) year_bound: bool,
    /// Whether a chain in it was too long; it is told of once, and hides what is read.
    pub(super) too_long: bool,
}

/// Deeper expressions are refused, since lowering recurs. The parser bounds each one to fewer
/// levels; what is bounded here is one together with the intermediates that it reads and that
/// stand after it, which are lowered on the way.
const MAX_DEPTH: usize = 272;

impl<'a> Context<'a> {
    /// Nothing checked yet.
    pub(super) fn new(
        symbols: &'a Symbols<'a>,
        vocabulary: &'a Vocabulary,
        sources: &'a Sources,
    ) -> Self {
        Context {
            symbols,
            vocabulary,
            counts: &symbols.counts,
            sources,
            read_locals: vec![false; symbols.locals.len()],
            read_decisions: vec![false; symbols.decisions.len()],
            chain: 0,
            needs_year: false,
            used_readings: vec![false; symbols.readings.len()],
            diagnostics: Diagnostics::new(),
            book: AddressBook::default(),
            locals: symbols.locals.iter().map(|_| Progress::Waiting).collect(),
            decisions: symbols.decisions.iter().map(|_| Progress::Waiting).collect(),
            local_needs: Vec::new(),
            rule_needs: Vec::new(),
            scope: Scope::default(),
            rule: RuleFrame::default(),
            in_local: None,
            wide_caps: None,
            depth: 0,
            path: Path::default(),
            figure: None,
        }
    }

    /// Goes one level deeper into an expression, if that is not too deep.
    pub(super) fn deeper<T>(&mut self, at: At, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            self.chain_too_long(at);
            return None;
        }
        self.depth = self.depth.saturating_add(1);
        let result = work(self);
        self.depth = self.depth.saturating_sub(1);
        Some(result)
    }
}

impl Context<'_> {
    /// Says, once a rule, that expressions or intermediates go on for too long.
    pub(super) fn chain_too_long(&mut self, at: At) {
        if std::mem::replace(&mut self.rule.too_long, true) {
            return;
        }
        let message = text!(
            zh: "算式太长，或中间量一个接一个太多",
            en: "the expression is too long, or too many intermediates read one another in a row"
        );
        let help = text!(
            zh: "把几步合成一步；用到的中间量写在前面",
            en: "put several steps into one, and intermediates before what reads them"
        );
        self.report(Diagnostic::new(Code::ChainTooLong, message).at(at.0).help(help));
    }

    /// Adds a problem.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds a problem at one place and gives what stands for the failed expression.
    pub(super) fn fail(&mut self, diagnostic: Diagnostic) -> Typed {
        self.report(diagnostic);
        Typed::failed()
    }

    /// The source text of a place.
    pub(super) fn text_at(&self, span: Span) -> String {
        self.sources.snippet(span).unwrap_or_default().trim().to_owned()
    }

    /// A type in words.
    pub(super) fn describe(&self, ty: Ty) -> Text {
        ty.describe(self.vocabulary, self.counts)
    }

    /// A dimension in words.
    pub(super) fn describe_dimension(&self, dimension: Dimension) -> Text {
        describe_dimension(dimension, self.counts)
    }

    /// Enters the place `path` in the side table.
    pub(super) fn address(&mut self, path: &Path, role: Role, at: At) -> AddressId {
        let text = self.text_at(at.0);
        self.book.add(path, role, at.0, &text)
    }

    /// Enters the next place of its sort under the current path.
    pub(super) fn next_address(&mut self, word: Word, role: Role, at: At) -> AddressId {
        let path = self.book.next(&self.path, word);
        self.address(&path, role, at)
    }

    /// Works under another path.
    pub(super) fn under<T>(&mut self, path: Path, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.path, path);
        let result = work(self);
        self.path = outer;
        result
    }

    /// Works with one more frame: a child of that kind.
    pub(super) fn in_frame<T>(&mut self, kind: KindId, work: impl FnOnce(&mut Self) -> T) -> T {
        self.scope.frames.push(kind);
        let result = work(self);
        self.scope.frames.pop();
        result
    }

    /// Works with other frames altogether.
    pub(super) fn with_frames<T>(
        &mut self,
        frames: Vec<KindId>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = std::mem::replace(&mut self.scope.frames, frames);
        let result = work(self);
        self.scope.frames = outer;
        result
    }

    /// Works with a year bound or not.
    pub(super) fn with_year<T>(&mut self, bound: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.scope.year_bound, bound);
        let result = work(self);
        self.scope.year_bound = outer;
        result
    }

    /// A literal standing at a place that has an address of its own takes that address;
    /// anything else is lowered as usual.
    pub(super) fn figure(&mut self, address: AddressId, expr: &ast::Expr) -> Typed {
        self.figure = matches!(expr.kind, ast::ExprKind::Quantity(_) | ast::ExprKind::Date(_))
            .then_some(address);
        let typed = self.expr(expr);
        self.figure = None;
        typed
    }

    /// Says that a place holds something of the wrong type.
    pub(super) fn mismatch(&mut self, at: At, expected: &Text, found: Ty) -> Typed {
        let found = self.describe(found);
        let (zh, en) = (&expected.zh, &expected.en);
        let message = Text::new(
            format!("这里要的是 {zh}，写的却是 {}", found.zh),
            format!("expected {en}, found {}", found.en),
        );
        self.fail(Diagnostic::new(Code::TypeMismatch, message).primary(at.0, found))
    }

    /// A number, or a report that it is none.
    pub(super) fn number(&mut self, expr: &ast::Expr) -> Typed {
        let typed = self.expr(expr);
        self.require_number(expr.at, typed)
    }

    /// What was lowered, if it is a number.
    pub(super) fn require_number(&mut self, at: At, typed: Typed) -> Typed {
        match typed.ty.is_numeric() {
            true => typed,
            false => self.mismatch(at, &text!(zh: "数", en: "a number"), typed.ty),
        }
    }

    /// A number of the given dimension; `role` says what the place is for.
    pub(super) fn number_of(
        &mut self,
        typed: Typed,
        at: At,
        dimension: Dimension,
        role: &Text,
    ) -> Typed {
        let typed = self.require_number(at, typed);
        match typed.ty {
            Ty::Zero => {
                self.settle_zero(&typed.expr, dimension);
                Typed { ty: Ty::Number(dimension), ..typed }
            }
            Ty::Number(found) if found != dimension => {
                self.wrong_dimension(at, dimension, found, role)
            }
            _ => typed,
        }
    }

    /// Says that a number has the wrong dimension, and what would set it right.
    pub(super) fn wrong_dimension(
        &mut self,
        at: At,
        wanted: Dimension,
        found: Dimension,
        role: &Text,
    ) -> Typed {
        let (want, got) = (self.describe_dimension(wanted), self.describe_dimension(found));
        let message = Text::new(
            format!("{}要的是 {}，写的却是 {}", role.zh, want.zh, got.zh),
            format!("{} is to be {}, found {}", role.en, want.en, got.en),
        );
        let help = self.conversion_help(wanted, found);
        self.fail(
            Diagnostic::new(Code::DimensionMismatch, message).primary(at.0, got).maybe_help(help),
        )
    }

    /// What to multiply or divide by to come from one dimension to another.
    pub(super) fn conversion_help(&self, wanted: Dimension, found: Dimension) -> Option<Text> {
        let conversion = wanted.conversion_from(found)?;
        let zh = conversion.zh(self.counts);
        (!zh.is_empty()).then(|| Text::new(zh, conversion.en(self.counts)))
    }

    /// A bare 0 has taken the dimension of its surroundings: note it in the side table.
    pub(super) fn settle_zero(&mut self, expr: &ir::Expr, dimension: Dimension) {
        if let ir::Expr::Number(value, address) = expr
            && value.is_zero()
        {
            self.book.set_dimension(*address, dimension);
        }
    }

    /// A date, or a report that it is none.
    pub(super) fn date(&mut self, expr: &ast::Expr) -> ir::Expr {
        let typed = self.expr(expr);
        self.require_date(expr.at, typed)
    }

    /// What was lowered, if it is a date.
    pub(super) fn require_date(&mut self, at: At, typed: Typed) -> ir::Expr {
        match typed.ty.is_date() {
            true => typed.expr,
            false => self.mismatch(at, &text!(zh: "日期", en: "a date"), typed.ty).expr,
        }
    }

    /// Notes that a reading is used.
    pub(super) fn use_reading(&mut self, reading: ReadingId) {
        if let Some(used) = self.used_readings.get_mut(reading.index()) {
            *used = true;
        }
    }
}
