//! The list, measure words, enumerations and series.

use super::super::scope::Scope;
use super::super::symbols::{EnumSymbol, ReadingSymbol, SeriesSymbol};
use super::{Collector, errors, items, named, next};
use crate::ast::{self, Decl, File, Item, ListEntry};
use crate::ir::{BodyId, ClauseId, EnumId, LevelId, Measure, ReadingId, SeriesId};

impl<'a> Collector<'a> {
    pub(super) fn list(&mut self, files: &'a [File]) {
        let lists = items(files, |item| match item {
            Item::List(list) => Some(list),
            _ => None,
        });
        for list in lists {
            if let Some(first) = self.symbols.list {
                self.found.push(errors::twice(&list.name.zh, first.name.zh.at.0));
                continue;
            }
            self.symbols.list = Some(list);
            for entry in &list.entries {
                match entry {
                    ListEntry::Levels(levels) => self.levels(levels),
                    ListEntry::Bodies(bodies) => self.bodies(bodies),
                    ListEntry::Reading(reading) => {
                        let id = self.reading(reading, None);
                        let declared = self.symbols.scopes.readings.declare(&reading.name, id);
                        self.note(&reading.name, declared);
                    }
                    _ => {}
                }
            }
        }
    }

    fn levels(&mut self, levels: &'a [Decl]) {
        for level in levels {
            let id = LevelId(next(&self.symbols.levels));
            let declared = self.symbols.scopes.levels.declare(level, id);
            self.note(level, declared);
            self.symbols.levels.push(named(level));
        }
    }

    fn bodies(&mut self, bodies: &'a [Decl]) {
        for body in bodies {
            let id = BodyId(next(&self.symbols.bodies));
            let declared = self.symbols.scopes.bodies.declare(body, id);
            self.note(body, declared);
            self.symbols.bodies.push(named(body));
        }
    }

    /// Declares a reading; its name goes into the scope of the list or of its clause.
    pub(super) fn reading(
        &mut self,
        decl: &'a ast::Reading,
        clause: Option<ClauseId>,
    ) -> ReadingId {
        let id = ReadingId(next(&self.symbols.readings));
        let error = errors::alternatives(decl);
        match clause {
            Some(clause) => error.into_iter().for_each(|error| self.report(clause, error)),
            None => self.found.extend(error),
        }
        self.symbols.readings.push(ReadingSymbol { name: named(&decl.name), clause, decl });
        id
    }

    pub(super) fn measures(&mut self, files: &'a [File]) {
        let measures = items(files, |item| match item {
            Item::Measure(measure) => Some(measure),
            _ => None,
        });
        for measure in measures {
            let name = named(&measure.word);
            let counts = &mut self.symbols.counts;
            let id = match counts.declare(&name.zh, &name.en) {
                Ok(id) => id,
                Err(error) => {
                    self.found.push(errors::measure_taken(&measure.word.zh, &error));
                    continue;
                }
            };
            for word in &measure.also {
                if let Err(error) = counts.add_alias(&word.text, id) {
                    self.found.push(errors::measure_taken(word, &error));
                }
            }
            let also = measure.also.iter().map(|word| word.text.clone()).collect();
            self.symbols.measures.push(Measure { name, also });
        }
    }

    pub(super) fn enums(&mut self, files: &'a [File]) {
        let enums = items(files, |item| match item {
            Item::Enumeration(one) => Some(one),
            _ => None,
        });
        for decl in enums {
            let id = EnumId(next(&self.symbols.enums));
            let declared = self.symbols.scopes.enums.declare(&decl.name, id);
            if declared.is_err()
                && let Some(earlier) = self.symbols.scopes.enums.get(&decl.name.zh.text)
            {
                let earlier = self.symbols.enums.get_mut(earlier.index());
                earlier.into_iter().for_each(|one| one.doubled = true);
            }
            self.note(&decl.name, declared);
            let mut scope = Scope::default();
            for (position, variant) in (0..).zip(&decl.variants) {
                let declared = scope.declare(variant, position);
                self.note(variant, declared);
            }
            let variants = decl.variants.iter().map(named).collect();
            let name = named(&decl.name);
            let one = EnumSymbol { name, variants, decl, doubled: false, scope };
            self.symbols.enums.push(one);
        }
    }

    pub(super) fn series(&mut self, files: &'a [File]) {
        let series = items(files, |item| match item {
            Item::Series(series) => Some(series),
            _ => None,
        });
        for decl in series {
            let id = SeriesId(next(&self.symbols.series));
            let declared = self.symbols.scopes.series.declare(&decl.name, id);
            self.note(&decl.name, declared);
            self.symbols.series.push(SeriesSymbol {
                name: named(&decl.name),
                dimension: None,
                decl,
            });
            for fact in &self.symbols.facts {
                if fact.name.zh == decl.name.zh.text {
                    self.found.push(errors::hides(&decl.name.zh, fact));
                }
            }
        }
    }
}
