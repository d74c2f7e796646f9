//! What the values of a column mean, and what they come to.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescriptor;

use crate::quantity::{Date, Exact};
use crate::table::binary::{self, Taken};
use crate::table::{Fault, Held};

/// What the values of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Yes or no, text, binary numbers: what the stored type says.
    Plain,
    /// A whole number without a sign, stored in one with.
    Unsigned,
    /// So many units of 10^−scale.
    Decimal { scale: u32 },
    /// Days from 1970.
    Day,
    /// A moment: so many of these to a day, counted from 1970.
    Moment { per_day: i64 },
    /// A part of a list or of a record.
    Nested,
    /// Nothing that a cell holds.
    Other,
}

/// What the values of a column mean.
pub(super) fn meaning(column: &ColumnDescriptor) -> Meaning {
    if column.max_rep_level() > 0 || column.path().parts().len() > 1 {
        return Meaning::Nested;
    }
    let logical = column.logical_type_ref();
    if let Some(LogicalType::Timestamp(moment)) = logical {
        return Meaning::Moment { per_day: per_day(&moment.unit) };
    }
    let converted = logical.map_or(column.converted_type(), |logical| Some(logical.clone()).into());
    match (converted, column.physical_type()) {
        (ConvertedType::DECIMAL, _) => match u32::try_from(column.type_scale()) {
            Ok(scale) => Meaning::Decimal { scale },
            Err(_) => Meaning::Other,
        },
        (ConvertedType::DATE, _) => Meaning::Day,
        (ConvertedType::TIMESTAMP_MILLIS, _) => Meaning::Moment { per_day: 86_400_000 },
        (ConvertedType::TIMESTAMP_MICROS, _) => Meaning::Moment { per_day: 86_400_000_000 },
        (
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64,
            _,
        ) => Meaning::Unsigned,
        (ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS | ConvertedType::INTERVAL, _)
        | (_, Type::INT96) => Meaning::Other,
        (_, Type::FIXED_LEN_BYTE_ARRAY) => Meaning::Other,
        _ if matches!(logical, Some(LogicalType::Time(_))) => Meaning::Other,
        _ => Meaning::Plain,
    }
}

fn per_day(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 86_400_000,
        TimeUnit::MICROS => 86_400_000_000,
        TimeUnit::NANOS => 86_400_000_000_000,
    }
}

/// The next values of a column: exactly so many, empty where there are none, texts of at most
/// `longest` bytes. Tells the positions of binary numbers that were rounded.
pub(super) fn decode(
    reader: &mut ColumnReader,
    meaning: Meaning,
    count: usize,
    longest: usize,
    rounded: &mut Vec<usize>,
) -> Result<Vec<Held>> {
    let mut binary = |at: usize, taken: std::result::Result<Taken, Fault>| match taken {
        Ok(taken) => {
            if taken.rounded {
                rounded.push(at);
            }
            Held::Number(taken.number)
        }
        Err(fault) => fault.into(),
    };
    match reader {
        ColumnReader::BoolColumnReader(reader) => {
            values(reader, count, |_, truth| Held::Truth(*truth))
        }
        ColumnReader::Int32ColumnReader(reader) => {
            values(reader, count, |_, value| match meaning {
                Meaning::Unsigned => whole(i128::from(value.cast_unsigned()), meaning),
                _ => whole(i128::from(*value), meaning),
            })
        }
        ColumnReader::Int64ColumnReader(reader) => {
            values(reader, count, |_, value| match meaning {
                Meaning::Unsigned => whole(i128::from(value.cast_unsigned()), meaning),
                _ => whole(i128::from(*value), meaning),
            })
        }
        ColumnReader::Int96ColumnReader(reader) => {
            values(reader, count, |_, _| Fault::NoValue("INT96".to_owned()).into())
        }
        ColumnReader::FloatColumnReader(reader) => {
            values(reader, count, |at, value| binary(at, binary::of_single(*value)))
        }
        ColumnReader::DoubleColumnReader(reader) => {
            values(reader, count, |at, value| binary(at, binary::of_double(*value)))
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            values(reader, count, |_, value| bytes(value.data(), meaning, longest))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            values(reader, count, |_, value| bytes(value.data(), meaning, longest))
        }
    }
}

