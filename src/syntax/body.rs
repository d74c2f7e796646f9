//! Bodies: what stands between two braces, how it parts into entries, and which bodies lie in them.
//!
//! Recovery goes by layout. An entry starts a line, as the formatter writes it; a line that starts
//! with an operator, a step or the like goes on with the entry before.

use super::grammar::Rule;
use super::keyword::Keyword as K;
use super::token::{Token, TokenKind};

/// A kind of body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// A whole file.
    Items,
    /// 清单.
    List,
    /// 主体.
    Facts,
    /// 条款 and 款.
    Clause,
    /// 读法.
    Meanings,
    /// 给付 and its kin.
    Rule,
    /// 按档.
    Tiers,
    /// 按.
    Lookup,
    /// 示例.
    Example,
    /// 情景.
    Scenario,
    /// A subject's block, or a year's in it.
    Subject,
    /// 历史.
    History,
    /// A series in a scenario.
    Points,
}

impl Body {
    /// The grammar rule for any number of its entries.
    pub(super) fn rule(self) -> Rule {
        match self {
            Self::Items => Rule::file,
            Self::List => Rule::list_entries,
            Self::Facts => Rule::fact_decls,
            Self::Clause => Rule::clause_entries,
            Self::Meanings => Rule::meanings,
            Self::Rule => Rule::rule_entries,
            Self::Tiers => Rule::tier_rows,
            Self::Lookup => Rule::lookup_rows,
            Self::Example => Rule::example_entries,
            Self::Scenario => Rule::scenario_entries,
            Self::Subject => Rule::subject_entries,
            Self::History => Rule::history_lines,
            Self::Points => Rule::points,
        }
    }

    /// Whether an entry may start with this token, the first of its line.
    fn starts(self, token: &Token) -> bool {
        match (self, token.kind) {
            (Self::Items, TokenKind::Keyword(keyword)) => starts_item(keyword),
            (Self::List | Self::Clause | Self::Rule, TokenKind::Keyword(keyword)) => {
                starts_statement(keyword)
            }
            (Self::Items | Self::List | Self::Clause | Self::Rule, _) => false,
            (Self::Tiers, TokenKind::Keyword(keyword)) => {
                !continues(token) || is_bound_word(keyword)
            }
            _ => !continues(token),
        }
    }
}

/// Parts the tokens of a body into its entries; what stands before the first is one of its own.
pub(super) fn entries(body: Body, tokens: &[Token]) -> Vec<&[Token]> {
    let mut found = Vec::new();
    let mut rest = tokens;
    while !rest.is_empty() {
        let (entry, after) = rest.split_at(entry_length(body, rest));
        found.push(entry);
        rest = after;
    }
    found
}

fn entry_length(body: Body, tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    let excepts = tokens.first().and_then(Token::keyword) == Some(K::Exception);
    let mut amount_to_come = excepts;
    let end = tokens.iter().enumerate().find_map(|(at, token)| {
        let is_start = at > 0 && depth == 0 && token.first_in_line && body.starts(token);
        match token.kind {
            TokenKind::Open => depth = depth.saturating_add(1),
            TokenKind::Close => depth = depth.saturating_sub(1),
            // 例外 当 c 金额 e: this 金额 goes on.
            TokenKind::Keyword(K::Amount) if amount_to_come => {
                amount_to_come = false;
                return None;
            }
            _ => {}
        }
        is_start.then_some(at)
    });
    end.unwrap_or(tokens.len()).max(1)
}

/// The bodies right inside an entry, each with the tokens between its braces.
pub(super) fn inner_bodies(body: Body, entry: &[Token]) -> Vec<(Option<Body>, &[Token])> {
    let mut found = Vec::new();
    let mut pending = None;
    let mut rest = entry;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        match token.kind {
            TokenKind::Keyword(K::Tiered) => pending = Some(Body::Tiers),
            // 首个 项目 按 日期 { e } is no table.
            TokenKind::Keyword(K::First) => pending = None,
            TokenKind::Keyword(K::By) if !is_first_fold(entry, rest) => {
                pending = Some(Body::Lookup)
            }
            TokenKind::Keyword(K::ByReading) if switches(after) => {
                // The arms of a reading: the word before still waits for its own braces.
                let open = after.get(1..).unwrap_or_default();
                let (inside, beyond) = between_braces(open);
                found.push((None, inside));
                rest = beyond;
            }
            TokenKind::Open => {
                let (inside, beyond) = between_braces(rest_with(entry, rest));
                found.push((pending.take().or_else(|| block_body(body, entry, inside)), inside));
                rest = beyond;
            }
            _ => {}
        }
    }
    found
}

/// The tokens from the one before `rest` on.
fn rest_with<'t>(all: &'t [Token], rest: &[Token]) -> &'t [Token] {
    let from = all.len().saturating_sub(rest.len()).saturating_sub(1);
    all.get(from..).unwrap_or_default()
}

/// Whether what precedes this 按 is 首个 and the name of a kind.
fn is_first_fold(entry: &[Token], rest: &[Token]) -> bool {
    let by = entry.len().saturating_sub(rest.len()).saturating_sub(1);
    let before = by.checked_sub(2).and_then(|at| entry.get(at));
    before.and_then(Token::keyword) == Some(K::First)
}

/// Whether a name and an opening brace come first.
fn switches(tokens: &[Token]) -> bool {
    tokens.get(1).is_some_and(|token| token.kind == TokenKind::Open)
}

