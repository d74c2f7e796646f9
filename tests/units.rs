//! Units, dimensions, quantities as written and as read.
#![allow(clippy::unwrap_used)]

use polc::quantity::{
    Base, Conversion, CountError, CountId, Counts, Dimension, Exact, ExactError, QuantityError,
    UnitError, format_in, money_zh, parse_quantity, parse_unit, short, unit_words, yuan,
};
use proptest::prelude::*;

fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

fn counts() -> Counts {
    let mut counts = Counts::default();
    let person = counts.declare("人", "person").unwrap();
    counts.add_alias("名", person).unwrap();
    counts.declare("人次", "visit").unwrap();
    counts.declare("户", "household").unwrap();
    let item = counts.declare("项", "item").unwrap();
    counts.add_alias("个", item).unwrap();
    counts
}

const PERSON: CountId = CountId(0);
const VISIT: CountId = CountId(1);
const HOUSEHOLD: CountId = CountId(2);
const ITEM: CountId = CountId(3);

fn of(base: Base) -> Dimension {
    Dimension::of(base)
}

fn per(above: Dimension, below: Dimension) -> Dimension {
    above.checked_div(below).unwrap()
}

#[test]
fn quantities_are_read_in_their_canonical_unit() {
    let (money, mass) = (Dimension::MONEY, of(Base::Mass));
    for (text, value, dimension) in [
        ("15亿元", "1500000000", money),
        ("1,500 万元", "15000000", money),
        ("-3角5", "", money),
        ("1分", "0.01", money),
        ("0.5百万元", "500000", money),
        ("2万亿元", "2000000000000", money),
        ("3千万元", "30000000", money),
        ("1万吨", "10000", mass),
        ("250千克", "0.25", mass),
        ("250 kg", "0.25", mass),
        ("5克", "0.000005", mass),
        ("5000吨标准煤", "5000", of(Base::CoalEquivalent)),
        ("5千克标准煤", "0.005", of(Base::CoalEquivalent)),
        ("30亩", "30", of(Base::AreaMu)),
        ("2公顷", "20000", of(Base::AreaSqm)),
        ("3万平方米", "30000", of(Base::AreaSqm)),
        ("800千瓦", "800", of(Base::Power)),
        ("5万千瓦", "50000", of(Base::Power)),
        ("1.5兆瓦", "1500", of(Base::Power)),
        ("2亿千瓦时", "200000000", of(Base::Energy)),
        ("100度", "100", of(Base::Energy)),
        ("3年", "3", of(Base::Year)),
        ("6个月", "6", of(Base::Month)),
        ("6月", "6", of(Base::Month)),
        ("10天", "10", of(Base::Day)),
        ("22个工作日", "22", of(Base::WorkingDay)),
        ("22工作日", "22", of(Base::WorkingDay)),
        ("24小时", "24", of(Base::Hour)),
        ("2%", "0.02", Dimension::PLAIN),
        ("2.5‰", "0.0025", Dimension::PLAIN),
        ("50个基点", "0.005", Dimension::PLAIN),
        ("3个百分点", "0.03", Dimension::PLAIN),
        ("20万", "200000", Dimension::PLAIN),
        ("7", "7", Dimension::PLAIN),
        ("20名", "20", Dimension::count(PERSON)),
        ("20个人", "20", Dimension::count(PERSON)),
        ("1万人次", "10000", Dimension::count(VISIT)),
        ("3个", "3", Dimension::count(ITEM)),
        ("10 元/吨", "10", per(money, mass)),
        ("2元/千克", "2000", per(money, mass)),
        ("5 元 / 万吨", "0.0005", per(money, mass)),
        ("1000元/人", "1000", per(money, Dimension::count(PERSON))),
        ("3.85%/年", "0.0385", per(Dimension::PLAIN, of(Base::Year))),
        ("10元/平方米/月", "10", per(per(money, of(Base::AreaSqm)), of(Base::Month))),
    ] {
        let read = parse_quantity(text, &counts());
        if value.is_empty() {
            assert!(read.is_err(), "{text}");
            continue;
        }
        let read = read.unwrap();
        assert_eq!((read.value, read.dimension), (exact(value), dimension), "{text}");
    }
}

