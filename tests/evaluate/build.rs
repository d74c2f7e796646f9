//! Programs and facts built by hand: the core as the checker would lower it.

use std::sync::OnceLock;

use polc::eval::{
    Cell, Facts, Listing, NoTrace, Outcome, Payment, Status, Subject, SubjectId, evaluate,
};
use polc::ir::*;
use polc::quantity::{Date, Dimension, Exact, Mode};

pub(crate) fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn named(name: &str) -> Named {
    Named { zh: name.into(), en: name.into() }
}

/// Where nothing is looked at.
pub(crate) const AT: AddressId = AddressId(0);
/// The rule's own subject.
pub(crate) const OWN: Place = Place { frame: 0, hops: Vec::new() };
/// The innermost item of one fold.
pub(crate) const ITEM: Place = Place { frame: 1, hops: Vec::new() };

pub(crate) fn num(text: &str) -> Expr {
    Expr::Number(exact(text), AT)
}
pub(crate) fn date(text: &str) -> Expr {
    Expr::Date(day(text), AT)
}
pub(crate) fn fact(fact: FactId) -> Expr {
    Expr::Fact { fact, place: OWN }
}
pub(crate) fn item(fact: FactId) -> Expr {
    Expr::Fact { fact, place: ITEM }
}
pub(crate) fn test(value: Expr) -> Expr {
    Expr::Test { value: Box::new(value), address: AT }
}
pub(crate) fn compare(left: Expr, op: CompareOp, right: Expr) -> Expr {
    Expr::Compare { op, left: Box::new(left), right: Box::new(right), address: AT }
}
pub(crate) fn is(value: Expr, variants: &[u16]) -> Expr {
    let variants = variants.iter().fold(0, |set, variant| set | 1 << variant);
    Expr::Is { value: Box::new(value), variants, address: AT }
}
pub(crate) fn iff(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
    let [condition, then, otherwise] = [condition, then, otherwise].map(Box::new);
    Expr::If { condition, then, otherwise, address: AT }
}
pub(crate) fn mul(a: Expr, b: Expr) -> Expr {
    Expr::Mul(Box::new(a), Box::new(b))
}
pub(crate) fn add(a: Expr, b: Expr) -> Expr {
    Expr::Add(Box::new(a), Box::new(b))
}
pub(crate) fn sub(a: Expr, b: Expr) -> Expr {
    Expr::Sub(Box::new(a), Box::new(b))
}
pub(crate) fn monus(a: Expr, b: Expr) -> Expr {
    Expr::Monus(Box::new(a), Box::new(b), AT)
}
pub(crate) fn div(a: Expr, b: Expr) -> Expr {
    Expr::Div(Box::new(a), Box::new(b))
}
pub(crate) fn not(a: Expr) -> Expr {
    Expr::Not(Box::new(a))
}
pub(crate) fn cap(value: Expr, limit: Expr) -> Expr {
    Expr::Cap { value: Box::new(value), limit: Box::new(limit), address: AT }
}
pub(crate) fn matched(key: Expr, arms: Vec<(u64, Expr)>) -> Expr {
    let arms = arms.into_iter().map(|(variants, body)| Arm { variants, body, address: AT });
    Expr::Match { key: Box::new(key), arms: arms.collect() }
}
pub(crate) fn fold(op: FoldOp, kind: KindId, filter: Option<Expr>, body: Option<Expr>) -> Expr {
    let of = OWN;
    Expr::Fold(Box::new(Fold { op, of, kind, event: None, order: None, filter, body, address: AT }))
}
/// Rows as (start, inclusive, value); the first starts at zero.
pub(crate) fn tiers(kind: TierKind, of: Expr, first: &str, rows: &[(&str, bool, &str)]) -> Expr {
    let row = |lower, value: &str| TierRow { lower, value: num(value), address: AT };
    let bound = |at: &str, inclusive| TierBound { at: num(at), inclusive, address: AT };
    let above = rows.iter().map(|(at, inclusive, value)| row(Some(bound(at, *inclusive)), value));
    let rows = std::iter::once(row(None, first)).chain(above).collect();
    Expr::Tiers(Box::new(Tiers { of, kind, rows, tail: None, address: AT }))
}
pub(crate) fn paid(what: PaidWhat, rule: RuleId, scope: KindId, lifetime: bool) -> Expr {
    Expr::Paid(Paid { what, rules: vec![rule], scope, lifetime })
}

