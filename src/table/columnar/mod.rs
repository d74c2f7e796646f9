//! Parquet: typed columns in row groups, of which a few rows at a time are in memory.

mod buffer;
mod chunks;
mod decode;
mod read;
mod write;

pub(super) use read::open;
pub(super) use write::ParquetWriter;
