//! Tables of typed cells: read from CSV, xlsx, Parquet and NDJSON, and written to them. Nothing
//! here knows of policies; [`dataset`](crate::dataset) makes facts of rows, and
//! [`batch`](crate::batch) rows of outcomes.

mod cell;

pub use cell::{Cell, Cells, Held, Row};
