//! Files in memory, and the command line run on them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Cursor, Seek, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use polc::cli::{self, Environment, Exit};
use polc::driver::{FileKind, Files, Output};

/// Files in memory; `None` is one that may not be read. What is written is kept apart: texts, and
/// files that were written piece by piece.
#[derive(Default)]
pub struct Memory(
    pub BTreeMap<PathBuf, Option<Vec<u8>>>,
    pub RefCell<BTreeMap<PathBuf, String>>,
    pub Mutex<BTreeMap<PathBuf, Vec<u8>>>,
);

impl Memory {
    pub fn of(files: &[(&str, &[u8])]) -> Self {
        let files = files.iter().map(|(path, bytes)| (path.into(), Some(bytes.to_vec())));
        Self(files.collect(), RefCell::default(), Mutex::default())
    }

    fn is_directory(&self, path: &Path) -> bool {
        self.0.keys().any(|file| file.starts_with(path) && file != path)
    }
}

impl Files for Memory {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        match self.0.get(path.strip_prefix(".").unwrap_or(path)) {
            Some(bytes) => {
                let bytes = bytes.as_ref().map_or(0, Vec::len).try_into().unwrap();
                Ok(FileKind::File { bytes })
            }
            None if self.is_directory(path) => Ok(FileKind::Directory),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn entries(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        let inside = self.0.keys().filter_map(|file| file.strip_prefix(directory).ok());
        let first = inside.filter_map(|rest| Some(directory.join(rest.components().next()?)));
        let mut entries: Vec<_> = first.collect();
        entries.dedup();
        entries.reverse();
        Ok(entries)
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        self.0.get(file).unwrap().clone().ok_or_else(|| io::ErrorKind::PermissionDenied.into())
    }

    fn write(&self, file: &Path, text: &str) -> io::Result<()> {
        if file.ends_with("read-only.pol") {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        self.1.borrow_mut().insert(file.to_owned(), text.to_owned());
        Ok(())
    }

    fn create(&self, file: &Path) -> io::Result<Box<dyn Output + '_>> {
        Ok(Box::new(Written(&self.2, file.to_owned(), Cursor::default())))
    }

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.components().filter(|part| *part != Component::CurDir).collect())
    }
}

/// A file in memory that is being written.
struct Written<'a>(&'a Mutex<BTreeMap<PathBuf, Vec<u8>>>, PathBuf, Cursor<Vec<u8>>);

impl Write for Written<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.2.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Written<'_> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.2.seek(to)
    }
}

impl Output for Written<'_> {
    fn commit(self: Box<Self>) -> io::Result<()> {
        self.0.lock().unwrap().insert(self.1, self.2.into_inner());
        Ok(())
    }
}

/// Exit, standard output and standard error of a command line.
pub fn polc(files: &dyn Files, locale: &str, line: &str) -> (Exit, String, String) {
    let environment = Environment {
        files,
        variable: &|name| (name == "LANG").then(|| locale.to_owned()),
        terminal: false,
        width: None,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["polc"].into_iter().chain(line.split_whitespace()).map(OsString::from);
    let exit = cli::run(args, &environment, &mut out, &mut err);
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}
