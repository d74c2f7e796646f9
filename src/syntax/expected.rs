//! What a grammar rule is called, in both languages, when it is what should have come.

use super::grammar::Rule;
use super::keyword::Keyword;
use crate::diag::Text;

/// What should have come: a few phrases, the telling ones only.
pub(super) fn expected(rules: &[Rule], after: Option<Keyword>) -> Option<Text> {
    let mut wanted: Vec<Text> = Vec::new();
    // Where a parenthesis may open, any value may stand; its kinds need no naming one by one.
    let any_value = rules.contains(&Rule::paren);
    let rules: Vec<Rule> = match any_value {
        true => rules.iter().copied().filter(|one| !is_value(*one)).chain([Rule::expr]).collect(),
        false => rules.to_vec(),
    };
    for telling in [true, false] {
        for rule in rules.iter().filter(|rule| goes_on(**rule) != telling) {
            let phrase = phrase(*rule, after);
            if phrase != Text::default() && !wanted.contains(&phrase) {
                wanted.push(phrase);
            }
        }
        if !wanted.is_empty() {
            break;
        }
    }
    let list = |words: Vec<&str>, comma: &str, or: &str| match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{}{or}{last}", rest.join(comma)),
        None => String::new(),
    };
    let zh = list(wanted.iter().map(|one| one.zh.as_str()).collect(), "、", " 或 ");
    let en = list(wanted.iter().map(|one| one.en.as_str()).collect(), ", ", " or ");
    (!wanted.is_empty()).then(|| Text::new(zh, en))
}

/// Whether a rule is a kind of value.
fn is_value(rule: Rule) -> bool {
    use Rule::*;
    matches!(
        rule,
        name | date
            | figure
            | number
            | paren
            | k_yes
            | k_no
            | fold
            | fold_slot
            | table
            | extreme
            | counting
            | switch
            | paid
            | each_year
            | days
            | years_since
            | k_denied
            | k_this_year
            | k_by
            | k_by_reading
            | k_past
            | k_span
            | k_years_since
            | k_max_of
            | k_min_of
            | k_count
            | k_exists
            | k_received
            | k_times_received
            | k_first_year_received
            | builtin_word
            | whole_builtin_word
    )
}

/// Whether a rule only lengthens what already stands there. Such rules are named only when
/// nothing else could have come.
fn goes_on(rule: Rule) -> bool {
    use Rule::*;
    matches!(
        rule,
        dot | plus
            | minus
            | times
            | over
            | k_in_excess_of
            | operator
            | postfix
            | field
            | at
            | k_at
            | in_years
            | k_as_years
            | in_text
            | k_in_text
            | k_or
            | k_and
            | tail
            | compare
            | trailing
            | within
            | member
            | k_happened
            | bound_slot
            | bound_switch
            | suffix_slot
            | suffix_switch
            | edge
            | edge_ahead
            | tolerance
            | k_tolerance
            | step
            | cap
            | k_cap
            | tiers
            | k_tiered
            | top_up
            | k_deducting
            | round
            | k_round
            | EOI
            | per
            | k_per
            | unit
            | spaced_unit
            | number
            | ratio_sign
            | shared
            | k_shared
            | k_between
            | k_is
            | k_is_not
            | k_belongs_to
            | lparen
            | k_yearly
            | k_cumulative
            | cap_scope
            | cap_switch
            | suffix_arm
    )
}

/// What a rule is called; empty for one that no reader needs to hear of.
fn phrase(rule: Rule, after: Option<Keyword>) -> Text {
    if is_statement(rule) {
        return Text::new("一条语句", "a statement");
    }
    let (zh, en) = words(rule, after);
    if let Some(keyword) = Keyword::of_rule(rule).filter(|_| en.is_empty()) {
        return Text::new(format!("“{}”", keyword.zh()), format!("`{}`", keyword.en()));
    }
    Text::new(zh, en)
}

/// Whether what a rule stands for starts a statement of a list, clause or rule.
fn is_statement(rule: Rule) -> bool {
    use Rule::*;
    matches!(
        rule,
        rule_block
            | summary
            | source
            | responsible
            | validity
            | reading
            | figure_note
            | part
            | shared_let
            | example
            | k_summary
            | k_source
            | k_responsible
            | k_in_force
            | k_reading
            | k_waive
            | k_same_figure
            | k_outside_source
            | k_part
            | k_let
            | k_example
            | k_grant
            | k_seek
            | k_deduct
            | k_defer
            | k_reduce
            | k_determine
            | k_target
            | k_limit
            | k_duty
            | condition
            | local_let
            | amount
            | payers
            | decision
            | denied
            | relation
            | relation_slot
            | year_limit
            | exception
            | stage
            | await_day
            | consequence
            | measure
            | baseline
            | deadline
            | manner
            | duty_bodies
            | content
            | addressees
            | topics
            | k_condition
            | k_denied
            | k_await
            | k_discretion
            | k_amount
            | k_exception
            | k_stage
            | k_paid_by
            | k_year_limit
            | k_consequence
            | k_measure
            | k_formerly
            | k_deadline
            | k_manner
            | k_bodies
            | k_content
            | k_addressed_to
            | k_topics
            | k_excluded_by
            | k_higher_of
            | k_stacks_with
            | title
            | issued
            | levels
            | bodies
            | payable
            | budget
            | k_titled
            | k_issued
            | k_levels
            | k_payable
            | k_budget
            | list_entry
            | clause_entry
            | rule_entry
    )
}