#[test]
fn what_is_no_quantity_is_refused() {
    let unknown = |word: &str| QuantityError::Unit(UnitError::Unknown { word: word.into() });
    let malformed = QuantityError::Number(ExactError::Malformed);
    for (text, error) in [
        ("5斤", unknown("斤")),
        ("5万斤", unknown("斤")),
        ("5元吨", unknown("元吨")),
        ("5万万元", unknown("万元")),
        ("5亿万元", unknown("万元")),
        ("5台", unknown("台")),
        ("5元/", QuantityError::Unit(UnitError::Empty)),
        ("/吨", malformed.clone()),
        ("元", malformed.clone()),
        ("", malformed.clone()),
        ("十元", malformed),
        ("9999999999999999999999999999亿元", QuantityError::OutOfRange),
        ("1,5元", QuantityError::Number(ExactError::Grouping)),
    ] {
        assert_eq!(parse_quantity(text, &counts()), Err(error), "{text}");
    }
}

#[test]
fn measure_words_are_unique_and_shadow_no_unit() {
    let mut counts = counts();
    for word in ["元", "千克", "万", "百万", "万元", "人", "名", "个人", "", "元/吨"]
    {
        let taken = CountError::Taken { word: word.into() };
        assert_eq!(counts.declare(word, "thing"), Err(taken), "{word}");
    }
    let before = counts.clone();
    let taken = CountError::Taken { word: "person".into() };
    assert_eq!(counts.declare("台", "person"), Err(taken));
    assert_eq!(counts, before, "a failed declaration leaves nothing behind");
    assert_eq!(counts.find("person"), Some(PERSON));
    assert_eq!(counts.zh(HOUSEHOLD), "户");
    assert_eq!(counts.en(HOUSEHOLD), "household");
}

#[test]
fn dimensions_multiply_divide_and_are_told_in_words() {
    let counts = counts();
    let rate = per(Dimension::MONEY, of(Base::Mass));
    assert_eq!(rate.zh(&counts), "钱/质量");
    assert_eq!(rate.en(&counts), "money/mass");
    assert_eq!(rate.canonical_unit(&counts), "元/吨");
    assert_eq!(rate.checked_mul(of(Base::Mass)), Some(Dimension::MONEY));
    let interest = per(Dimension::PLAIN, of(Base::Year));
    assert_eq!(interest.zh(&counts), "1/年");
    let rent = per(per(Dimension::MONEY, of(Base::AreaSqm)), of(Base::Month));
    assert_eq!(rent.zh(&counts), "钱/(面积·月)");
    assert_eq!(rent.en(&counts), "money/(area in square metres·months)");
    let square = of(Base::Mass).checked_mul(of(Base::Mass)).unwrap();
    assert_eq!(square.en(&counts), "mass^2");
    assert_eq!(Dimension::PLAIN.zh(&counts), "纯数");
    assert!(per(rate, rate).is_plain());
    assert_eq!(Dimension::count(PERSON).zh(&counts), "人");
    assert_ne!(Dimension::count(PERSON), Dimension::count(VISIT));
    assert_ne!(of(Base::AreaMu), of(Base::AreaSqm));
    assert_eq!(Dimension::MONEY.base(), Some(Base::Money));
    assert_eq!((rate.base(), square.base()), (None, None));
}

#[test]
fn a_dimension_says_what_turns_it_into_another() {
    let counts = counts();
    let (money, mass) = (Dimension::MONEY, of(Base::Mass));
    let rate = per(money, mass);
    assert_eq!(money.conversion_from(rate), Some(Conversion::Multiply(mass)));
    assert_eq!(rate.conversion_from(money), Some(Conversion::Divide(mass)));
    assert_eq!(mass.conversion_from(money), Some(Conversion::Multiply(per(mass, money))));
    assert_eq!(money.conversion_from(money), Some(Conversion::None));
    let help = money.conversion_from(rate).unwrap();
    assert_eq!(help.zh(&counts), "乘以一个 质量 的量");
    assert_eq!(help.en(&counts), "multiply by a quantity of mass");
}

