//! Of several awards only the highest: more than two rules, and several subjects at once.

use polc::eval::{Status, SubjectId};
use polc::ir::*;

use crate::build::*;

const FIRST: SubjectId = SubjectId(0);

/// Grants of a project, each of the amount that a fact states, if it is above 0. `pairs` are those of
/// which only the higher is paid: a later rule and the earlier one that it names.
fn grants(count: usize, pairs: &[(usize, usize)]) -> (Set, Vec<FactId>, [KindId; 2]) {
    let mut set = Set::new();
    let enterprise = set.kind("enterprise", None);
    let project = set.kind("project", Some(enterprise));
    let mut amounts = Vec::new();
    for at in 0..count {
        let amount = set.number(project, &format!("amount{at}"));
        amounts.push(amount);
        let above = compare(fact(amount), CompareOp::Above, num("0"));
        let rule = set.grant(project, Period::Yearly, vec![above], fact(amount));
        let named = pairs.iter().filter(|(later, _)| *later == at);
        set.money(rule).relations = named
            .map(|(_, earlier)| Relation {
                how: vec![RelationHow::HighestOf],
                reading: None,
                rule: RuleId(u16::try_from(*earlier).unwrap()),
                why: String::new(),
                address: AddressId(7),
            })
            .collect();
    }
    (set, amounts, [enterprise, project])
}

/// What each grant pays to each project; 0 for nothing.
fn paid(set: &(Set, Vec<FactId>, [KindId; 2]), projects: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let (set, facts, [enterprise, project]) = set;
    let mut world = World::new(&set.program);
    world.subject(*enterprise, None);
    let subjects: Vec<_> = projects.iter().map(|_| world.subject(*project, Some(FIRST))).collect();
    world.complete(FIRST, *project);
    for (subject, amounts) in subjects.iter().zip(projects) {
        for (fact, amount) in facts.iter().zip(amounts) {
            world.set(*subject, *fact, n(&amount.to_string()));
        }
    }
    let mut told = vec![vec![0; facts.len()]; projects.len()];
    for outcome in world.run() {
        if let Status::Granted(amount) = outcome.status {
            let project = outcome.subject.unwrap().index() - 1;
            told[project][outcome.rule.index()] = amount.to_string().parse().unwrap();
        }
    }
    told
}

/// The third takes the first's place in one project and the second's in the other: what it takes in
/// one brings nothing back in the other. Where it leaves the second alone, the second is paid once
/// the first is not.
#[test]
fn the_highest_of_three() {
    let projects = [vec![5, 4, 6], vec![0, 3, 4]];
    let all = grants(3, &[(1, 0), (2, 0), (2, 1)]);
    assert_eq!(paid(&all, &projects), [[0, 0, 6], [0, 0, 4]]);
    let apart = grants(3, &[(1, 0), (2, 0)]);
    assert_eq!(paid(&apart, &projects), [[0, 4, 6], [0, 3, 4]]);
}

/// An award is paid where no higher one is paid that it may not stand beside; of equals, the one
/// that stands earlier is the higher.
fn by_rank(amounts: &[u32], pairs: &[(usize, usize)]) -> Vec<u32> {
    let mut ranked: Vec<usize> = (0..amounts.len()).filter(|at| amounts[*at] > 0).collect();
    ranked.sort_by_key(|at| (std::cmp::Reverse(amounts[*at]), *at));
    let mut paid = vec![0; amounts.len()];
    for at in ranked {
        let rivals = |other: usize| pairs.contains(&(at, other)) || pairs.contains(&(other, at));
        if !(0..amounts.len()).any(|other| paid[other] > 0 && rivals(other)) {
            paid[at] = amounts[at];
        }
    }
    paid
}

#[test]
fn any_four_of_which_some_may_not_stand_together() {
    let edges: Vec<(usize, usize)> =
        (1..4).flat_map(|later| (0..later).map(move |earlier| (later, earlier))).collect();
    let mut seed = 1_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((seed >> 33) % below).unwrap()
    };
    for chosen in 0..1_u32 << edges.len() {
        let pairs: Vec<_> = edges
            .iter()
            .enumerate()
            .filter(|(at, _)| chosen >> at & 1 == 1)
            .map(|(_, e)| *e)
            .collect();
        let set = grants(4, &pairs);
        for _ in 0..20 {
            let projects: Vec<Vec<u32>> =
                (0..3).map(|_| (0..4).map(|_| next(5)).collect()).collect();
            let ranked: Vec<_> = projects.iter().map(|one| by_rank(one, &pairs)).collect();
            assert_eq!(paid(&set, &projects), ranked, "{projects:?} with {pairs:?}");
        }
    }
}
