//! What an evaluation passed on its way, as a tree: each expression with its value, and under it
//! the expressions and events that led to it.

use crate::eval::{Event, Outcome, Seen, SubjectId, Tracer};
use crate::ir::{
    AddressId, CompareOp, DateUnit, DecisionId, Expr, FactId, FoldOp, KindId, LocalId, PaidWhat,
    ReadingId, RuleId, SeriesId, TierKind, VariantSet,
};
use crate::quantity::{Exact, Mode};

/// What was settled: rule, stage, subject, year.
pub(super) type Key = (RuleId, usize, Option<SubjectId>, Option<i32>);

/// Listens to an evaluation and keeps all that it passes.
#[derive(Debug, Default)]
pub struct Recorder {
    settled: Vec<(Key, Vec<Part>)>,
    /// The expressions that are being evaluated, outermost first.
    open: Vec<Node>,
}

/// What was passed for one subject of a rule's own kind. Caps of a wider scope come after the
/// last part, and stand in it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) subject: SubjectId,
    pub(super) passed: Vec<Passed>,
}

/// An expression or an event, in the order of evaluation.
#[derive(Debug)]
pub(super) enum Passed {
    Node(Node),
    Event(AddressId, Event),
}

/// An expression that was evaluated.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) what: What,
    /// Whose fact, intermediate or children; else for whom it was evaluated.
    pub(super) subject: Option<SubjectId>,
    /// The year that was bound.
    pub(super) year: Option<i32>,
    /// Its value; none where the evaluation stopped in it.
    pub(super) value: Option<Seen>,
    pub(super) passed: Vec<Passed>,
}

/// What an expression is, without the expressions in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Number(AddressId),
    Date(AddressId),
    Truth,
    Variant,
    Nothing,
    Fact(FactId),
    Series(SeriesId),
    Decision(DecisionId),
    Local(LocalId),
    InYear,
    Add,
    Sub,
    Mul,
    Div,
    Monus(AddressId),
    Extreme { highest: bool },
    If(AddressId),
    Match,
    Fold { op: FoldOp, kind: KindId, has_body: bool, address: AddressId },
    Compare { op: CompareOp, address: AddressId },
    Near { relative: bool, address: AddressId },
    During { year: Option<i32>, address: AddressId },
    And,
    Or,
    Not,
    Is { variants: VariantSet, address: AddressId },
    Test(AddressId),
    Happened,
    EachYear { years: u8 },
    Paid { what: PaidWhat, rules: Vec<RuleId> },
    Switch(ReadingId),
    Tiers { kind: TierKind, address: AddressId },
    Cap(AddressId),
    Round { to: Exact, mode: Mode, address: AddressId },
    YearsSince,
    Days,
    InYears { basis: Exact },
    DateAdd { amount: i32, unit: DateUnit },
}

impl From<&Expr> for What {
    fn from(expr: &Expr) -> What {
        match expr {
            Expr::Number(_, at) => What::Number(*at),
            Expr::Date(_, at) => What::Date(*at),
            Expr::Truth(_) => What::Truth,
            Expr::Variant(_) => What::Variant,
            Expr::Nothing => What::Nothing,
            Expr::Fact { fact, .. } => What::Fact(*fact),
            Expr::Series { series, .. } => What::Series(*series),
            Expr::Decision(decision) => What::Decision(*decision),
            Expr::Local { local, .. } => What::Local(*local),
            Expr::InYear(..) => What::InYear,
            Expr::Add(..) => What::Add,
            Expr::Sub(..) => What::Sub,
            Expr::Mul(..) => What::Mul,
            Expr::Div(..) => What::Div,
            Expr::Monus(.., at) => What::Monus(*at),
            Expr::Extreme { highest, .. } => What::Extreme { highest: *highest },
            Expr::If { address, .. } => What::If(*address),
            Expr::Match { .. } => What::Match,
            Expr::Fold(fold) => What::Fold {
                op: fold.op,
                kind: fold.kind,
                has_body: fold.body.is_some() && fold.op != FoldOp::Count,
                address: fold.address,
            },
            Expr::Compare { op, address, .. } => What::Compare { op: *op, address: *address },
            Expr::Near { relative, address, .. } => {
                What::Near { relative: *relative, address: *address }
            }
            Expr::During { year, address, .. } => What::During { year: *year, address: *address },
            Expr::And(_) => What::And,
            Expr::Or(_) => What::Or,
            Expr::Not(_) => What::Not,
            Expr::Is { variants, address, .. } => {
                What::Is { variants: *variants, address: *address }
            }
            Expr::Test { address, .. } => What::Test(*address),
            Expr::Happened(_) => What::Happened,
            Expr::EachYear { years, .. } => What::EachYear { years: *years },
            Expr::Paid(paid) => What::Paid { what: paid.what, rules: paid.rules.clone() },
            Expr::Switch { reading, .. } => What::Switch(*reading),
            Expr::Tiers(tiers) => What::Tiers { kind: tiers.kind, address: tiers.address },
            Expr::Cap { address, .. } => What::Cap(*address),
            Expr::Round { to, mode, address, .. } => {
                What::Round { to: *to, mode: *mode, address: *address }
            }
            Expr::YearsSince(_) => What::YearsSince,
            Expr::Days { .. } => What::Days,
            Expr::InYears { basis, .. } => What::InYears { basis: *basis },
            Expr::DateAdd { amount, unit, .. } => What::DateAdd { amount: *amount, unit: *unit },
        }
    }
}

