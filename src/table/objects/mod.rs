//! JSON: flat objects, in an array or one after the other (NDJSON). Numbers are taken from their
//! text, and never pass through binary ones.

mod read;
mod scan;
mod write;

pub(super) use read::open;
pub(super) use write::JsonWriter;
