//! The laws of exact numbers, against integers without bound, and the traps they must not fall in.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;
use std::sync::LazyLock;

use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use polc::quantity::{Exact, ExactError, Mode, Ratio, allocate};
use proptest::prelude::*;

/// A rational number without bound.
type Rational = num_rational::Ratio<BigInt>;

/// 10^0 … 10^119.
static POWERS: LazyLock<Vec<BigInt>> =
    LazyLock::new(|| (0..120).map(|n| BigInt::from(10u8).pow(n)).collect());

/// A decimal number without bound: mantissa × 10^−scale.
#[derive(Clone, Debug)]
struct Decimal {
    mantissa: BigInt,
    scale: usize,
}

impl Decimal {
    /// The value of an exact number, by way of its text.
    fn of(exact: Exact) -> Decimal {
        let text = exact.to_string();
        let scale = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let mantissa: i128 = text.replace('.', "").parse().unwrap();
        Decimal { mantissa: mantissa.into(), scale }
    }

    /// Both mantissas at the finer scale, and that scale.
    fn aligned(&self, other: &Decimal) -> (BigInt, BigInt, usize) {
        let scale = self.scale.max(other.scale);
        let at = |n: &Decimal| &n.mantissa * &POWERS[scale - n.scale];
        (at(self), at(other), scale)
    }

    fn times(&self, other: &Decimal) -> Decimal {
        Decimal { mantissa: &self.mantissa * &other.mantissa, scale: self.scale + other.scale }
    }

    /// Whether an exact number holds this one: 28 significant digits and 28 digits after the point,
    /// trailing zeros of a fraction aside.
    fn fits(&self) -> bool {
        let Decimal { mut mantissa, mut scale } = self.clone();
        while scale > 0 && (&mantissa % 10u8).is_zero() {
            (mantissa, scale) = (mantissa / 10u8, scale - 1);
        }
        mantissa.magnitude() < POWERS[28].magnitude() && scale <= 28
    }

    /// Whether `got` is this number, or is refused and does not fit.
    fn is(&self, got: Option<Exact>) -> bool {
        let Some(got) = got else { return !self.fits() };
        let (left, right, _) = Decimal::of(got).aligned(self);
        left == right && self.fits()
    }
}

/// A small generator of reproducible numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit).unwrap()
    }

    /// Numbers short and long, fine and coarse, many of whose products end in zeros.
    fn number(&mut self) -> (Exact, Decimal) {
        let length = [4, 15, 15, 28][self.below(4)];
        let mut mantissa = 0i128;
        for _ in 0..=self.below(length) {
            mantissa = mantissa * 10 + [0, 0, 1, 2, 4, 5, 5, 8, 9, 7][self.below(10)];
        }
        let scale = match self.below(5) {
            0 | 1 => 0,
            2 => 2,
            3 => self.below(8),
            _ => self.below(29),
        };
        let mut text = format!("{mantissa:0>width$}", width = scale + 1);
        if scale > 0 {
            text.insert(text.len() - scale, '.');
        }
        if self.below(2) == 0 {
            text.insert(0, '-');
            mantissa = -mantissa;
        }
        (exact(&text), Decimal { mantissa: mantissa.into(), scale })
    }
}

fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

fn ratio(num: &str, den: &str) -> Ratio {
    Ratio::new(exact(num), exact(den)).unwrap()
}

fn rational(ratio: Ratio) -> Rational {
    let of = |n: Exact| {
        let Decimal { mantissa, scale } = Decimal::of(n);
        Rational::new(mantissa, POWERS[scale].clone())
    };
    of(ratio.numerator()) / of(ratio.denominator())
}

fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn a_million_random_operations_agree_with_big_integers() {
    let mut random = Random(20_220_520);
    let (mut fitting, mut refused) = (0u32, 0u32);
    for round in 0..1_000_000u32 {
        let ((a, big_a), (b, big_b)) = (random.number(), random.number());
        let (left, right, scale) = big_a.aligned(&big_b);
        let (got, want) = match round % 4 {
            0 => (a.checked_add(b), Decimal { mantissa: left + right, scale }),
            1 => (a.checked_sub(b), Decimal { mantissa: left - right, scale }),
            2 => (a.checked_mul(b), big_a.times(&big_b)),
            _ => {
                assert_eq!(a.cmp(&b), left.cmp(&right), "{a} and {b}");
                assert_eq!(a == b, left == right, "{a} and {b}");
                continue;
            }
        };
        assert!(want.is(got), "operation {round} on {a} and {b} gives {got:?}");
        match got {
            Some(_) => fitting += 1,
            None => refused += 1,
        }
    }
    assert!(fitting > 500_000 && refused > 50_000, "{fitting} fit, {refused} are refused");
}

