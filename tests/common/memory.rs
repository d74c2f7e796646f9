//! Files in memory, and the command line run on them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};

use polc::cli::{self, Environment, Exit};
use polc::driver::{FileKind, Files};

/// Files in memory; `None` is one that may not be read. What is written is kept apart.
#[derive(Default)]
pub struct Memory(pub BTreeMap<PathBuf, Option<Vec<u8>>>, pub RefCell<BTreeMap<PathBuf, String>>);

impl Memory {
    pub fn of(files: &[(&str, &[u8])]) -> Self {
        let files = files.iter().map(|(path, bytes)| (path.into(), Some(bytes.to_vec())));
        Self(files.collect(), RefCell::default())
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

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.components().filter(|part| *part != Component::CurDir).collect())
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
