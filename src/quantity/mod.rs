//! Numbers, units and dates: exact or refused.
//!
//! | file | what it holds |
//! |---|---|
//! | `exact` | [`Exact`], the only type that touches `rust_decimal` |
//! | `literal` | reading a number from text, and why it may be refused |
//! | `wide` | the 256-bit integers behind exact comparison and rounding |
//! | `ratio` | [`Ratio`], the exact quotient a value is until it is rounded |
//! | `rounding` | [`Mode`] and the one place where a value is rounded |
//! | `dimension` | [`Dimension`]: what a number counts |
//! | `unit` | unit words, measure words, quantities as written |
//! | `display` | quantities as read: `3000万元`, `30,000,000.00` |
//! | `date`, `calendar` | dates, ranges, working days |
//! | `allocate` | an amount shared among payers in whole 分 |
//!
//! No operation here rounds but those that say so; every operation that cannot be exact gives
//! `None`. Errors are data with a sentence in Chinese (`zh`) and one in English (`en`).

mod allocate;
mod calendar;
mod date;
mod dimension;
mod display;
mod exact;
mod literal;
mod ratio;
mod rounding;
mod unit;
mod wide;

pub use allocate::{allocate, apportion};
pub use calendar::{Calendar, CalendarData, CalendarError};
pub use date::{Date, DateError, DateRange};
pub use dimension::{Base, Conversion, CountId, Dimension};
pub use display::{format_in, money_zh, short, yuan};
pub use exact::Exact;
pub use literal::ExactError;
pub use ratio::Ratio;
pub use rounding::Mode;
pub use unit::{
    CountError, Counts, Quantity, QuantityError, Unit, UnitError, parse_quantity, parse_unit,
    unit_words,
};