/// Reads the values of one stored type, giving each with its position.
fn values<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    count: usize,
    mut held: impl FnMut(usize, &T::T) -> Held,
) -> Result<Vec<Held>> {
    let (mut levels, mut found) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut read = 0usize;
    while read < count {
        let wanted = count.saturating_sub(read);
        let (records, _, _) = reader.read_records(wanted, Some(&mut levels), None, &mut found)?;
        if records == 0 {
            return Err(ParquetError::EOF("a column is shorter than its row group".to_owned()));
        }
        read = read.saturating_add(records);
    }
    // A column that is never empty has no levels.
    if levels.is_empty() {
        return Ok(found.iter().enumerate().map(|(at, value)| held(at, value)).collect());
    }
    let mut found = found.iter();
    let cell = |(at, level): (usize, &i16)| match level {
        1 => found.next().map_or(Held::Empty, |value| held(at, value)),
        _ => Held::Empty,
    };
    Ok(levels.iter().enumerate().map(cell).collect())
}

/// A whole number by its meaning.
fn whole(value: i128, meaning: Meaning) -> Held {
    let day = |day: Option<i32>| match day.and_then(Date::of_day_number) {
        Some(date) => Held::Date(date),
        None => Fault::NoDate(value.to_string()).into(),
    };
    match meaning {
        Meaning::Decimal { scale } => match Exact::of_units(value, scale) {
            Some(number) => Held::Number(number),
            None => Fault::TooLong(scaled(value, scale)).into(),
        },
        Meaning::Day => day(i32::try_from(value).ok()),
        Meaning::Moment { per_day } => {
            let per_day = i128::from(per_day);
            let days = value.checked_div_euclid(per_day);
            let is_day = value.checked_rem_euclid(per_day) == Some(0);
            day(days.filter(|_| is_day).and_then(|days| i32::try_from(days).ok()))
        }
        Meaning::Plain | Meaning::Unsigned => match Exact::of_units(value, 0) {
            Some(number) => Held::Number(number),
            None => Fault::TooLong(value.to_string()).into(),
        },
        Meaning::Nested | Meaning::Other => other(),
    }
}

/// The text of so many units of 10^−scale.
fn scaled(units: i128, scale: u32) -> String {
    if scale == 0 { units.to_string() } else { format!("{units} × 10^-{scale}") }
}

/// Bytes by their meaning.
fn bytes(bytes: &[u8], meaning: Meaning, longest: usize) -> Held {
    match meaning {
        Meaning::Decimal { .. } => match big_endian(bytes) {
            Some(units) => whole(units, meaning),
            None => Fault::TooLong(format!("DECIMAL, {} bytes", bytes.len())).into(),
        },
        Meaning::Plain => match std::str::from_utf8(bytes).map(str::trim) {
            Ok("") => Held::Empty,
            Ok(text) if text.len() > longest => Fault::LongText(longest).into(),
            Ok(text) => Held::Text(text.into()),
            Err(_) => Fault::NoValue("BYTE_ARRAY".to_owned()).into(),
        },
        _ => other(),
    }
}

fn other() -> Held {
    Fault::NoValue("TIME, INTERVAL, UUID".to_owned()).into()
}

/// A two's complement number, its first byte the highest.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    if let Ok(whole) = bytes.try_into() {
        return Some(i128::from_be_bytes(whole));
    }
    let negative = bytes.first().is_some_and(|first| *first >= 0x80);
    let sign = if negative { 0xFF } else { 0 };
    let padding = bytes.len().checked_sub(16);
    let (dropped, kept) = bytes.split_at_checked(padding.unwrap_or(0))?;
    if dropped.iter().any(|byte| *byte != sign) {
        return None;
    }
    let mut whole = [sign; 16];
    whole.iter_mut().rev().zip(kept.iter().rev()).for_each(|(to, from)| *to = *from);
    let value = i128::from_be_bytes(whole);
    (value.is_negative() == negative).then_some(value)
}
