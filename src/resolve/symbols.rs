//! Everything a policy set declares, under the ids that the core uses.

use std::collections::BTreeMap;

use super::scope::Scope;
use crate::ast::{self, Names};
use crate::diag::ClauseRef;
use crate::ir::{
    BodyId, ClauseId, DecisionId, EnumId, FactId, KindId, LevelId, LocalId, Measure, Named,
    ReadingId, RuleId, SeriesId, Type,
};
use crate::quantity::{CountId, Counts, Dimension};

/// What the files declare. Every table is indexed by its id.
///
/// A symbol keeps its place in the tree, so that the checker goes on from here. Where a head
/// names something unknown, that is reported and left `None`.
#[derive(Debug, Clone, Default)]
pub struct Symbols<'a> {
    /// The list's own declaration.
    pub list: Option<&'a ast::List>,
    /// Levels that may pay, as declared.
    pub levels: Vec<Named>,
    /// Bodies that may be responsible.
    pub bodies: Vec<Named>,
    /// Measure words, by [`CountId`].
    pub measures: Vec<Measure>,
    /// The same, for reading units.
    pub counts: Counts,
    /// Enumerations.
    pub enums: Vec<EnumSymbol<'a>>,
    /// Dated series.
    pub series: Vec<SeriesSymbol<'a>>,
    /// Kinds of subjects, each after its parent.
    pub kinds: Vec<KindSymbol<'a>>,
    /// Facts, kind by kind.
    pub facts: Vec<FactSymbol<'a>>,
    /// Readings: the list's, then clause by clause.
    pub readings: Vec<ReadingSymbol<'a>>,
    /// Clauses by number.
    pub clauses: Vec<ClauseSymbol<'a>>,
    /// Rules in written order, clause by clause.
    pub rules: Vec<RuleSymbol<'a>>,
    /// Decisions of authorities, rule by rule.
    pub decisions: Vec<DecisionSymbol<'a>>,
    /// Intermediates: those of a clause, then those of its rules.
    pub locals: Vec<LocalSymbol<'a>>,
    /// Names and aliases.
    pub names: Names,
    pub(super) scopes: Scopes<'a>,
}

/// The scopes that belong to no one symbol.
#[derive(Debug, Clone, Default)]
pub(super) struct Scopes<'a> {
    pub(super) levels: Scope<'a, LevelId>,
    pub(super) bodies: Scope<'a, BodyId>,
    pub(super) enums: Scope<'a, EnumId>,
    pub(super) series: Scope<'a, SeriesId>,
    pub(super) kinds: Scope<'a, KindId>,
    /// The list's own readings.
    pub(super) readings: Scope<'a, ReadingId>,
    /// Clauses by number; their table is sorted by it too.
    pub(super) clauses: BTreeMap<u32, ClauseId>,
}

/// An enumeration.
#[derive(Debug, Clone)]
pub struct EnumSymbol<'a> {
    /// Its name.
    pub name: Named,
    /// Its values; a variant is its position.
    pub variants: Vec<Named>,
    /// Where it is declared.
    pub decl: &'a ast::Enumeration,
    /// Declared twice: that is reported, and of what hangs on it nothing is.
    pub(super) doubled: bool,
    pub(super) scope: Scope<'a, u16>,
}

/// A dated series.
#[derive(Debug, Clone)]
pub struct SeriesSymbol<'a> {
    /// Its name.
    pub name: Named,
    /// What its values count; none where that is an error, reported already.
    pub dimension: Option<Dimension>,
    /// Where it is declared.
    pub decl: &'a ast::FactDecl,
}

/// A kind of subject.
#[derive(Debug, Clone)]
pub struct KindSymbol<'a> {
    /// Its name.
    pub name: Named,
    /// Its parent.
    pub parent: Option<KindId>,
    /// The measure word of its counts; none where they are plain numbers.
    pub counted_in: Option<CountId>,
    /// Its facts in written order, of all its declarations.
    pub facts: Vec<FactId>,
    pub(super) scope: Scope<'a, FactId>,
}

