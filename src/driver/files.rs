//! Where bytes come from and go to: the one seam between polc and the file system.

use std::io;
use std::path::{Path, PathBuf};

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file (or a pipe) of so many bytes, as far as is known before reading it.
    File {
        /// Its size.
        bytes: u64,
    },
    /// A directory.
    Directory,
}

/// Access to files. Commands read and write only through this, so that a file that cannot be read can
/// be tested without depending on who runs the test.
pub trait Files {
    /// What stands at the path, links followed.
    fn kind(&self, path: &Path) -> io::Result<FileKind>;

    /// The paths in a directory, in any order.
    fn entries(&self, directory: &Path) -> io::Result<Vec<PathBuf>>;

    /// The contents of a file.
    fn read(&self, file: &Path) -> io::Result<Vec<u8>>;

    /// Replaces the contents of a file.
    fn write(&self, file: &Path, text: &str) -> io::Result<()>;

    /// The same for every path to the same file or directory, so that none is loaded twice.
    fn identity(&self, path: &Path) -> io::Result<PathBuf>;
}

/// The file system of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

#[allow(clippy::disallowed_methods, reason = "the driver is where files are touched")]
impl Files for Disk {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        let metadata = std::fs::metadata(path)?;
        Ok(match metadata.is_dir() {
            true => FileKind::Directory,
            false => FileKind::File { bytes: metadata.len() },
        })
    }

    fn entries(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        let entries = std::fs::read_dir(directory)?;
        entries.map(|entry| Ok(entry?.path())).collect()
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(file)
    }

    fn write(&self, file: &Path, text: &str) -> io::Result<()> {
        std::fs::write(file, text)
    }

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }
}