/// Splits tokens that start with an opening brace into what it holds and what follows.
fn between_braces(tokens: &[Token]) -> (&[Token], &[Token]) {
    let mut depth = 0_usize;
    let close = tokens.iter().position(|token| {
        match token.kind {
            TokenKind::Open => depth = depth.saturating_add(1),
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let close = close.unwrap_or(tokens.len());
    let inside = tokens.get(1..close).unwrap_or_default();
    let beyond = tokens.get(close.saturating_add(1)..).unwrap_or_default();
    (inside, beyond)
}

/// The body that the braces of an entry hold, judged by the entry's first word.
fn block_body(body: Body, entry: &[Token], inside: &[Token]) -> Option<Body> {
    let first = entry.first()?;
    match (body, first.kind) {
        (Body::Items, TokenKind::Keyword(keyword)) => match keyword {
            K::Clause => Some(Body::Clause),
            K::List => Some(Body::List),
            K::Subject => Some(Body::Facts),
            K::Scenario => Some(Body::Scenario),
            _ => None,
        },
        (Body::Clause | Body::List, TokenKind::Keyword(keyword)) => match keyword {
            K::Reading => Some(Body::Meanings),
            K::Part => Some(Body::Clause),
            K::Example => Some(Body::Example),
            _ if starts_rule(keyword) => Some(Body::Rule),
            _ => None,
        },
        (Body::Subject, TokenKind::Keyword(K::History)) => Some(Body::History),
        (Body::Subject, TokenKind::Number) => Some(Body::Subject),
        (Body::Example | Body::Scenario | Body::Subject, TokenKind::Word) => match inside.first() {
            Some(token) if body != Body::Subject && is_date(token, inside) => Some(Body::Points),
            _ => Some(Body::Subject),
        },
        _ => None,
    }
}

/// Whether a date comes first, not a year's block.
fn is_date(first: &Token, inside: &[Token]) -> bool {
    let dash = inside.get(1).map(|token| token.kind);
    first.kind == TokenKind::Number && matches!(dash, Some(TokenKind::Sign('-' | '−' | '－')))
}

fn starts_item(keyword: K) -> bool {
    use K::{Clause, CountUnit, Enumeration, List, Scenario, Series, Subject};
    matches!(keyword, List | CountUnit | Enumeration | Series | Subject | Clause | Scenario)
}

/// Whether a top-level item starts here even where a brace before it is still open.
pub(super) fn starts_item_in_margin(text: &str, token: &Token) -> bool {
    let start = token.range().start;
    let at_margin = start == 0 || text.get(..start).is_some_and(|before| before.ends_with('\n'));
    at_margin && token.keyword().is_some_and(starts_item)
}

fn starts_rule(keyword: K) -> bool {
    use K::{Deduct, Defer, Determine, Duty, Grant, Limit, Reduce, Seek, Target};
    matches!(keyword, Grant | Seek | Deduct | Defer | Reduce | Determine | Target | Limit | Duty)
}

/// Whether a statement of a list, clause, part or rule starts with this word.
fn starts_statement(keyword: K) -> bool {
    use K::{
        AddressedTo, Amount, Await, Bodies, Budget, Condition, Consequence, Content, Deadline,
        Denied, Discretion, Example, Exception, ExcludedBy, Formerly, HigherOf, Issued, Let,
        Levels, Manner, Measure, OutsideSource, PaidBy, Part, Payable, Reading, Responsible,
        SameFigure, Source, StacksWith, Stage, Summary, Title, Topics, Validity, Waive, YearLimit,
    };
    starts_rule(keyword)
        || matches!(
            keyword,
            Title | Issued | Validity | Reading | Levels | Bodies | Payable | Budget
        )
        || matches!(keyword, Summary | Source | Responsible | Waive | Part | Example | Let)
        || matches!(keyword, SameFigure | OutsideSource)
        || matches!(
            keyword,
            Condition
                | Denied
                | Await
                | Discretion
                | Amount
                | Exception
                | Stage
                | PaidBy
                | YearLimit
                | ExcludedBy
                | HigherOf
                | StacksWith
                | Consequence
                | Measure
                | Formerly
                | Deadline
                | Manner
                | AddressedTo
                | Content
                | Topics
        )
}

fn is_bound_word(keyword: K) -> bool {
    <crate::ast::BoundWord as super::words::Worded>::of(keyword).is_some()
}

/// Whether a line that starts so goes on with the entry of the line before.
fn continues(token: &Token) -> bool {
    use K::{
        And, At, Between, By, Cap, Cumulative, Else, Happened, Is, IsNot, MinusToZero, Or, Per,
        RemainderTo, Round, Shared, Then, Tiered, To, TopUp, Where, Yearly,
    };
    match token.kind {
        TokenKind::Keyword(keyword) => {
            is_bound_word(keyword)
                || matches!(
                    keyword,
                    And | At
                        | Between
                        | By
                        | Cap
                        | Cumulative
                        | Else
                        | Happened
                        | Is
                        | IsNot
                        | MinusToZero
                        | Or
                        | Per
                        | RemainderTo
                        | Round
                        | Shared
                        | Then
                        | Tiered
                        | To
                        | TopUp
                        | Where
                        | Yearly
                )
        }
        TokenKind::Sign(_) | TokenKind::Open | TokenKind::Close => true,
        TokenKind::OpenParen | TokenKind::CloseParen => true,
        _ => false,
    }
}