#[test]
fn random_quotients_agree_with_big_rationals() {
    let mut random = Random(14);
    let mut refused = 0u32;
    for round in 0..20_000u32 {
        let mut next = || Ratio::new(random.number().0, random.number().0);
        let (Some(a), Some(b)) = (next(), next()) else {
            continue;
        };
        let (big_a, big_b) = (rational(a), rational(b));
        assert_eq!(a.cmp(&b), big_a.cmp(&big_b), "{a:?} and {b:?}");
        let (got, want) = match round % 4 {
            0 => (a.checked_add(b), big_a + big_b),
            1 => (a.checked_sub(b), big_a - big_b),
            2 => (a.checked_mul(b), big_a * big_b),
            _ if b.is_zero() => {
                assert!(a.checked_div(b).is_none());
                continue;
            }
            _ => (a.checked_div(b), big_a / big_b),
        };
        match got {
            Some(got) => assert_eq!(rational(got), want, "operation {round} on {a:?} and {b:?}"),
            None => refused += 1,
        }
    }
    assert!(refused < 10_000, "{refused} are refused");
}

#[test]
fn random_quotients_round_to_the_multiple_that_the_mode_names() {
    let mut random = Random(41);
    for round in 0..20_000u32 {
        let (num, den) = (random.number().0, random.number().0);
        let granule = [Exact::CENT, Exact::ONE, exact("10000"), exact("0.25")][random.below(4)];
        let Some(value) = Ratio::new(num, den) else {
            continue;
        };
        let mode = [Mode::HalfUp, Mode::Down, Mode::Up][random.below(3)];
        let steps = rational(value) / rational(granule.into());
        let half = Rational::new(1.into(), 2.into());
        let wanted = match mode {
            Mode::Down => steps.floor(),
            Mode::Up => steps.ceil(),
            Mode::HalfUp if steps.is_negative() => (steps - half).ceil(),
            Mode::HalfUp => (steps + half).floor(),
        };
        let wanted = wanted * rational(granule.into());
        match value.round(granule, mode) {
            Some(got) => assert_eq!(rational(got.into()), wanted, "{round}: {value} {mode:?}"),
            None => assert!(wanted.abs() > Rational::from_integer(POWERS[25].clone())),
        }
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "shows what the banned method does")]
fn products_that_rust_decimal_rounds_are_refused() {
    let (a, b) = ("0.1234567890123456789", "0.9876543210987654321");
    let decimal = |text| rust_decimal::Decimal::from_str(text).unwrap();
    // The true product has 38 digits; rust_decimal drops ten of them and reports success.
    assert!(decimal(a).checked_mul(decimal(b)).is_some());
    assert_eq!(exact(a).checked_mul(exact(b)), None);
    // So with sums: 10^27 and 10^−27 are 55 digits apart.
    let (large, fine) = ("1000000000000000000000000000", "0.000000000000000000000000001");
    assert_eq!(decimal(large).checked_add(decimal(fine)), Some(decimal(large)));
    assert_eq!(exact(large).checked_add(exact(fine)), None);
    assert_eq!(exact(large).checked_sub(exact(fine)), None);
}

#[test]
fn long_products_whose_zeros_cancel_are_exact() {
    // 2^28 × 5^28 = 10^28, so the product of their decimals is 10^28 ÷ 10^28.
    let (two, five) = ("0.0000000000000000000268435456", "37252902984619140625");
    assert_eq!(exact(two).checked_mul(exact(five)), Some(exact("1")));
    assert_eq!(exact("0.00000000000001").checked_mul(exact("100000000000000")), Some(Exact::ONE));
}

