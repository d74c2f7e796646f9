//! Where bytes come from and go to: the one seam between polc and the file system.

use std::io::{self, Cursor, Read, Seek, Write};
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

/// A file that is read piece by piece.
pub trait Input: Read + Seek + Send {}

impl<T: Read + Seek + Send> Input for T {}

/// A file that is being written anew. What stood at its path stays whole until
/// [`commit`](Output::commit) puts the new one in its place; dropped before that, nothing changes.
pub trait Output: Write + Seek + Send {
    /// Puts the new file in the place of the old one.
    fn commit(self: Box<Self>) -> io::Result<()>;
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

    /// A file, to be read piece by piece.
    fn open(&self, file: &Path) -> io::Result<Box<dyn Input>> {
        Ok(Box::new(Cursor::new(self.read(file)?)))
    }

    /// A new file for a path, to be written piece by piece and then committed.
    fn create(&self, file: &Path) -> io::Result<Box<dyn Output + '_>>;

    /// The same for every path to the same file or directory, so that none is loaded twice.
    fn identity(&self, path: &Path) -> io::Result<PathBuf>;
}

/// The file system of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

#[allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the driver is where files are touched"
)]
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

    fn open(&self, file: &Path) -> io::Result<Box<dyn Input>> {
        Ok(Box::new(std::fs::File::open(file)?))
    }

    fn create(&self, file: &Path) -> io::Result<Box<dyn Output + '_>> {
        let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty());
        let beside = beside(directory.unwrap_or(Path::new(".")))?;
        Ok(Box::new(Replacement { beside, path: file.to_owned() }))
    }

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }
}

/// A new file in a directory, which may be read by whom the system lets read new files.
#[allow(clippy::disallowed_methods, reason = "the driver is where files are touched")]
fn beside(directory: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(directory)
}

/// A file beside the one it will replace, so that the replacement is one step of the file system.
#[derive(Debug)]
struct Replacement {
    beside: tempfile::NamedTempFile,
    path: PathBuf,
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.beside.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.beside.flush()
    }
}

impl Seek for Replacement {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.beside.seek(to)
    }
}

impl Output for Replacement {
    fn commit(mut self: Box<Self>) -> io::Result<()> {
        self.beside.flush()?;
        self.beside.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}