/// A program under construction: one clause, its validity all of 2020 to 2030.
pub(crate) struct Set {
    pub(crate) program: Program,
}

impl Set {
    pub(crate) fn new() -> Set {
        let validity = Validity { from: date("2020-01-01"), to: date("2030-12-31") };
        let list = ListInfo {
            name: named("list"),
            title: String::new(),
            issued: None,
            validity: Some(validity),
            payable_to: Exact::CENT,
            payable_mode: Mode::HalfUp,
            budgets: Vec::new(),
        };
        let clause = Clause {
            number: 1,
            name: named("clause"),
            summary: String::new(),
            source: String::new(),
            responsible: Vec::new(),
            validity: None,
            rules: Vec::new(),
        };
        let mut vocabulary = Vocabulary::default();
        vocabulary.levels = ["province", "city", "county"].map(named).to_vec();
        Set {
            program: Program {
                version: VERSION,
                digest: String::new(),
                list,
                vocabulary,
                readings: Vec::new(),
                decisions: Vec::new(),
                locals: Vec::new(),
                clauses: vec![clause],
                rules: Vec::new(),
                order: Vec::new(),
                addresses: Vec::new(),
                links: OnceLock::new(),
            },
        }
    }

    pub(crate) fn kind(&mut self, name: &str, parent: Option<KindId>) -> KindId {
        let kinds = &mut self.program.vocabulary.kinds;
        let (constants, yearly) = (Vec::new(), Vec::new());
        kinds.push(Kind { name: named(name), parent, constants, yearly });
        KindId(u16::try_from(kinds.len() - 1).unwrap())
    }

    fn fact(&mut self, kind: KindId, name: &str, ty: Type, yearly: bool) -> FactId {
        let vocabulary = &mut self.program.vocabulary;
        let id = FactId(u16::try_from(vocabulary.facts.len()).unwrap());
        let owner = &mut vocabulary.kinds[kind.index()];
        let slots = if yearly { &mut owner.yearly } else { &mut owner.constants };
        slots.push(id);
        let slot = u16::try_from(slots.len() - 1).unwrap();
        let number = matches!(ty, Type::Number(_));
        vocabulary.facts.push(Fact {
            name: named(name),
            kind,
            ty,
            yearly,
            slot,
            granule: number.then_some(Exact::CENT),
            min: number.then_some(Exact::ZERO),
            max: None,
            unit: String::new(),
            gloss: String::new(),
        });
        id
    }

    pub(crate) fn number(&mut self, kind: KindId, name: &str) -> FactId {
        self.fact(kind, name, Type::Number(Dimension::MONEY), false)
    }
    pub(crate) fn whole(&mut self, kind: KindId, name: &str, min: &str, max: &str) -> FactId {
        let id = self.number(kind, name);
        let fact = &mut self.program.vocabulary.facts[id.index()];
        (fact.granule, fact.min, fact.max) = (Some(Exact::ONE), Some(exact(min)), Some(exact(max)));
        id
    }
    pub(crate) fn yearly(&mut self, kind: KindId, name: &str) -> FactId {
        self.fact(kind, name, Type::Number(Dimension::MONEY), true)
    }
    pub(crate) fn truth(&mut self, kind: KindId, name: &str) -> FactId {
        self.fact(kind, name, Type::Truth, false)
    }
    pub(crate) fn event(&mut self, kind: KindId, name: &str) -> FactId {
        self.fact(kind, name, Type::Date { event: true }, false)
    }
    pub(crate) fn choice(&mut self, kind: KindId, name: &str, variants: usize) -> FactId {
        let enums = &mut self.program.vocabulary.enums;
        let variants = (0..variants).map(|variant| named(&variant.to_string())).collect();
        enums.push(Enumeration { name: named(name), variants });
        let id = EnumId(u16::try_from(enums.len() - 1).unwrap());
        self.fact(kind, name, Type::Choice(id), false)
    }
    pub(crate) fn reference(&mut self, kind: KindId, name: &str, to: KindId) -> FactId {
        self.fact(kind, name, Type::Subject(to), false)
    }