impl Tracer for Recorder {
    const ON: bool = true;
    const DEEP: bool = true;

    fn settle(&mut self, rule: RuleId, stage: usize, subject: SubjectId, year: Option<i32>) {
        self.settled.push(((rule, stage, Some(subject), year), Vec::new()));
    }

    fn begin(&mut self, _: RuleId, _: usize, subject: SubjectId, _: Option<i32>) {
        if let Some((_, parts)) = self.settled.last_mut() {
            parts.push(Part { subject, passed: Vec::new() });
        }
    }

    /// Shares come last, when all awards are settled: the outcome has them, and they are told
    /// from there.
    fn event(&mut self, at: AddressId, event: Event) {
        if !matches!(event, Event::Share { .. }) {
            self.pass(Passed::Event(at, event));
        }
    }

    fn enter(&mut self, expr: &Expr, subject: Option<SubjectId>, year: Option<i32>) {
        let what = What::from(expr);
        self.open.push(Node { what, subject, year, value: None, passed: Vec::new() });
    }

    fn leave(&mut self, value: Option<Seen>) {
        if let Some(node) = self.open.pop() {
            self.pass(Passed::Node(Node { value, ..node }));
        }
    }
}

impl Recorder {
    fn pass(&mut self, passed: Passed) {
        match self.open.last_mut() {
            Some(within) => within.passed.push(passed),
            None => {
                let last = self.settled.last_mut().and_then(|(_, parts)| parts.last_mut());
                if let Some(part) = last {
                    part.passed.push(passed);
                }
            }
        }
    }

    /// What was passed for an outcome, part by part; nothing for one that needs no evaluation.
    pub(super) fn parts(&self, outcome: &Outcome) -> &[Part] {
        let key = (outcome.rule, outcome.stage, outcome.subject, outcome.year);
        let of_outcome = self.settled.iter().rfind(|(known, _)| *known == key);
        of_outcome.map_or(&[], |(_, parts)| parts)
    }
}

impl Node {
    /// The expressions in it, in the order of evaluation.
    pub(super) fn nodes(&self) -> impl DoubleEndedIterator<Item = &Node> {
        nodes(&self.passed)
    }

    /// The events in it that belong to no expression in it.
    pub(super) fn events(&self) -> impl Iterator<Item = (AddressId, &Event)> {
        self.passed.iter().filter_map(|passed| match passed {
            Passed::Event(at, event) => Some((*at, event)),
            Passed::Node(_) => None,
        })
    }

    /// Its first expression.
    pub(super) fn first(&self) -> Option<&Node> {
        self.nodes().next()
    }

    /// Its two first expressions.
    pub(super) fn pair(&self) -> Option<(&Node, &Node)> {
        let mut nodes = self.nodes();
        nodes.next().zip(nodes.next())
    }

    /// A condition's truth; none where it is not settled.
    pub(super) fn holds(&self) -> Option<bool> {
        match self.value {
            Some(Seen::Truth(holds)) => Some(holds),
            _ => None,
        }
    }
}

/// The expressions among what was passed.
pub(super) fn nodes(passed: &[Passed]) -> impl DoubleEndedIterator<Item = &Node> {
    passed.iter().filter_map(|passed| match passed {
        Passed::Node(node) => Some(node),
        Passed::Event(..) => None,
    })
}
