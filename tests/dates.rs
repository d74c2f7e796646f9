//! Dates, ranges of them and working days.
#![allow(clippy::unwrap_used)]

use polc::quantity::{Calendar, CalendarData, CalendarError, Date, DateError, DateRange};
use proptest::prelude::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn dates_are_read_and_checked() {
    let day = date("2022-05-20");
    assert_eq!((day.year(), day.month(), day.day()), (2022, 5, 20));
    assert_eq!(day.to_string(), "2022-05-20");
    for text in [
        "2022-5-20",
        "2022-05-20-1",
        "22-05-20",
        "2022/05/20",
        "2022-05",
        "",
        "２022-05-20",
        "+022-05-20",
    ] {
        assert_eq!(Date::parse(text), Err(DateError::Malformed), "{text}");
    }
    assert_eq!(Date::parse("2022-13-01"), Err(DateError::NoSuchMonth { month: 13 }));
    assert_eq!(Date::parse("2022-00-01"), Err(DateError::NoSuchMonth { month: 0 }));
    assert_eq!(Date::parse("1899-12-31"), Err(DateError::YearOutOfRange { year: 1899 }));
    assert_eq!(Date::parse("2200-01-01"), Err(DateError::YearOutOfRange { year: 2200 }));
    for (text, last) in [
        ("2022-02-30", 28),
        ("2024-02-30", 29),
        ("2022-04-31", 30),
        ("2022-01-32", 31),
        ("2100-02-29", 28),
        ("2022-06-00", 30),
    ] {
        let error = Date::parse(text).unwrap_err();
        assert!(
            matches!(error, DateError::NoSuchDay { last: found, .. } if found == last),
            "{text}"
        );
    }
    let error = Date::parse("2022-02-30").unwrap_err();
    assert_eq!(error.zh(), "2022-02-30 不存在：2022 年 2 月的最后一天是 28 日");
    assert_eq!(error.en(), "2022-02-30 does not exist: the last day of 2022-02 is the 28th");
    assert!(Date::parse("2000-02-29").is_ok());
}

/// Civil Code art. 202: the corresponding day, or the month's last day where there is none.
#[test]
fn months_and_years_end_on_the_corresponding_day() {
    for (from, months, to) in [
        ("2022-01-31", 1, "2022-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2022-03-31", -1, "2022-02-28"),
        ("2022-05-20", 12, "2023-05-20"),
        ("2022-12-15", 1, "2023-01-15"),
        ("2022-01-15", -1, "2021-12-15"),
        ("2022-01-31", 3, "2022-04-30"),
    ] {
        assert_eq!(date(from).add_months(months), Some(date(to)), "{from} + {months}");
    }
    assert_eq!(date("2024-02-29").add_years(1), Some(date("2025-02-28")));
    assert_eq!(date("2024-02-29").add_years(4), Some(date("2028-02-29")));
    assert_eq!(date("2022-05-20").add_years(-3), Some(date("2019-05-20")));
    assert_eq!(date("2199-12-31").add_days(1), None);
    assert_eq!(date("1900-01-01").add_days(-1), None);
    assert_eq!(date("2022-01-01").add_years(i32::MAX), None);
    assert_eq!(date("2022-01-01").add_days(i32::MIN), None);
}

#[test]
fn days_count_across_leap_days() {
    assert_eq!(date("2022-01-01").days_until(date("2023-01-01")), 365);
    assert_eq!(date("2024-01-01").days_until(date("2025-01-01")), 366);
    assert_eq!(date("2024-02-28").add_days(2), Some(date("2024-03-01")));
    assert_eq!(date("2022-03-01").days_until(date("2022-02-28")), -1);
    assert_eq!(date("1900-01-01").days_until(date("2199-12-31")), 109_572);
    // 2022-05-20 was a Friday.
    assert!(!date("2022-05-20").is_weekend());
    assert!(date("2022-05-21").is_weekend() && date("2022-05-22").is_weekend());
    assert!(date("1901-06-01").is_weekend());
}

#[test]
fn every_day_of_the_calendar_follows_the_one_before() {
    let (mut day, mut count) = (date("1900-01-01"), 0);
    while let Some(next) = day.add_days(1) {
        let within =
            (day.year(), day.month(), day.day() + 1) == (next.year(), next.month(), next.day());
        assert!(within || next.day() == 1, "{day} then {next}");
        assert!(day < next && day.days_until(next) == 1);
        assert_eq!(Date::new(next.year(), next.month(), next.day()), Ok(next));
        (day, count) = (next, count + 1);
    }
    assert_eq!((day, count), (date("2199-12-31"), 109_572));
}

