//! A file that several columns are read from at once.

use std::io::{self, BufReader, Read, SeekFrom};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use crate::table::Source;

/// A file shared by the readers of its columns.
pub(super) struct Chunks {
    input: Arc<Mutex<Box<dyn Source>>>,
    length: u64,
}

impl Chunks {
    pub(super) fn new(mut input: Box<dyn Source>) -> io::Result<Self> {
        let length = input.seek(SeekFrom::End(0))?;
        Ok(Self { input: Arc::new(Mutex::new(input)), length })
    }

    fn at(&self, offset: u64) -> At {
        At { input: Arc::clone(&self.input), offset }
    }
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Chunks {
    type T = BufReader<At>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(self.at(start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let wanted = u64::try_from(length)?;
        // Before memory is taken for it.
        if start.checked_add(wanted).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF("a part lies beyond the end of the file".to_owned()));
        }
        let mut bytes = Vec::with_capacity(length);
        self.at(start).take(wanted).read_to_end(&mut bytes)?;
        match bytes.len() == length {
            true => Ok(bytes.into()),
            false => Err(ParquetError::EOF("the file ends within a part".to_owned())),
        }
    }
}

/// Reads on from an offset of its own.
pub(super) struct At {
    input: Arc<Mutex<Box<dyn Source>>>,
    offset: u64,
}

impl Read for At {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut input = self.input.lock().map_err(|_| io::Error::other("a reader failed"))?;
        input.seek(SeekFrom::Start(self.offset))?;
        let read = input.read(buffer)?;
        self.offset = self.offset.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }
}
