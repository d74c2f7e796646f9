//! Calendar dates and ranges of them.
//!
//! A period in years or months ends on the corresponding day, or on the month's last day where
//! there is none (Civil Code art. 202); the day on which it starts is not counted (art. 201).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The years a date may have.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// A date of the Gregorian calendar from 1900 to 2199.
///
/// Invariant: the date exists.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u32,
    day: u32,
}

impl Date {
    /// The date of a year, month and day.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Date, DateError> {
        if !YEARS.contains(&year) {
            return Err(DateError::YearOutOfRange { year });
        }
        if !(1..=12).contains(&month) {
            return Err(DateError::NoSuchMonth { month });
        }
        let last = last_day_of_month(year, month);
        if !(1..=last).contains(&day) {
            return Err(DateError::NoSuchDay { year, month, day, last });
        }
        Ok(Date { year, month, day })
    }

    /// Reads a date of the form `2022-05-20`.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        let mut parts = text.split('-');
        let mut number = |width: usize| {
            let part = parts.next().filter(|part| part.len() == width)?;
            let digits = part.chars().all(|c| c.is_ascii_digit());
            if digits { part.parse::<u32>().ok() } else { None }
        };
        let (Some(year), Some(month), Some(day)) = (number(4), number(2), number(2)) else {
            return Err(DateError::Malformed);
        };
        if parts.next().is_some() {
            return Err(DateError::Malformed);
        }
        Date::new(year.try_into().map_err(|_| DateError::Malformed)?, month, day)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u32 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.day
    }

    /// Whether the date is a Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        // Day 0, 1970-01-01, was a Thursday.
        matches!(self.day_number().rem_euclid(7), 2 | 3)
    }

    /// The corresponding day `years` later (earlier if negative); 29 February becomes the 28th in
    /// a common year (Civil Code art. 202). `None` outside the calendar.
    pub fn add_years(self, years: i32) -> Option<Date> {
        self.add_months(years.checked_mul(12)?)
    }

    /// The corresponding day `months` later (earlier if negative), or the last day of that month
    /// where it has none (Civil Code art. 202). `None` outside the calendar.
    pub fn add_months(self, months: i32) -> Option<Date> {
        let from_zero = i32::try_from(self.month).ok()?.checked_sub(1)?;
        let index = self.year.checked_mul(12)?.checked_add(from_zero)?.checked_add(months)?;
        let year = index.div_euclid(12);
        let month = u32::try_from(index.rem_euclid(12)).ok()?.checked_add(1)?;
        let day = self.day.min(last_day_of_month(year, month));
        Date::new(year, month, day).ok()
    }

    /// The date `days` later (earlier if negative). `None` outside the calendar.
    pub fn add_days(self, days: i32) -> Option<Date> {
        Date::of_day_number(self.day_number().checked_add(days)?)
    }

    /// How many days after `self` the date `later` is; negative if it is before. The day of
    /// `self` is not counted (Civil Code art. 201).
    pub fn days_until(self, later: Date) -> i32 {
        later.day_number().saturating_sub(self.day_number())
    }

    /// Days since 1970-01-01.
    ///
    /// Years begin in March here, so that the leap day is a year's last; 400 years are 146,097
    /// days (Hinnant, "chrono-compatible low-level date algorithms").
    #[allow(
        clippy::arithmetic_side_effects,
        reason = "1900 ≤ year ≤ 2199, 1 ≤ month ≤ 12, 1 ≤ day ≤ 31: every term is below 10^6"
    )]
    pub fn day_number(self) -> i32 {
        let (month, day) = (self.month.cast_signed(), self.day.cast_signed());
        let year = if month <= 2 { self.year - 1 } else { self.year };
        let (cycle, year_of_cycle) = (year / 400, year % 400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_cycle =
            year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
        cycle * 146_097 + day_of_cycle - 719_468
    }

    /// The inverse of [`Date::day_number`].
    pub fn of_day_number(number: i32) -> Option<Date> {
        let (first, last) = (FIRST.day_number(), LAST.day_number());
        if !(first..=last).contains(&number) {
            return None;
        }
        Date::within_calendar(number)
    }

    #[allow(
        clippy::arithmetic_side_effects,
        reason = "the caller has checked that −25,567 ≤ number ≤ 84,005: every term is below 10^6"
    )]
    fn within_calendar(number: i32) -> Option<Date> {
        let shifted = number + 719_468;
        let (cycle, day_of_cycle) = (shifted / 146_097, shifted % 146_097);
        let leap_days = day_of_cycle / 1_460 - day_of_cycle / 36_524 + day_of_cycle / 146_096;
        let year_of_cycle = (day_of_cycle - leap_days) / 365;
        let day_of_year =
            day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = (month_from_march + 2) % 12 + 1;
        let year = cycle * 400 + year_of_cycle + i32::from(month <= 2);
        Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
    }
}