/// A fact.
#[derive(Debug, Clone)]
pub struct FactSymbol<'a> {
    /// Its name.
    pub name: Named,
    /// Whose it is.
    pub kind: KindId,
    /// Its type; none where that is an error, reported already.
    pub ty: Option<Type>,
    /// Where it is declared.
    pub decl: &'a ast::FactDecl,
    /// Declared twice: that is reported, and of what hangs on it nothing is.
    pub(super) doubled: bool,
}

/// A reading, of the list or of a clause.
#[derive(Debug, Clone)]
pub struct ReadingSymbol<'a> {
    /// Its name.
    pub name: Named,
    /// Its clause; none for one of the list.
    pub clause: Option<ClauseId>,
    /// Where it is declared.
    pub decl: &'a ast::Reading,
}

impl ReadingSymbol<'_> {
    /// The position of an alternative by its number.
    pub fn position(&self, number: u32) -> Option<usize> {
        let mut alternatives = self.decl.alternatives.iter();
        alternatives.position(|(known, _)| *known == number)
    }
}

/// A clause.
#[derive(Debug, Clone)]
pub struct ClauseSymbol<'a> {
    /// Its official number.
    pub number: u32,
    /// Its name.
    pub name: Named,
    /// Its place in the official list, when it says so.
    pub source: Option<&'a str>,
    /// Who is responsible.
    pub responsible: Vec<BodyId>,
    /// Its readings.
    pub readings: Vec<ReadingId>,
    /// Its rules in written order, those of its items included.
    pub rules: Vec<RuleId>,
    /// Where it is declared.
    pub decl: &'a ast::Clause,
    pub(super) reading_scope: Scope<'a, ReadingId>,
    /// Rules by item number (none outside 款).
    pub(super) rule_scopes: BTreeMap<Option<u32>, Scope<'a, RuleId>>,
    /// Intermediates for all rules of the clause (none) or of an item.
    pub(super) local_scopes: BTreeMap<Option<u32>, Scope<'a, LocalId>>,
}

impl ClauseSymbol<'_> {
    /// The clause as messages name it.
    pub fn reference(&self) -> ClauseRef {
        ClauseRef::new(self.number.to_string(), self.source.map(str::to_owned))
    }
}

/// A rule.
#[derive(Debug, Clone)]
pub struct RuleSymbol<'a> {
    /// Its name.
    pub name: Named,
    /// Its clause.
    pub clause: ClauseId,
    /// Its item number (① is 1); none outside 款.
    pub part: Option<u32>,
    /// The kind it is computed for; none for a duty.
    pub subject: Option<KindId>,
    /// The level its money is sought from.
    pub sought_from: Option<LevelId>,
    /// Its decisions.
    pub decisions: Vec<DecisionId>,
    /// Its own intermediates; [`Symbols::rule_name`] finds those of its clause too.
    pub locals: Vec<LocalId>,
    /// Its stages, by position.
    pub stages: Vec<Named>,
    /// Where it is declared.
    pub decl: &'a ast::Rule,
    pub(super) scope: Scope<'a, RuleName>,
    pub(super) stage_scope: Scope<'a, usize>,
}

/// What a name that is no fact may be in a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleName {
    /// An intermediate.
    Local(LocalId),
    /// A decision.
    Decision(DecisionId),
}

/// A decision of an authority.
#[derive(Debug, Clone)]
pub struct DecisionSymbol<'a> {
    /// Its name.
    pub name: Named,
    /// Its rule.
    pub rule: RuleId,
    /// Who decides.
    pub authority: Option<BodyId>,
    /// Where it is declared.
    pub decl: &'a ast::Decision,
}

/// An intermediate.
#[derive(Debug, Clone)]
pub struct LocalSymbol<'a> {
    /// Its name.
    pub name: Named,
    /// Its clause.
    pub clause: ClauseId,
    /// Its rule; none for one that all rules of the clause or of an item may use.
    pub rule: Option<RuleId>,
    /// The kind it is computed for: the one it names, else the rule's own.
    pub kind: Option<KindId>,
    /// Its value.
    pub value: &'a ast::Pipeline,
    /// Where it is declared.
    pub decl: &'a ast::Decl,
    /// The whole statement.
    pub at: ast::At,
}
