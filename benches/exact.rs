//! What exactness costs: `Exact` beside raw `Decimal`, which rounds in silence.
#![allow(missing_docs, reason = "criterion's macros write public items")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::arithmetic_side_effects)]

use std::hint::black_box;
use std::str::FromStr;

use criterion::{
    BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime,
};
use polc::quantity::{Exact, Mode, Ratio};
use rust_decimal::{Decimal, RoundingStrategy};

/// An amount and a rate, an amount and another, and figures too long for 64 bits.
const PAIRS: [(&str, &str, &str); 4] = [
    ("integers", "1500000000", "200"),
    ("amount_rate", "1500000000.01", "0.025"),
    ("amounts", "30000000.5", "2.25"),
    ("long", "123456789012345678901.23", "12.5"),
];

fn pair<T: FromStr>(left: &str, right: &str) -> (T, T)
where
    T::Err: std::fmt::Debug,
{
    (left.parse().unwrap(), right.parse().unwrap())
}

fn operations(criterion: &mut Criterion) {
    for (name, left, right) in PAIRS {
        let (a, b) = pair::<Exact>(left, right);
        let (x, y) = pair::<Decimal>(left, right);
        let mut group = criterion.benchmark_group(name);
        time(&mut group, "mul/exact", || black_box(a).checked_mul(black_box(b)));
        time(&mut group, "mul/decimal", || black_box(x).checked_mul(black_box(y)));
        time(&mut group, "add/exact", || black_box(a).checked_add(black_box(b)));
        time(&mut group, "add/decimal", || black_box(x).checked_add(black_box(y)));
        time(&mut group, "cmp/exact", || black_box(a).cmp(&black_box(b)));
        time(&mut group, "cmp/decimal", || black_box(x).cmp(&black_box(y)));
        group.finish();
    }
}

/// 10 million 元 × 3.85 % × 137 ÷ 360, to the 分.
fn interest(criterion: &mut Criterion) {
    let days = Ratio::new(Exact::from_i64(137), Exact::from_i64(360)).unwrap();
    let (amount, rate) = pair::<Exact>("10000000", "0.0385");
    let (x, y) = pair::<Decimal>("10000000", "0.0385");
    let mut group = criterion.benchmark_group("interest");
    time(&mut group, "ratio", || {
        let yearly = black_box(Ratio::from(amount)).checked_mul(rate.into())?;
        yearly.checked_mul(black_box(days))?.round(Exact::CENT, Mode::HalfUp)
    });
    time(&mut group, "decimal", || {
        let yearly = black_box(x).checked_mul(y)?;
        let part = yearly.checked_mul(black_box(Decimal::from(137)))?;
        let part = part.checked_div(Decimal::from(360))?;
        Some(part.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    });
    group.finish();
}

fn time<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut operation: impl FnMut() -> T) {
    group.bench_function(name, |bencher| bencher.iter(&mut operation));
}

criterion_group!(benches, operations, interest);
criterion_main!(benches);