fn words(rule: Rule, after: Option<Keyword>) -> (&'static str, &'static str) {
    use Rule::*;
    match rule {
        colon => ("“:”", "`:`"),
        comma => ("“、”", "`,`"),
        dot => ("“.”", "`.`"),
        open => ("“{”", "`{`"),
        close => ("“}”", "`}`"),
        lparen => ("“(”", "`(`"),
        rparen => ("“)”", "`)`"),
        equals => ("“=”", "`=`"),
        bar | row_break | row_end => ("“|”", "`|`"),
        plus | minus | times | over | operator => ("运算符", "an operator"),
        tail | compare | trailing | within | member | bound_slot | bound_switch => {
            ("比较词", "a comparison")
        }
        suffix_slot | suffix_switch => ("“以上”“以下”一类的词", "a word such as `or_more`"),
        expr | logic | sum | operand | atom | paren | pipeline | lone_pipeline | if_arm
        | at_operand | builtin | builtin_word | whole_builtin_word | extreme | table | fold
        | fold_slot | counting | each_year | paid | days | years_since | switch | logic_list
        | compared | k_not | k_if | k_last_year => value(after),
        figure | number | literal | edge | weight => ("数量", "a quantity"),
        unit | spaced_unit | unit_word | built_in_unit => ("单位", "a unit"),
        date => ("日期", "a date"),
        year => ("年份，如 2022年", "a year such as 2022年"),
        text => ("带引号的文字", "text in quotes"),
        name | names | decl | decls | row_value | member_value | missing_fact => ("名称", "a name"),
        circled => ("序号，如 ①", "a numeral such as ①"),
        clause_no => ("条款号", "a clause number"),
        arm_no | meaning | switch_arm | bound_arm | suffix_arm | fold_arm | tier_arm | cap_arm
        | relation_arm | years_arm => ("读法的编号", "the number of a reading"),
        rule_ref | related | whole_clause => ("规则名，如 13.名", "a rule such as 13.NAME"),
        target | head_row => ("事实或结果的名称", "the name of a fact or an outcome"),
        fact_value => ("值", "a value"),
        expected => ("结果", "an outcome"),
        case_row | cell => ("一格", "a cell"),
        fact_type | reference => ("类型", "a type"),
        file | clause | kind | enumeration | count_unit | series | list | scenario | k_clause
        | k_subject | k_enumeration | k_count_unit | k_series | k_list | k_scenario => {
            ("“条款”“主体”一类的项", "an item such as `clause`")
        }
        fact_decl => ("事实的声明", "the declaration of a fact"),
        tier_row | tier_bound | tier_tail => ("一档", "a tier"),
        lookup_row | row_key => ("一行取值", "a row"),
        recipient => ("“给”", "`for`"),
        sought_from => ("“向”", "`from`"),
        once => ("“一次”", "`once`"),
        parent => ("“属于”", "`belongs_to`"),
        counted_in => ("“计数”", "`count_unit`"),
        years_slot | years_switch => {
            ("“连续”“累计”或“自首次起”", "`consecutive`, `cumulative` or `since_first`")
        }
        filter => ("“其中”", "`where`"),
        order => ("“按”", "`by`"),
        decided_by => ("“由”", "`decided_by`"),
        up_to => ("“不超过”", "`at_most`"),
        per | cap_scope | cap_switch => ("“每”", "`per`"),
        remainder => ("“余数归”", "`remainder_to`"),
        granule | rounding => ("“精确到”", "`precise_to`"),
        range => ("“范围”", "`range`"),
        also => ("“又”", "`also`"),
        budget_payers => ("“出资”", "`paid_by`"),
        budget_clauses => ("“条款”", "`clause`"),
        first_come => ("“先到先得”", "`first_come`"),
        in_text => ("“原文”", "`in_text`"),
        step | cap | tiers | top_up | round | shared => ("步骤", "a step"),
        tier_slot | tier_switch => ("“全额”“超额”或“定额”", "`whole`, `marginal` or `flat`"),
        expectation | cases | background | example_entry | scenario_entry | as_of | years
        | chosen | series_block | subject_block | subject_entry | year_block | complete
        | absent | history | decided | fact_line => ("事实或期望", "a fact or an expectation"),
        history_line => ("一笔历史", "a line of history"),
        point => ("某日的值", "the value of a day"),
        EOI => ("结尾", "the end"),
        _ => ("", ""),
    }
}

/// A value, named for the word it follows.
fn value(after: Option<Keyword>) -> (&'static str, &'static str) {
    use Keyword::{And, Condition, If, Measure, Not, Or, When, Where};
    match after {
        Some(And | Condition | If | Measure | Not | Or | When | Where) => ("条件", "a condition"),
        _ => ("式子", "an expression"),
    }
}
