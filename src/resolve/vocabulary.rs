//! The vocabulary as the core has it: types, smallest units, ranges, slots.

use super::symbols::{FactSymbol, Symbols};
use crate::ast::{self, FactDecl};
use crate::diag::{Code, Diagnostic, Diagnostics, Text};
use crate::ir::{Enumeration, Fact, Kind, Series, Type, Vocabulary};
use crate::quantity::{Dimension, Exact, parse_quantity};
use crate::text;

/// Most values an enumeration may have: a set of them is a 64-bit set.
const MAX_VARIANTS: usize = 64;

/// Lowers the declarations, and says what is wrong with types, smallest units and ranges.
///
/// Ids are those of the symbols. A fact without a type (an error reported by
/// [`symbols`](super::symbols())) stands as a truth, so that its place is kept.
pub fn vocabulary(symbols: &Symbols<'_>) -> (Vocabulary, Diagnostics) {
    let mut found = Diagnostics::new();
    let mut lowered = Vocabulary {
        levels: symbols.levels.clone(),
        bodies: symbols.bodies.clone(),
        measures: symbols.measures.clone(),
        enums: enumerations(symbols, &mut found),
        series: series(symbols, &mut found),
        kinds: kinds(symbols),
        facts: symbols.facts.iter().map(|fact| lower(symbols, fact, &mut found)).collect(),
    };
    let Vocabulary { kinds, facts, .. } = &mut lowered;
    for slots in kinds.iter().flat_map(|kind| [&kind.constants, &kind.yearly]) {
        for (slot, id) in (0..).zip(slots) {
            facts.get_mut(id.index()).into_iter().for_each(|fact| fact.slot = slot);
        }
    }
    (lowered, found)
}

fn enumerations(symbols: &Symbols<'_>, found: &mut Diagnostics) -> Vec<Enumeration> {
    let too_long = symbols.enums.iter().filter(|one| one.variants.len() > MAX_VARIANTS);
    found.extend(too_long.map(|one| {
        let (word, count) = (&one.name.zh, one.variants.len());
        Diagnostic::new(
            Code::TooMany,
            text!(
                zh: "枚举“{word}”有 {count} 个值，最多 {MAX_VARIANTS} 个",
                en: "enumeration `{word}` has {count} values, {MAX_VARIANTS} at most are possible",
            ),
        )
        .at(one.decl.name.zh.at.0)
    }));
    let lower = |one: &super::EnumSymbol<'_>| Enumeration {
        name: one.name.clone(),
        variants: one.variants.clone(),
    };
    symbols.enums.iter().map(lower).collect()
}

fn kinds(symbols: &Symbols<'_>) -> Vec<Kind> {
    let is_yearly =
        |id: &crate::ir::FactId| symbols.facts.get(id.index()).is_some_and(|fact| fact.decl.yearly);
    let lower = |kind: &super::KindSymbol<'_>| {
        let (yearly, constants) = kind.facts.iter().copied().partition(is_yearly);
        Kind { name: kind.name.clone(), parent: kind.parent, constants, yearly }
    };
    symbols.kinds.iter().map(lower).collect()
}

fn series(symbols: &Symbols<'_>, found: &mut Diagnostics) -> Vec<Series> {
    let lower = |one: &super::SeriesSymbol<'_>| {
        let dimension = one.dimension.unwrap_or(Dimension::PLAIN);
        let limits = match one.dimension {
            Some(dimension) => Limits::of(symbols, one.decl, dimension, found),
            None => Limits::default(),
        };
        Series {
            name: one.name.clone(),
            dimension,
            granule: limits.granule.unwrap_or_else(|| Exact::from_i64(1)),
            unit: unit(one.decl),
            gloss: gloss(one.decl),
        }
    };
    symbols.series.iter().map(lower).collect()
}

fn lower(symbols: &Symbols<'_>, symbol: &FactSymbol<'_>, found: &mut Diagnostics) -> Fact {
    let decl = symbol.decl;
    let limits = match symbol.ty {
        Some(Type::Number(dimension)) => Limits::of(symbols, decl, dimension, found),
        Some(_) => {
            found.extend(not_a_quantity(decl));
            Limits::default()
        }
        None => Limits::default(),
    };
    Fact {
        name: symbol.name.clone(),
        kind: symbol.kind,
        ty: symbol.ty.unwrap_or(Type::Truth),
        yearly: decl.yearly,
        slot: 0,
        granule: limits.granule,
        min: limits.min,
        max: limits.max,
        unit: unit(decl),
        gloss: gloss(decl),
    }
}

/// The unit as declared; empty for what has none.
fn unit(decl: &FactDecl) -> String {
    match &decl.ty {
        ast::FactType::Named(name) => name.text.clone(),
        _ => String::new(),
    }
}

fn gloss(decl: &FactDecl) -> String {
    decl.gloss.as_ref().map(|gloss| gloss.text.clone()).unwrap_or_default()
}

/// A quantity's smallest unit and range, canonical.
#[derive(Default)]
struct Limits {
    granule: Option<Exact>,
    min: Option<Exact>,
    max: Option<Exact>,
}

