//! Writing Parquet: numbers as decimals of 38 digits, which lose none.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Stored, ZstdLevel};
use parquet::errors::{ParquetError, Result as Parquet};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use rayon::prelude::*;

use super::buffer::{Buffer, Encoded, Unfit};
use crate::diag::{CellPlace, Diagnostic};
use crate::table::sheet::cell_place;
use crate::table::{Cell, Column, Kind, TableWriter, problem};

/// The digits of a column of numbers, the most that common readers know.
pub(super) const PRECISION: i32 = 38;

/// The bytes of such a number.
pub(super) const BYTES: usize = 16;

/// How many rows stand in a row group.
const GROUP_ROWS: usize = 1 << 16;

/// After how many bytes a row group ends before that.
const GROUP_BYTES: usize = 64 << 20;

/// Writes one table as Parquet.
pub(in crate::table) struct ParquetWriter<W: Write + Send> {
    /// Where to, until the header tells the columns.
    output: Option<W>,
    file: Option<SerializedFileWriter<W>>,
    name: String,
    columns: Vec<Column>,
    /// The rows not written yet, by columns.
    buffers: Vec<Buffer>,
    /// How many rows were taken, and how many of them are written.
    rows: u64,
    waiting: usize,
    /// How many bytes the rows not written yet take.
    bytes: usize,
}

impl<W: Write + Send> ParquetWriter<W> {
    pub(in crate::table) fn new(output: W, name: &str) -> Self {
        Self {
            output: Some(output),
            file: None,
            name: name.to_owned(),
            columns: Vec::new(),
            buffers: Vec::new(),
            rows: 0,
            waiting: 0,
            bytes: 0,
        }
    }

    fn failed(&self, error: ParquetError) -> Diagnostic {
        let error = match error {
            ParquetError::External(error) => match error.downcast::<std::io::Error>() {
                Ok(error) => *error,
                Err(other) => std::io::Error::other(other),
            },
            other => std::io::Error::other(other),
        };
        problem::cannot_write(&self.name, error)
    }

    fn write_group(&mut self) -> Parquet<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        if self.waiting == 0 {
            return Ok(());
        }
        let (schema, properties) = (file.schema_descr(), file.properties());
        let columns = self.buffers.par_iter_mut().zip(schema.columns());
        let encoded: Parquet<Vec<Encoded>> =
            columns.map(|(buffer, column)| buffer.encode(column, properties)).collect();
        let mut group = file.next_row_group()?;
        for (bytes, closed) in encoded? {
            group.append_column(&bytes, closed)?;
        }
        group.close()?;
        (self.waiting, self.bytes) = (0, 0);
        Ok(())
    }

    /// Takes a cell into its column; the error is the place.
    fn take(&mut self, at: usize, cell: &Cell<'_>) -> Result<(), Diagnostic> {
        let place = || {
            let sheet = CellPlace { file: self.name.clone(), ..CellPlace::default() };
            cell_place(&sheet, self.rows.saturating_add(1), at)
        };
        let title = || self.columns.get(at).map_or("", |column| column.title.as_str());
        let Some(buffer) = self.buffers.get_mut(at) else {
            return Err(problem::unlike_column(place(), ""));
        };
        match buffer.take(cell) {
            Ok(bytes) => {
                self.bytes = self.bytes.saturating_add(bytes);
                Ok(())
            }
            Err(Unfit::Finer(scale)) => Err(problem::finer_than_column(place(), title(), scale)),
            Err(Unfit::Unlike) => Err(problem::unlike_column(place(), title())),
        }
    }
}

impl<W: Write + Send> TableWriter for ParquetWriter<W> {
    fn sheet(&mut self, _: &str, columns: &[Column]) -> Result<(), Diagnostic> {
        let Some(output) = self.output.take() else {
            return Err(problem::one_sheet(&self.name));
        };
        let properties = WriterProperties::builder()
            .set_created_by("polc".to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let file = schema(columns).and_then(|schema| {
            SerializedFileWriter::new(output, Arc::new(schema), Arc::new(properties))
        });
        self.file = Some(file.map_err(|error| self.failed(error))?);
        self.columns = columns.to_vec();
        self.buffers = columns.iter().map(|column| Buffer::new(column.kind)).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Diagnostic> {
        for at in 0..self.buffers.len() {
            self.take(at, cells.get(at).unwrap_or(&Cell::Empty))?;
        }
        self.rows = self.rows.saturating_add(1);
        self.waiting = self.waiting.saturating_add(1);
        if self.waiting >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
            self.write_group().map_err(|error| self.failed(error))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Diagnostic> {
        self.write_group().map_err(|error| self.failed(error))?;
        match self.file.take().map(SerializedFileWriter::close) {
            Some(Err(error)) => Err(self.failed(error)),
            Some(Ok(_)) | None => Ok(()),
        }
    }
}

fn schema(columns: &[Column]) -> Parquet<Type> {
    let field = |column: &Column| {
        let title = column.title.trim();
        let decimals = match column.kind {
            Kind::Number { decimals } => decimals,
            Kind::Ordinal | Kind::Text | Kind::Truth | Kind::Date => 0,
        };
        let (stored, logical, scale) = match column.kind {
            Kind::Text => (Stored::BYTE_ARRAY, Some(LogicalType::String), None),
            Kind::Number { .. } | Kind::Ordinal => {
                let scale = i32::try_from(decimals)?;
                let logical = LogicalType::decimal(scale, PRECISION);
                (Stored::FIXED_LEN_BYTE_ARRAY, Some(logical), Some(scale))
            }
            Kind::Truth => (Stored::BOOLEAN, None, None),
            Kind::Date => (Stored::INT32, Some(LogicalType::Date), None),
        };
        let mut field = Type::primitive_type_builder(title, stored)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        if let Some(scale) = scale {
            field = field
                .with_length(i32::try_from(BYTES)?)
                .with_precision(PRECISION)
                .with_scale(scale);
        }
        field.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Parquet<Vec<_>>>()?;
    Type::group_type_builder("table").with_fields(fields).build()
}
