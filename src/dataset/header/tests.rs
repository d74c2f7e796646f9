use super::Heading;

#[test]
fn a_header_has_a_name_a_year_and_a_unit() {
    let parts = |text| {
        let Heading { name, year, unit } = Heading::of(text);
        (name.to_owned(), year, unit.map(str::to_owned))
    };
    let revenue = ("营业收入".to_owned(), Some(2022), Some("万元".to_owned()));
    for text in [
        "2022年 营业收入(万元)",
        " 2022年营业收入 （ 万元 ） ",
        "2022 营业收入(万元)",
        "营业收入[2022](万元)",
        "营业收入 [2022年] (万元)",
        "营业收入 2022年(万元)",
    ] {
        assert_eq!(parts(text), revenue, "{text}");
    }
    assert_eq!(parts("营业收入"), ("营业收入".to_owned(), None, None));
    // A year alone is no header with a year, nor is a number that is none.
    assert_eq!(parts("2022年"), ("2022年".to_owned(), None, None));
    assert_eq!(parts("20221 营业收入").1, None);
    assert_eq!(parts("能耗(吨标准煤/万元)").2.as_deref(), Some("吨标准煤/万元"));
}
