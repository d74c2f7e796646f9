//! The cells of a column that wait to be written, and their encoding.

use std::sync::Arc;

use bytes::Bytes;
use parquet::column::writer::{
    ColumnCloseResult, ColumnWriter, get_column_writer, get_typed_column_writer_mut,
};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int32Type,
};
use parquet::errors::Result as Parquet;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::write::{BYTES, PRECISION};
use crate::table::cell::trimmed;
use crate::table::{Cell, Kind};

/// Rows of a column: the values there are, and for each row whether it has one.
pub(super) struct Buffer {
    values: Values,
    levels: Vec<i16>,
}

/// Values close together, so that taking one in takes no memory of its own.
enum Values {
    /// Texts one after the other, and where each ends.
    Text(Vec<u8>, Vec<usize>),
    /// Numbers in units of so many digits after the point, the highest byte first.
    Number(Vec<u8>, u32),
    Truth(Vec<bool>),
    /// Days from 1970.
    Day(Vec<i32>),
}

/// Why a cell cannot stand in a column.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unfit {
    /// It is of another sort.
    Unlike,
    /// It has more digits than the column, which has so many after the point.
    Finer(u32),
}

/// A column of a row group as it stands in the file.
pub(super) type Encoded = (Bytes, ColumnCloseResult);

impl Buffer {
    pub(super) fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text => Values::Text(Vec::new(), Vec::new()),
            Kind::Number { decimals } => Values::Number(Vec::new(), decimals),
            Kind::Ordinal => Values::Number(Vec::new(), 0),
            Kind::Truth => Values::Truth(Vec::new()),
            Kind::Date => Values::Day(Vec::new()),
        };
        Self { values, levels: Vec::new() }
    }

    /// Takes in a cell; how many bytes it takes.
    pub(super) fn take(&mut self, cell: &Cell<'_>) -> Result<usize, Unfit> {
        let taken = match (&mut self.values, cell) {
            (_, Cell::Empty) => {
                self.levels.push(0);
                return Ok(size_of::<i16>());
            }
            (Values::Number(values, scale), Cell::Number(number)) => {
                let units = number.units(*scale).filter(|units| fits(*units));
                values.extend(units.ok_or(Unfit::Finer(*scale))?.to_be_bytes());
                BYTES
            }
            (Values::Truth(values), Cell::Truth(truth)) => {
                values.push(*truth);
                size_of::<bool>()
            }
            (Values::Day(values), Cell::Date(date)) => {
                values.push(date.day_number());
                size_of::<i32>()
            }
            (Values::Text(all, ends), cell) => {
                let before = all.len();
                match cell {
                    Cell::Text(text) => all.extend(trimmed(text).as_bytes()),
                    Cell::Number(number) => all.extend(number.to_string().as_bytes()),
                    Cell::Truth(truth) => all.extend(truth.to_string().as_bytes()),
                    Cell::Date(date) => all.extend(date.to_string().as_bytes()),
                    Cell::Fault(fault) => all.extend(fault.shown().as_bytes()),
                    Cell::Empty => {}
                }
                ends.push(all.len());
                all.len().saturating_sub(before).saturating_add(size_of::<usize>())
            }
            _ => return Err(Unfit::Unlike),
        };
        self.levels.push(1);
        Ok(taken.saturating_add(size_of::<i16>()))
    }

    /// Encodes what waits, and waits for more.
    pub(super) fn encode(
        &mut self,
        column: &ColumnDescPtr,
        properties: &WriterPropertiesPtr,
    ) -> Parquet<Encoded> {
        let mut sink = TrackedWrite::new(Vec::new());
        let pages = Box::new(SerializedPageWriter::new(&mut sink));
        let mut writer = get_column_writer(Arc::clone(column), Arc::clone(properties), pages);
        self.write(&mut writer)?;
        let closed = writer.close()?;
        Ok((sink.into_inner()?.into(), closed))
    }

    fn write(&mut self, column: &mut ColumnWriter<'_>) -> Parquet<()> {
        let levels = std::mem::take(&mut self.levels);
        let levels = Some(levels.as_slice());
        match &mut self.values {
            Values::Text(all, ends) => {
                let texts = pieces(std::mem::take(all), ends.drain(..));
                let texts: Vec<ByteArray> = texts.map(ByteArray::from).collect();
                let column = get_typed_column_writer_mut::<ByteArrayType>(column);
                column.write_batch(&texts, levels, None)?;
            }
            Values::Number(all, _) => {
                let ends = (BYTES..=all.len()).step_by(BYTES);
                let numbers = pieces(std::mem::take(all), ends);
                let numbers = numbers.map(|number| ByteArray::from(number).into());
                let numbers: Vec<FixedLenByteArray> = numbers.collect();
                let column = get_typed_column_writer_mut::<FixedLenByteArrayType>(column);
                column.write_batch(&numbers, levels, None)?;
            }
            Values::Truth(values) => {
                let column = get_typed_column_writer_mut::<BoolType>(column);
                column.write_batch(&std::mem::take(values), levels, None)?;
            }
            Values::Day(values) => {
                let column = get_typed_column_writer_mut::<Int32Type>(column);
                column.write_batch(&std::mem::take(values), levels, None)?;
            }
        }
        Ok(())
    }
}

/// Pieces of one stretch of memory, by where each ends.
fn pieces(all: Vec<u8>, ends: impl Iterator<Item = usize>) -> impl Iterator<Item = Bytes> {
    let mut rest = Bytes::from(all);
    let mut before = 0usize;
    ends.map(move |end| {
        let piece = rest.split_to(end.saturating_sub(before));
        before = end;
        piece
    })
}

/// Whether so many units have no more digits than the column.
fn fits(units: i128) -> bool {
    units.unsigned_abs() < 10u128.pow(PRECISION.unsigned_abs())
}