    pub(crate) fn reading(
        &mut self,
        name: &str,
        has_default: bool,
        alternatives: u32,
    ) -> ReadingId {
        let alternatives = (1..=alternatives).map(|number| (number, String::new())).collect();
        let clause = Some(1);
        self.program.readings.push(Reading {
            clause,
            name: named(name),
            has_default,
            alternatives,
        });
        ReadingId(u16::try_from(self.program.readings.len() - 1).unwrap())
    }

    pub(crate) fn decision(
        &mut self,
        rule: RuleId,
        ty: Type,
        lower: Option<Expr>,
        upper: Option<Expr>,
    ) -> DecisionId {
        let (name, authority, unit) = (named("decision"), BodyId(0), String::new());
        self.program.decisions.push(Decision {
            name,
            rule,
            authority,
            ty,
            lower,
            upper,
            unit,
            address: AT,
        });
        DecisionId(u16::try_from(self.program.decisions.len() - 1).unwrap())
    }

    /// The id the next rule will have.
    pub(crate) fn next_rule(&self) -> RuleId {
        RuleId(u16::try_from(self.program.rules.len()).unwrap())
    }

    fn rule(
        &mut self,
        subject: Option<KindId>,
        period: Period,
        guards: Vec<Expr>,
        body: Body,
    ) -> RuleId {
        let id = self.next_rule();
        let guard = |(position, condition): (u32, Expr)| Guard {
            condition,
            negative: false,
            address: AddressId(100 + position),
        };
        let rule = Rule {
            clause: ClauseId(0),
            part: None,
            name: named(&format!("rule{}", id.0)),
            subject,
            period,
            guards: (0..).zip(guards).map(guard).collect(),
            awaits: Vec::new(),
            decisions: Vec::new(),
            body,
            address: AddressId(1),
        };
        self.program.rules.push(rule);
        self.program.order.push(id);
        self.program.clauses[0].rules.push(id);
        id
    }

    /// A grant; change it further through [`Set::money`].
    pub(crate) fn grant(
        &mut self,
        kind: KindId,
        period: Period,
        guards: Vec<Expr>,
        amount: Expr,
    ) -> RuleId {
        let (name, event, amount) = (None, None, Amount::Computed(amount));
        let money = Money {
            kind: MoneyKind::Paid,
            stages: vec![Stage { name, event, amount, address: AddressId(2) }],
            exceptions: Vec::new(),
            caps: Vec::new(),
            scope: kind,
            year_limits: Vec::new(),
            relations: Vec::new(),
            payers: Payers { shares: Vec::new(), remainder: 0 },
        };
        self.rule(Some(kind), period, guards, Body::Money(Box::new(money)))
    }

    pub(crate) fn money(&mut self, rule: RuleId) -> &mut Money {
        match &mut self.program.rules[rule.index()].body {
            Body::Money(money) => money,
            _ => panic!("not a money rule"),
        }
    }

    pub(crate) fn other(
        &mut self,
        kind: KindId,
        period: Period,
        guards: Vec<Expr>,
        body: Body,
    ) -> RuleId {
        self.rule(Some(kind), period, guards, body)
    }

    pub(crate) fn determination(&mut self, kind: KindId, guards: Vec<Expr>) -> RuleId {
        let body = Body::Determination { modality: Modality::Exempt, consequence: String::new() };
        self.rule(Some(kind), Period::Unbound, guards, body)
    }
}