#[test]
fn text_that_would_lose_a_digit_is_refused() {
    let forty = "1234567890123456789012345678901234567890";
    assert_eq!(Exact::parse(forty), Err(ExactError::TooManyDigits { digits: 39 }));
    let fine = "0.12345678901234567890123456789";
    assert_eq!(Exact::parse(fine), Err(ExactError::TooManyDigits { digits: 29 }));
    assert_eq!(
        Exact::parse("1.0000000000000000000000000001"),
        Err(ExactError::TooManyDigits { digits: 29 })
    );
    assert_eq!(Exact::parse(&format!("1{}", "0".repeat(28))), Err(ExactError::TooLarge));
    assert_eq!(Exact::parse(&format!("1{}", "0".repeat(500))), Err(ExactError::TooLarge));
    assert_eq!(Exact::parse(&format!("0.{}1", "0".repeat(28))), Err(ExactError::TooFine));
    assert_eq!(Exact::parse(&format!("0.{}1", "0".repeat(500))), Err(ExactError::TooFine));
    // What is only long loses nothing.
    assert_eq!(Exact::parse(&format!("{}7.{}", "0".repeat(60), "0".repeat(60))), Ok(exact("7")));
    assert_eq!(Exact::parse(&format!("0.{}", "0".repeat(60))), Ok(Exact::ZERO));
}

#[test]
fn the_number_grammar_is_strict() {
    for (text, value) in [
        ("1,500,000", "1500000"),
        ("-1,500.5", "-1500.5"),
        ("1_5000_0000", "150000000"),
        ("0.000_1", "0.0001"),
        ("+7", "7"),
        ("007", "7"),
    ] {
        assert_eq!(exact(text).to_string(), value);
    }
    for text in [
        "", "-", ".5", "5.", "1e3", "1__0", "_1", "1_", "1,", ",1", "--1", "1.2.3", " 1", "１",
        "0x1", "1.000,5", "NaN", "1._5",
    ] {
        assert_eq!(Exact::parse(text), Err(ExactError::Malformed), "{text:?}");
    }
    for text in ["1,5", "1,50", "1,5000", "1000,000", "12,34,567"] {
        assert_eq!(Exact::parse(text), Err(ExactError::Grouping), "{text:?}");
    }
}

#[test]
fn equal_numbers_look_and_hash_alike() {
    assert_eq!(exact("1.0"), exact("1.00"));
    assert_eq!(hash_of(exact("1.0")), hash_of(exact("1.00")));
    assert_eq!(exact("100.10").to_string(), "100.1");
    assert_eq!(exact("15e0".strip_suffix("e0").unwrap()), Exact::from_i64(15));
    for zero in [exact("-0"), exact("-0.00"), exact("0.00"), Exact::ZERO.negated()] {
        assert_eq!((zero, hash_of(zero)), (Exact::ZERO, hash_of(Exact::ZERO)));
        assert!(!zero.is_negative());
        assert_eq!(zero.to_string(), "0");
    }
    let difference = exact("1.5").checked_sub(exact("1.50")).unwrap();
    assert_eq!(hash_of(difference), hash_of(Exact::ZERO));
    assert_eq!(exact("-3").checked_mul(Exact::ZERO).unwrap().to_string(), "0");
}

#[test]
fn what_overflows_is_refused() {
    let largest = exact(&"9".repeat(28));
    assert_eq!(largest.checked_add(Exact::ONE), None);
    assert_eq!(largest.negated().checked_sub(Exact::ONE), None);
    assert_eq!(largest.checked_mul(exact("2")), None);
    assert_eq!(largest.checked_mul(Exact::ONE), Some(largest));
    assert_eq!(Exact::from_i64(i64::MIN).to_string(), "-9223372036854775808");
    assert_eq!(Exact::from_i64(i64::MIN).to_i64(), Some(i64::MIN));
    assert_eq!(largest.to_i64(), None);
}