#[test]
fn ranges_hold_both_ends() {
    let range = |from, to| DateRange::new(date(from), date(to)).unwrap();
    let year = DateRange::of_year(2022).unwrap();
    assert!(year.contains(date("2022-01-01")) && year.contains(date("2022-12-31")));
    assert!(!year.contains(date("2023-01-01")));
    assert!(year.overlaps(&range("2022-12-31", "2024-01-01")));
    assert!(year.overlaps(&range("2020-01-01", "2024-01-01")));
    assert!(!year.overlaps(&range("2023-01-01", "2024-01-01")));
    assert_eq!(DateRange::new(date("2022-01-02"), date("2022-01-01")), None);
    assert!(serde_json::from_str::<DateRange>(r#"["2022-01-02","2022-01-01"]"#).is_err());
}

#[test]
fn dates_survive_serialisation() {
    let day = date("2022-05-20");
    assert_eq!(serde_json::to_string(&day).unwrap(), "\"2022-05-20\"");
    assert_eq!(serde_json::from_str::<Date>("\"2022-05-20\"").unwrap(), day);
    assert!(serde_json::from_str::<Date>("\"2022-02-30\"").is_err());
    let bytes = postcard::to_stdvec(&day).unwrap();
    assert_eq!(postcard::from_bytes::<Date>(&bytes).unwrap(), day);
    assert!(postcard::from_bytes::<Date>(&postcard::to_stdvec(&i32::MAX).unwrap()).is_err());
}

/// Wednesday to Friday off, the Sunday before and the Saturday after worked.
fn calendar() -> Calendar {
    let days = |texts: &[&str]| texts.iter().map(|text| date(text)).collect();
    Calendar::new(CalendarData {
        source: "made up".into(),
        years: vec![2022],
        holidays: days(&["2022-05-04", "2022-05-05", "2022-05-06"]),
        workdays: days(&["2022-05-01", "2022-05-07"]),
    })
    .unwrap()
}

/// Civil Code art. 201: the day on which a period starts is not counted.
#[test]
fn working_days_follow_the_calendar() {
    let calendar = calendar();
    let between = |from, to| calendar.working_days_between(date(from), date(to));
    // After Friday 29 April: Sun 1 (worked), Mon 2, Tue 3, then Sat 7 (worked), Mon 9.
    assert_eq!(between("2022-04-29", "2022-05-03"), Ok(3));
    assert_eq!(between("2022-04-29", "2022-05-06"), Ok(3));
    assert_eq!(between("2022-04-29", "2022-05-09"), Ok(5));
    assert_eq!(between("2022-05-09", "2022-05-09"), Ok(0));
    assert_eq!(between("2022-05-09", "2022-04-29"), Ok(0));
    let after = |count| calendar.add_working_days(date("2022-04-29"), count);
    assert_eq!(after(0), Ok(date("2022-04-29")));
    assert_eq!(after(3), Ok(date("2022-05-03")));
    assert_eq!(after(4), Ok(date("2022-05-07")));
    assert_eq!(after(5), Ok(date("2022-05-09")));
}

#[test]
fn a_calendar_answers_only_for_the_years_it_covers() {
    let calendar = calendar();
    let outside = date("2023-01-03");
    let error = Err(CalendarError::NotCovered { date: outside });
    assert_eq!(calendar.is_working_day(outside).map(|_| 0), error);
    assert_eq!(calendar.working_days_between(date("2022-12-30"), outside), error);
    let first_outside = CalendarError::NotCovered { date: date("2023-01-01") };
    assert_eq!(calendar.add_working_days(date("2022-12-30"), 1), Err(first_outside));
}

#[test]
fn a_calendar_checks_its_data() {
    let read =
        |json: &str| serde_json::from_str::<Calendar>(json).map_err(|error| error.to_string());
    let data = |holidays: &str, workdays: &str| {
        format!(
            r#"{{"source":"s","years":[2022],"holidays":[{holidays}],"workdays":[{workdays}]}}"#
        )
    };
    assert!(read(&data("\"2022-05-04\"", "\"2022-05-07\"")).is_ok());
    assert!(read(&data("\"2023-05-04\"", "")).unwrap_err().contains("does not cover"));
    assert!(read(&data("", "\"2022-05-04\"")).unwrap_err().contains("not a weekend day"));
    assert!(read(&data("\"2022-05-07\"", "\"2022-05-07\"")).unwrap_err().contains("both"));
    assert!(read(r#"{"source":"s","years":[],"holidays":[],"workdays":[],"more":1}"#).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn adding_days_and_counting_them_agree(start in 0i32..109_000, days in -40_000i32..40_000) {
        let from = date("1900-01-01").add_days(start).unwrap();
        if let Some(to) = from.add_days(days) {
            prop_assert_eq!(from.days_until(to), days);
            prop_assert_eq!(to.cmp(&from), days.cmp(&0));
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,20}|[0-9-]{0,12}") {
        let _ = Date::parse(&text);
    }
}
