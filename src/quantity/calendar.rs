//! Working days, counted on a calendar that is data: no series of holidays is built in.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::date::Date;

/// A holiday calendar as its data file states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarData {
    /// Where the series comes from.
    pub source: String,
    /// The years it covers in full.
    pub years: Vec<i32>,
    /// Days off that are no weekend days, or that fall on one.
    pub holidays: Vec<Date>,
    /// Weekend days worked to make up for a holiday.
    pub workdays: Vec<Date>,
}

/// Which days are working days, in the years that its data cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CalendarData", into = "CalendarData")]
pub struct Calendar {
    source: String,
    years: BTreeSet<i32>,
    holidays: BTreeSet<Date>,
    workdays: BTreeSet<Date>,
}

impl Calendar {
    /// A calendar from its data; refuses dates outside the covered years, a make-up day that is no
    /// weekend day, and a day that is both off and worked.
    pub fn new(data: CalendarData) -> Result<Calendar, CalendarError> {
        let calendar = Calendar {
            source: data.source,
            years: data.years.into_iter().collect(),
            holidays: data.holidays.into_iter().collect(),
            workdays: data.workdays.into_iter().collect(),
        };
        for date in calendar.holidays.union(&calendar.workdays) {
            calendar.covered(*date)?;
        }
        for date in &calendar.workdays {
            if calendar.holidays.contains(date) {
                return Err(CalendarError::OffAndWorked { date: *date });
            }
            if !date.is_weekend() {
                return Err(CalendarError::NotAWeekend { date: *date });
            }
        }
        Ok(calendar)
    }

    /// Where the data come from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether a date is a working day.
    pub fn is_working_day(&self, date: Date) -> Result<bool, CalendarError> {
        self.covered(date)?;
        let off = date.is_weekend() || self.holidays.contains(&date);
        Ok(!off || self.workdays.contains(&date))
    }

    /// The working days after `from` up to and including `to`: the day of the start is not counted
    /// (Civil Code art. 201). 0 if `to` is not after `from`.
    pub fn working_days_between(&self, from: Date, to: Date) -> Result<u32, CalendarError> {
        self.covered(from)?;
        self.covered(to)?;
        let (mut date, mut count) = (from, 0u32);
        while date < to {
            date = next_day(date)?;
            count = count.saturating_add(u32::from(self.is_working_day(date)?));
        }
        Ok(count)
    }

    /// The last day of a period of `count` working days that starts with `from`, which is not
    /// counted (Civil Code art. 201).
    pub fn add_working_days(&self, from: Date, count: u32) -> Result<Date, CalendarError> {
        self.covered(from)?;
        let (mut date, mut left) = (from, count);
        while left > 0 {
            date = next_day(date)?;
            left = left.saturating_sub(u32::from(self.is_working_day(date)?));
        }
        Ok(date)
    }

    fn covered(&self, date: Date) -> Result<(), CalendarError> {
        if self.years.contains(&date.year()) {
            Ok(())
        } else {
            Err(CalendarError::NotCovered { date })
        }
    }
}

fn next_day(date: Date) -> Result<Date, CalendarError> {
    date.add_days(1).ok_or(CalendarError::NotCovered { date })
}

impl TryFrom<CalendarData> for Calendar {
    type Error = CalendarError;

    fn try_from(data: CalendarData) -> Result<Calendar, CalendarError> {
        Calendar::new(data)
    }
}

impl From<Calendar> for CalendarData {
    fn from(calendar: Calendar) -> CalendarData {
        CalendarData {
            source: calendar.source,
            years: calendar.years.into_iter().collect(),
            holidays: calendar.holidays.into_iter().collect(),
            workdays: calendar.workdays.into_iter().collect(),
        }
    }
}

/// Why working days cannot be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// A date in a year that the calendar does not cover.
    NotCovered {
        /// The date.
        date: Date,
    },
    /// A make-up working day that is no weekend day.
    NotAWeekend {
        /// The date.
        date: Date,
    },
    /// A day listed both as a holiday and as a make-up working day.
    OffAndWorked {
        /// The date.
        date: Date,
    },
}

impl CalendarError {
    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            CalendarError::NotCovered { date } => format!("工作日历没有收录 {date} 所在的年份"),
            CalendarError::NotAWeekend { date } => format!("调休上班日 {date} 不是周末"),
            CalendarError::OffAndWorked { date } => format!("{date} 既列为放假又列为上班"),
        }
    }

    /// The sentence in English.
    pub fn en(&self) -> String {
        match self {
            CalendarError::NotCovered { date } => {
                format!("the calendar of working days does not cover the year of {date}")
            }
            CalendarError::NotAWeekend { date } => {
                format!("the make-up working day {date} is not a weekend day")
            }
            CalendarError::OffAndWorked { date } => {
                format!("{date} is listed both as a holiday and as a working day")
            }
        }
    }
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for CalendarError {}
