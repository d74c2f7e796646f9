//! Drawings: figures beside an axis, places by integer arithmetic, text that stays well-formed.
#![allow(clippy::unwrap_used)]

use polc::chart::{Axis, Mark, Plot, Scale, Unit, sheet, ticks};
use polc::quantity::{Exact, Ratio};

fn number(text: &str) -> Ratio {
    Ratio::from(Exact::parse(text).unwrap())
}

fn shown(figures: &[Ratio]) -> Vec<String> {
    figures.iter().map(Ratio::to_string).collect()
}

#[test]
fn figures_are_round_and_few() {
    // 40 in at most 8 steps: at least 5 a step.
    assert_eq!(
        shown(&ticks(number("0"), number("40"), 8)),
        ["0", "5", "10", "15", "20", "25", "30", "35", "40"]
    );
    // From 0.3 to 1.1 in at most 6: 0.8 ÷ 6 is over 0.1, so 0.2 a step.
    assert_eq!(shown(&ticks(number("0.3"), number("1.1"), 6)), ["0.4", "0.6", "0.8", "1"]);
    assert!(ticks(number("5"), number("5"), 6).is_empty());
}

#[test]
fn a_place_is_rounded_to_a_tenth_of_a_pixel() {
    // A third of the way from 100 to 1100 is 433.33…
    let scale = Scale::new((number("0"), number("3")), (100, 1100));
    assert_eq!(scale.at(number("1")), 433);
    // Upwards, where greater numbers stand at smaller places: 1100 − 333.33… is 766.66….
    let scale = Scale::new((number("0"), number("3")), (1100, 100));
    assert_eq!(scale.at(number("1")), 767);
    // What lies outside stands at the end; a range of one number in the middle.
    assert_eq!(scale.at(number("9")), 100);
    assert_eq!(Scale::new((number("2"), number("2")), (0, 500)).at(number("2")), 250);
}

#[test]
fn the_unit_fits_the_figures() {
    let unit = Unit::fit(number("4000000000"), "元");
    assert_eq!((unit.name.as_str(), unit.figure(number("1500000000"))), ("亿元", "15".into()));
    assert_eq!(Unit::fit(number("99999999"), "元").name, "万元");
    assert_eq!(Unit::fit(number("9999"), "元").name, "元");
}

#[test]
fn a_plot_carries_its_title_and_tells_jumps_by_shape() {
    let axis = |label: &str, high: &str| Axis {
        label: label.into(),
        unit: Unit::fit(number(high), "元"),
        low: number("0"),
        high: number(high),
    };
    let at = |x: &str, y: &str| (number(x), number(y));
    let plot = Plot {
        title: "14.投资奖励 <甲 & 乙>".into(),
        x: axis("投资", "20000"),
        y: axis("金额", "200"),
        marks: vec![
            Mark::Line(at("0", "0"), at("10000", "100")),
            Mark::Jump {
                at: number("10000"),
                from: number("100"),
                to: number("150"),
                note: "多得 50元".into(),
            },
            Mark::Line(at("10000", "150"), at("20000", "150")),
            Mark::Dot(at("10000", "100")),
            Mark::Ring(at("10000", "150")),
        ],
    };
    insta::assert_snapshot!(sheet("甲公司", "投资与金额", &[plot]));
}
