//! What type a fact was declared with.

use super::symbols::Symbols;
use super::unknown::{self, Sought};
use crate::ast::{FactDecl, FactType, Name};
use crate::diag::{Code, Diagnostic, Diagnostics, Text};
use crate::ir::{EnumId, Type};
use crate::quantity::{Dimension, UnitError, parse_unit, unit_words};
use crate::text;

/// Fills in the types of facts and the dimensions of series.
pub(super) fn resolve(symbols: &mut Symbols<'_>, found: &mut Diagnostics) {
    let types = symbols.facts.iter().map(|fact| fact_type(symbols, fact.decl));
    let types: Vec<_> = types.collect();
    for (fact, ty) in symbols.facts.iter_mut().zip(types) {
        fact.ty = ty.map_err(|error| found.push(error)).ok().filter(|_| !fact.doubled);
    }
    // Which values a doubled enumeration has is open, so its facts have no type.
    let Symbols { facts, enums, .. } = symbols;
    let doubled = |id: EnumId| enums.get(id.index()).is_some_and(|one| one.doubled);
    for fact in facts {
        fact.ty = fact.ty.filter(|ty| !matches!(ty, Type::Choice(id) if doubled(*id)));
    }
    let dimensions = symbols.series.iter().map(|series| match fact_type(symbols, series.decl)? {
        Type::Number(dimension) => Ok(dimension),
        _ => Err(not_a_number(series.decl)),
    });
    let dimensions: Vec<_> = dimensions.collect();
    for (series, dimension) in symbols.series.iter_mut().zip(dimensions) {
        series.dimension = dimension.map_err(|error| found.push(error)).ok();
    }
}

fn fact_type(symbols: &Symbols<'_>, decl: &FactDecl) -> Result<Type, Diagnostic> {
    Ok(match &decl.ty {
        FactType::Truth => Type::Truth,
        FactType::Event => Type::Date { event: true },
        FactType::Date => Type::Date { event: false },
        FactType::Number => Type::Number(Dimension::PLAIN),
        FactType::Reference(kind) => Type::Subject(symbols.expect_kind(kind)?),
        FactType::Named(name) => named_type(symbols, name)?,
    })
}

/// An enumeration, else a unit.
fn named_type(symbols: &Symbols<'_>, name: &Name) -> Result<Type, Diagnostic> {
    if let Some(one) = symbols.enumeration(&name.text) {
        return Ok(Type::Choice(one));
    }
    match parse_unit(&name.text, &symbols.counts) {
        Ok(unit) => Ok(Type::Number(unit.dimension)),
        Err(UnitError::Unknown { word }) => {
            // Of `元/噸` only `噸` is unknown, so only that is compared with what there is.
            let enums = symbols.scopes.enums.words();
            let units = unit_words().map(|word| -> &str { word });
            let words = enums.chain(units).chain(symbols.counts.words());
            let word = Name { text: word, at: name.at };
            Err(unknown::name(Sought::Type, &word, words))
        }
        Err(error) => {
            let message = Text::new(error.zh(), error.en());
            let label = text!(zh: "不是单位", en: "not a unit");
            Err(Diagnostic::new(Code::UnknownName, message).primary(name.at.0, label))
        }
    }
}

fn not_a_number(decl: &FactDecl) -> Diagnostic {
    let word = &decl.name.zh.text;
    Diagnostic::new(
        Code::NotAQuantity,
        text!(zh: "序列“{word}”的值不是数量", en: "the values of series `{word}` are no quantities"),
    )
    .primary(decl.name.zh.at.0, text!(zh: "序列要有单位", en: "a series needs a unit"))
}