const FIRST: Date = Date { year: 1900, month: 1, day: 1 };
const LAST: Date = Date { year: 2199, month: 12, day: 31 };

/// The last day of a month of any year.
fn last_day_of_month(year: i32, month: u32) -> u32 {
    let divides = |n: i32| year.rem_euclid(n) == 0;
    match month {
        2 if divides(4) && (!divides(100) || divides(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `2022-05-20` for people (JSON), a day number for machines.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.day_number().serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return Date::parse(&text).map_err(de::Error::custom);
        }
        let number = i32::deserialize(deserializer)?;
        Date::of_day_number(number).ok_or_else(|| de::Error::custom("a day outside the calendar"))
    }
}

/// The days from `from` to `to`, both included.
///
/// Invariant: `from` is not after `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(Date, Date)", into = "(Date, Date)")]
pub struct DateRange {
    from: Date,
    to: Date,
}

impl DateRange {
    /// The range from one date to another, both included; `None` if it would hold no day.
    pub fn new(from: Date, to: Date) -> Option<DateRange> {
        (from <= to).then_some(DateRange { from, to })
    }

    /// The days of a calendar year.
    pub fn of_year(year: i32) -> Option<DateRange> {
        DateRange::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)
    }

    /// The first day.
    pub fn from(&self) -> Date {
        self.from
    }

    /// The last day.
    pub fn to(&self) -> Date {
        self.to
    }

    /// Whether the date is in the range.
    pub fn contains(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    /// Whether the ranges share a day.
    pub fn overlaps(&self, other: &DateRange) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl TryFrom<(Date, Date)> for DateRange {
    type Error = &'static str;

    fn try_from((from, to): (Date, Date)) -> Result<DateRange, &'static str> {
        DateRange::new(from, to).ok_or("a date range ends before it starts")
    }
}

impl From<DateRange> for (Date, Date) {
    fn from(range: DateRange) -> (Date, Date) {
        (range.from, range.to)
    }
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Not of the form `2022-05-20`.
    Malformed,
    /// Before 1900 or after 2199.
    YearOutOfRange {
        /// The year.
        year: i32,
    },
    /// A month that is none.
    NoSuchMonth {
        /// The month.
        month: u32,
    },
    /// A day that the month does not have.
    NoSuchDay {
        /// The year.
        year: i32,
        /// The month.
        month: u32,
        /// The day.
        day: u32,
        /// The last day of that month.
        last: u32,
    },
}

impl DateError {
    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            DateError::Malformed => "日期应写作 2022-05-20 的样子".into(),
            DateError::YearOutOfRange { year } => {
                format!("{year} 年不在 {} 至 {} 年之间", YEARS.start(), YEARS.end())
            }
            DateError::NoSuchMonth { month } => format!("没有 {month} 月：月份是 1 至 12"),
            DateError::NoSuchDay { year, month, day, last } => {
                format!(
                    "{year}-{month:02}-{day:02} 不存在：{year} 年 {month} 月的最后一天是 {last} 日"
                )
            }
        }
    }

    /// The sentence in English.
    pub fn en(&self) -> String {
        match self {
            DateError::Malformed => "a date is written as 2022-05-20".into(),
            DateError::YearOutOfRange { year } => {
                format!("the year {year} is not between {} and {}", YEARS.start(), YEARS.end())
            }
            DateError::NoSuchMonth { month } => {
                format!("there is no month {month}: months are 1 to 12")
            }
            DateError::NoSuchDay { year, month, day, last } => {
                format!(
                    "{year}-{month:02}-{day:02} does not exist: the last day of {year}-{month:02} is the {last}{}",
                    ordinal(*last)
                )
            }
        }
    }
}

/// The ending of an ordinal from 28 to 31.
fn ordinal(day: u32) -> &'static str {
    if day == 31 { "st" } else { "th" }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for DateError {}