impl Limits {
    fn of(
        symbols: &Symbols<'_>,
        decl: &FactDecl,
        dimension: Dimension,
        found: &mut Diagnostics,
    ) -> Self {
        let mut read = |written: &ast::Quantity, code: Code| {
            let value = read(symbols, written, dimension, code);
            value.map_err(|error| found.push(error)).ok()
        };
        let granule = decl.granule.as_ref().map(|granule| read(granule, Code::MisfitGranule));
        let range = decl
            .range
            .as_ref()
            .map(|(from, to)| (read(from, Code::MisfitRange), read(to, Code::MisfitRange)));
        let limits = Self {
            granule: granule.flatten(),
            min: range.map_or(Some(Exact::ZERO), |(min, _)| min),
            max: range.and_then(|(_, max)| max),
        };
        match &decl.granule {
            None => found.push(missing_granule(decl, dimension)),
            Some(written) => found.extend(limits.check_granule(written)),
        }
        if let Some((from, to)) = &decl.range {
            found.extend(limits.check_range(from, to));
        }
        limits
    }

    /// A smallest unit is above zero.
    fn check_granule(&self, written: &ast::Quantity) -> Option<Diagnostic> {
        let granule = self.granule?;
        (granule <= Exact::ZERO).then(|| {
            Diagnostic::new(
                Code::MisfitGranule,
                text!(zh: "最小单位必须大于零", en: "the smallest unit must be above zero"),
            )
            .primary(written.at.0, text!(zh: "不大于零", en: "not above zero"))
        })
    }

    /// A range rises, and its ends are values that the fact may have.
    fn check_range(&self, from: &ast::Quantity, to: &ast::Quantity) -> Option<Diagnostic> {
        let (min, max) = (self.min?, self.max?);
        if min > max {
            let (from_text, to_text) = (written(from), written(to));
            return Some(
                Diagnostic::new(
                    Code::MisfitRange,
                    text!(zh: "范围的下限高于上限", en: "the range ends below its start"),
                )
                .primary(
                    from.at.0.to(to.at.0),
                    text!(zh: "没有值在其中", en: "no value lies in it"),
                )
                .help(text!(
                    zh: "写成 {to_text} 至 {from_text}", en: "write `{to_text} 至 {from_text}`",
                )),
            );
        }
        let granule = self.granule.filter(|granule| *granule > Exact::ZERO)?;
        let (_, end) =
            [(min, from), (max, to)].into_iter().find(|(end, _)| !end.is_multiple_of(granule))?;
        Some(
            Diagnostic::new(
                Code::MisfitRange,
                text!(zh: "范围的一端比最小单位更细", en: "an end of the range is finer than the smallest unit"),
            )
            .primary(end.at.0, text!(zh: "不是最小单位的整数倍", en: "not a multiple of the smallest unit")),
        )
    }
}

/// A written quantity of the fact's own dimension (a literal 0 is of any).
fn read(
    symbols: &Symbols<'_>,
    quantity: &ast::Quantity,
    dimension: Dimension,
    code: Code,
) -> Result<Exact, Diagnostic> {
    let counts = &symbols.counts;
    let read = parse_quantity(&written(quantity), counts).map_err(|error| {
        Diagnostic::new(code, Text::new(error.zh(), error.en()))
            .primary(quantity.at.0, text!(zh: "读不出数量", en: "no quantity"))
    })?;
    let bare_zero = read.value.is_zero() && quantity.unit.is_empty();
    if read.dimension == dimension || bare_zero {
        return Ok(read.value);
    }
    let (wanted, given) = (dimension.zh(counts), read.dimension.zh(counts));
    let zh = format!("这里要的是{wanted}，写的却是{given}");
    let (wanted, given) = (dimension.en(counts), read.dimension.en(counts));
    let en = format!("expected {wanted}, found {given}");
    let unit = dimension.canonical_unit(counts);
    Err(Diagnostic::new(code, Text::new(zh, en))
        .primary(quantity.at.0, text!(zh: "量纲不同", en: "another dimension"))
        .help(text!(zh: "用 {unit} 一类的单位", en: "use a unit such as {unit}")))
}

fn written(quantity: &ast::Quantity) -> String {
    format!("{}{}", quantity.number, quantity.unit)
}

fn missing_granule(decl: &FactDecl, dimension: Dimension) -> Diagnostic {
    let word = &decl.name.zh.text;
    // Money is counted in 分 at the finest; of other dimensions the declared unit is a start.
    let unit = if dimension == Dimension::MONEY { "分".to_owned() } else { unit(decl) };
    Diagnostic::new(
        Code::MissingGranule,
        text!(zh: "“{word}”没有写最小单位", en: "`{word}` does not state its smallest unit"),
    )
    .primary(decl.name.zh.at.0, text!(zh: "精确到多少？", en: "precise to what?"))
    .help(text!(zh: "例如 精确到 1{unit}", en: "for example `精确到 1{unit}`"))
}

fn not_a_quantity(decl: &FactDecl) -> Option<Diagnostic> {
    let (granule, range) = (decl.granule.as_ref(), decl.range.as_ref());
    let extra = granule.or(range.map(|(from, _)| from))?;
    let word = &decl.name.zh.text;
    Some(
        Diagnostic::new(
            Code::NotAQuantity,
            text!(
                zh: "“{word}”不是数量，没有最小单位和范围",
                en: "`{word}` is no quantity: it has neither smallest unit nor range",
            ),
        )
        .primary(extra.at.0, text!(zh: "删去", en: "leave this out")),
    )
}