#[test]
fn dimensions_refuse_what_they_cannot_hold() {
    let bases = [Base::Money, Base::Mass, Base::Power, Base::Year, Base::Hour];
    let product = |n: usize| {
        let mut bases = bases.iter().take(n).map(|base| of(*base));
        bases.try_fold(Dimension::PLAIN, Dimension::checked_mul)
    };
    assert!(product(4).is_some());
    assert_eq!(product(5), None);
    let power = (0..127).try_fold(Dimension::PLAIN, |d, _| d.checked_mul(of(Base::Mass))).unwrap();
    assert_eq!(power.checked_mul(of(Base::Mass)), None);
}

#[test]
fn dimensions_survive_serialisation() {
    let rent = per(per(Dimension::MONEY, of(Base::AreaSqm)), Dimension::count(ITEM));
    let bytes = postcard::to_stdvec(&rent).unwrap();
    assert_eq!(postcard::from_bytes::<Dimension>(&bytes).unwrap(), rent);
    // Terms out of order, or cancelling, come back canonical.
    let json = r#"[["Mass",1],["Money",1],["Mass",-1]]"#;
    assert_eq!(serde_json::from_str::<Dimension>(json).unwrap(), Dimension::MONEY);
}

#[test]
fn amounts_read_as_in_documents() {
    for (value, text) in [
        ("30000000", "3000万元"),
        ("1500000000", "15亿元"),
        ("350000000", "3.5亿元"),
        ("1234000000", "12.34亿元"),
        ("1234500", "123.45万元"),
        ("123456", "123456元"),
        ("9999", "9999元"),
        ("10000", "1万元"),
        ("-500000", "-50万元"),
        ("0.01", "0.01元"),
        ("1500000000.01", "1500000000.01元"),
        ("0", "0元"),
    ] {
        assert_eq!(money_zh(exact(value)), text);
    }
    assert_eq!(short(exact("250000"), "吨"), "25万吨");
    for (value, text) in [
        ("30000000", "30,000,000.00"),
        ("0", "0.00"),
        ("999", "999.00"),
        ("1000.5", "1,000.50"),
        ("-1234567.891", "-1,234,567.891"),
    ] {
        assert_eq!(yuan(exact(value)), text);
    }
}

#[test]
fn values_are_shown_in_any_unit_without_rounding() {
    let shown = |value, unit| format_in(exact(value), &parse_unit(unit, &counts()).unwrap());
    assert_eq!(shown("15000000", "万元"), "1500万元");
    assert_eq!(shown("1", "亿元"), "0.00000001亿元");
    assert_eq!(shown("0.0385", "%/年"), "3.85%/年");
    assert_eq!(shown("0.005", "个基点"), "50个基点");
    // Too fine a figure for the unit stays an exact quotient.
    let finest = "0.0000000000000000000000000001";
    assert_eq!(shown(finest, "亿元"), format!("{finest}/100000000亿元"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_is_shown_reads_back(cents in any::<i64>(), unit in prop::sample::select(unit_words().collect::<Vec<_>>())) {
        let value = Exact::from_i64(cents).checked_mul(exact("0.01")).unwrap();
        let counts = Counts::default();
        let unit = parse_unit(unit, &counts).unwrap();
        let read = parse_quantity(&format_in(value, &unit), &counts).unwrap();
        prop_assert_eq!((read.value, read.dimension), (value, unit.dimension));
        prop_assert_eq!(parse_quantity(&money_zh(value), &counts).unwrap().value, value);
        prop_assert_eq!(parse_quantity(&yuan(value), &counts).unwrap().value, value);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,30}|[0-9.,]{0,9}[十百千万亿个元吨/%人 ]{0,9}") {
        let _ = parse_quantity(&text, &counts());
    }
}