/// Facts under construction, for the years 2019 to 2029; 2022 is run.
pub(crate) struct World<'p> {
    pub(crate) program: &'p Program,
    pub(crate) facts: Facts,
}

impl<'p> World<'p> {
    pub(crate) fn new(program: &'p Program) -> World<'p> {
        let series = vec![Vec::new(); program.vocabulary.series.len()];
        let (first_year, year_count, years) = (2019, 11, Some((2022, 2022)));
        World {
            program,
            facts: Facts { series, first_year, year_count, years, ..Facts::default() },
        }
    }

    pub(crate) fn subject(&mut self, kind: KindId, parent: Option<SubjectId>) -> SubjectId {
        let id = SubjectId(u32::try_from(self.facts.subjects.len()).unwrap());
        let declared = &self.program.vocabulary.kinds[kind.index()];
        self.facts.subjects.push(Subject {
            kind,
            parent,
            label: String::new(),
            constants: vec![Cell::Missing; declared.constants.len()],
            yearly: vec![Cell::Missing; declared.yearly.len() * self.facts.year_count],
            children: Vec::new(),
            history: None,
        });
        if let Some(parent) = parent {
            let children = &mut self.facts.subjects[parent.0 as usize].children;
            match children.iter_mut().find(|(listed, _, _)| *listed == kind) {
                Some((_, _, given)) => given.push(id),
                None => children.push((kind, Listing::Open, vec![id])),
            }
        }
        id
    }

    /// States that the children given are all there are.
    pub(crate) fn complete(&mut self, subject: SubjectId, kind: KindId) {
        let children = &mut self.facts.subjects[subject.0 as usize].children;
        match children.iter_mut().find(|(listed, _, _)| *listed == kind) {
            Some((_, listing, _)) => *listing = Listing::Complete,
            None => children.push((kind, Listing::Complete, Vec::new())),
        }
    }

    pub(crate) fn set(&mut self, subject: SubjectId, fact: FactId, cell: Cell) {
        let slot = usize::from(self.program.vocabulary.facts[fact.index()].slot);
        self.facts.subjects[subject.0 as usize].constants[slot] = cell;
    }

    pub(crate) fn set_in(&mut self, subject: SubjectId, fact: FactId, year: i32, cell: Cell) {
        let info = &self.program.vocabulary.facts[fact.index()];
        let stride = self.program.vocabulary.kinds[info.kind.index()].yearly.len();
        let at = usize::try_from(year - self.facts.first_year).unwrap() * stride
            + usize::from(info.slot);
        self.facts.subjects[subject.0 as usize].yearly[at] = cell;
    }

    /// States what was paid before: (rule, year, amount).
    pub(crate) fn history(&mut self, subject: SubjectId, paid: &[(RuleId, i32, &str)]) {
        let payment = |(rule, year, amount): &(RuleId, i32, &str)| Payment {
            rule: *rule,
            stage: 0,
            year: *year,
            amount: exact(amount),
        };
        self.facts.subjects[subject.0 as usize].history = Some(paid.iter().map(payment).collect());
    }

    pub(crate) fn run(&self) -> Vec<Outcome> {
        evaluate(self.program, &self.facts, &mut NoTrace)
    }

    /// The status of the only outcome.
    pub(crate) fn status(&self) -> Status {
        let outcomes = self.run();
        assert_eq!(outcomes.len(), 1, "{outcomes:#?}");
        outcomes[0].status.clone()
    }

    /// The statuses of a rule's outcomes, in order.
    pub(crate) fn statuses(&self, rule: RuleId) -> Vec<Status> {
        self.run()
            .into_iter()
            .filter(|outcome| outcome.rule == rule)
            .map(|outcome| outcome.status)
            .collect()
    }
}

pub(crate) fn n(text: &str) -> Cell {
    Cell::Number(exact(text))
}
pub(crate) const YES: Cell = Cell::Truth(true);
pub(crate) const NO: Cell = Cell::Truth(false);
pub(crate) fn granted(text: &str) -> Status {
    Status::Granted(exact(text))
}