#[test]
fn numbers_survive_serialisation() {
    for text in
        ["0", "-0.01", "15000000", "9999999999999999999999999999", "0.0000000000000000000000000001"]
    {
        let number = exact(text);
        let json = serde_json::to_string(&number).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Exact>(&json).unwrap(), number);
        let bytes = postcard::to_stdvec(&number).unwrap();
        assert_eq!(postcard::from_bytes::<Exact>(&bytes).unwrap(), number);
    }
    assert_eq!(postcard::to_stdvec(&exact("0.02")).unwrap().len(), 2);
    // A bare JSON number may have passed through a float.
    assert!(serde_json::from_str::<Exact>("0.1").is_err());
    // No bytes make a number that is not canonical.
    let padded = postcard::to_stdvec(&(100i128, 2u32)).unwrap();
    assert_eq!(hash_of(postcard::from_bytes::<Exact>(&padded).unwrap()), hash_of(Exact::ONE));
    let third = ratio("1", "3");
    assert_eq!(serde_json::to_string(&third).unwrap(), r#"["1","3"]"#);
    assert!(serde_json::from_str::<Ratio>(r#"["1","0"]"#).is_err());
}

#[test]
fn quotients_are_exact_until_they_are_rounded() {
    let third = ratio("1", "3");
    assert_eq!(third.checked_mul(Exact::from_i64(3).into()), Some(Ratio::ONE));
    assert_eq!(third.to_exact(), None);
    assert_eq!(third.to_string(), "1/3");
    assert_eq!(third.checked_add(ratio("1", "6")).unwrap().to_string(), "0.5");
    assert_eq!(ratio("7", "8").to_exact(), Some(exact("0.875")));
    assert_eq!(ratio("-6", "-3").to_exact(), Some(exact("2")));
    assert!(ratio("0.06", "0.02").is_integer() && !third.is_integer());
    assert_eq!(Ratio::new(Exact::ONE, Exact::ZERO), None);
    assert_eq!(Ratio::ONE.checked_div(Ratio::ZERO), None);
    // A year's interest on 10 million at 3.85 % for 137 of 360 days: 146,513.888… 元.
    let interest = ratio("10000000", "1").checked_mul(exact("0.0385").into());
    let interest = interest.and_then(|yearly| yearly.checked_mul(ratio("137", "360"))).unwrap();
    assert_eq!(interest.round(Exact::CENT, Mode::HalfUp), Some(exact("146513.89")));
}

#[test]
fn quotients_reduce_before_they_are_refused() {
    // 10^20 ÷ 3 × 3 ÷ 10^20: the plain product of numerators has 41 digits.
    let large = ratio("100000000000000000000", "3");
    let small = ratio("3", "100000000000000000000");
    assert_eq!(large.checked_mul(small), Some(Ratio::ONE));
    // Four denominators of eight digits: their plain product has 32.
    let part = ratio("1", "36525360");
    let sum = (0..4).try_fold(Ratio::ZERO, |sum, _| sum.checked_add(part)).unwrap();
    assert_eq!(sum, ratio("1", "9131340"));
}

#[test]
fn the_order_of_quotients_never_overflows() {
    let nines = "9999999999999999999999999999";
    let (above, below) = (
        ratio(nines, "9999999999999999999999999998"),
        ratio("9999999999999999999999999998", "9999999999999999999999999997"),
    );
    // 1 + 1/(n−1) < 1 + 1/(n−2).
    assert_eq!(above.cmp(&below), Ordering::Less);
    assert_eq!(above.negated().cmp(&below.negated()), Ordering::Greater);
    let fine = "0.0000000000000000000000000001";
    assert_eq!(ratio(nines, fine).cmp(&ratio(fine, nines)), Ordering::Greater);
    assert_eq!(ratio(nines, fine).cmp(&ratio(nines, fine)), Ordering::Equal);
}

#[test]
fn half_goes_up_never_to_even() {
    let rounded =
        |text: &str| Ratio::from(exact(text)).round(Exact::ONE, Mode::HalfUp).unwrap().to_string();
    for (value, want) in [
        ("0.5", "1"),
        ("1.5", "2"),
        ("2.5", "3"),
        ("0.49999", "0"),
        ("2.4", "2"),
        ("7", "7"),
        ("-0.5", "-1"),
        ("-1.5", "-2"),
        ("-2.5", "-3"),
        ("-0.4", "0"),
        ("-2.50001", "-3"),
    ] {
        assert_eq!(rounded(value), want, "{value}");
    }
    let cents = |num, den| ratio(num, den).round(Exact::CENT, Mode::HalfUp).unwrap();
    assert_eq!(cents("0.005", "1"), exact("0.01"));
    assert_eq!(cents("0.125", "1"), exact("0.13"));
    // One 分 in two parts, and a hair less.
    assert_eq!(cents("0.01", "2"), exact("0.01"));
    assert_eq!(cents("0.01", "2.0000001"), exact("0"));
}

#[test]
fn a_figure_is_a_multiple_of_its_smallest_unit() {
    let multiple = |value, step| exact(value).is_multiple_of(exact(step));
    assert!(multiple("100.01", "0.01") && multiple("-0.5", "0.25") && multiple("0", "0.01"));
    assert!(multiple("30000", "10000") && multiple("9999999999999999999999999999", "0.03"));
    assert!(!multiple("100.001", "0.01") && !multiple("15000", "10000"));
    assert!(!multiple("1", "0.03") && !multiple("1", "0") && !multiple("0", "0"));
}

#[test]
fn rounding_down_and_up_keep_their_direction_below_zero() {
    let value = ratio("-7", "2");
    assert_eq!(value.floor_to(Exact::ONE), Some(exact("-4")));
    assert_eq!(value.ceil_to(Exact::ONE), Some(exact("-3")));
    assert_eq!(ratio("7", "2").floor_to(Exact::ONE), Some(exact("3")));
    assert_eq!(ratio("7", "2").ceil_to(Exact::ONE), Some(exact("4")));
    assert_eq!(ratio("123456789", "1").floor_to(exact("10000")), Some(exact("123450000")));
    assert_eq!(ratio("8", "2").ceil_to(Exact::ONE), Some(exact("4")));
    assert_eq!(ratio("1", "1").round(Exact::ZERO, Mode::Down), None);
    assert_eq!(ratio("1", "1").round(exact("-1"), Mode::Down), None);
}

#[test]
fn shares_go_to_their_payers() {
    let share = |total: &str, weights: &[&str], to| {
        let weights: Vec<Exact> = weights.iter().map(|w| exact(w)).collect();
        let texts = |shares: Vec<Exact>| shares.iter().map(Exact::to_string).collect::<Vec<_>>();
        allocate(exact(total), &weights, to).map(texts)
    };
    let some = |texts: &[&str]| Some(texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>());
    // 100 + 50 + 50 元 a ton: a half and two quarters; the odd 分 goes to whom the rule names.
    assert_eq!(share("100.01", &["100", "50", "50"], 0), some(&["50.01", "25", "25"]));
    assert_eq!(share("100.01", &["100", "50", "50"], 2), some(&["50", "25", "25.01"]));
    // Thirds of 100 元.
    assert_eq!(share("100", &["1", "1", "1"], 1), some(&["33.33", "33.34", "33.33"]));
    assert_eq!(share("0", &["1", "2"], 0), some(&["0", "0"]));
    assert_eq!(share("0.01", &["0.3", "0.7"], 0), some(&["0.01", "0"]));
    for (total, weights, to) in [
        ("-1", &["1", "1"][..], 0),
        ("0.001", &["1", "1"], 0),
        ("1", &["1", "-1"], 0),
        ("1", &["1", "0"], 0),
        ("1", &["1", "1"], 2),
        ("1", &[], 0),
    ] {
        assert_eq!(share(total, weights, to), None, "{total} by {weights:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn text_round_trips(mantissa in -(10i128.pow(28) - 1)..10i128.pow(28), scale in 0usize..=28) {
        let mut text = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale + 1);
        if scale > 0 {
            text.insert(text.len() - scale, '.');
        }
        if mantissa < 0 {
            text.insert(0, '-');
        }
        let number = exact(&text);
        prop_assert_eq!(exact(&number.to_string()), number);
        let canonical = if scale > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        let canonical = if mantissa == 0 { "0" } else { canonical };
        prop_assert_eq!(number.to_string(), canonical);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}|[-+0-9_,.]{0,60}") {
        let _ = Exact::parse(&text);
    }

    #[test]
    fn shares_sum_to_their_total(
        cents in 0i64..1_000_000_000_000,
        weights in prop::collection::vec(1i64..100_000, 1..6),
        to in 0usize..6,
    ) {
        let total = Exact::from_i64(cents).checked_mul(Exact::CENT).unwrap();
        let of = |n: &i64| Exact::from_i64(*n).checked_mul(exact("0.0001")).unwrap();
        let exact_weights: Vec<Exact> = weights.iter().map(of).collect();
        let shares = allocate(total, &exact_weights, to);
        prop_assert_eq!(shares.is_some(), to < weights.len());
        let Some(shares) = shares else { return Ok(()) };
        let sum = shares.iter().try_fold(Exact::ZERO, |sum, share| sum.checked_add(*share));
        prop_assert_eq!(sum, Some(total));
        let all: i128 = weights.iter().copied().map(i128::from).sum();
        for (place, (share, weight)) in shares.iter().zip(&weights).enumerate() {
            let floor = i128::from(cents) * i128::from(*weight) / all;
            let share = share.checked_mul(exact("100")).and_then(Exact::to_i64).unwrap();
            if place == to {
                prop_assert!(i128::from(share) >= floor);
            } else {
                prop_assert_eq!(i128::from(share), floor);
            }
        }
    }
}
