//! From paths to source texts.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{FileKind, Files};
use crate::diag::{Code, Diagnostic, Diagnostics, Text};
use crate::source::{DecodeError, MAX_FILE_BYTES, Sources, decode};
use crate::text;

/// The ending of a file of the language.
const EXTENSION: &str = "pol";

/// The texts found under some paths, and what could not be read.
#[derive(Debug, Default)]
pub struct Texts {
    /// The files, those of a directory sorted by path.
    pub sources: Sources,
    /// The path of each file.
    pub paths: Vec<PathBuf>,
    /// What could not be read.
    pub diagnostics: Diagnostics,
}

/// Reads every file named, and every `.pol` file in the directories named, each once.
///
/// Files and directories whose name starts with a dot are passed over, as tools keep their own
/// there.
pub fn texts(files: &dyn Files, paths: &[PathBuf]) -> Texts {
    let mut loader = Loader { files, seen: BTreeSet::new(), texts: Texts::default() };
    for path in paths {
        loader.add(path);
    }
    loader.texts
}

/// Reads one file, which must not be a directory.
pub fn text(files: &dyn Files, path: &Path) -> Result<String, Box<Diagnostic>> {
    match files.kind(path) {
        Err(error) => Err(Box::new(unreadable(path, &error))),
        Ok(FileKind::Directory) => Err(Box::new(is_directory(path))),
        Ok(FileKind::File { bytes }) => read(files, path, bytes),
    }
}

struct Loader<'a> {
    files: &'a dyn Files,
    seen: BTreeSet<PathBuf>,
    texts: Texts,
}

impl Loader<'_> {
    /// Takes in a path that the user named.
    fn add(&mut self, path: &Path) {
        let before = self.texts.paths.len();
        match self.visit(path, true) {
            Err(error) => self.refuse(unreadable(path, &error)),
            Ok(FileKind::File { .. }) => (),
            Ok(FileKind::Directory) => {
                let found = self.texts.paths.len() > before;
                if !found && self.texts.diagnostics.is_empty() {
                    self.refuse(no_files(path));
                }
            }
        }
    }

    /// Takes in a file or a directory. A file found in a directory must end in `.pol`, one named
    /// by the user (`named`) need not.
    fn visit(&mut self, path: &Path, named: bool) -> io::Result<FileKind> {
        let kind = self.files.kind(path)?;
        let skipped = match kind {
            FileKind::File { .. } => !named && path.extension().is_none_or(|end| end != EXTENSION),
            FileKind::Directory => false,
        };
        if skipped || !self.seen.insert(self.files.identity(path)?) {
            return Ok(kind);
        }
        match kind {
            FileKind::File { bytes } => match read(self.files, path, bytes) {
                Ok(text) => {
                    self.texts.sources.add(shown(path), text);
                    self.texts.paths.push(path.to_owned());
                }
                Err(diagnostic) => self.refuse(*diagnostic),
            },
            FileKind::Directory => self.visit_all(path)?,
        }
        Ok(kind)
    }

    fn visit_all(&mut self, directory: &Path) -> io::Result<()> {
        let mut entries = self.files.entries(directory)?;
        entries.retain(|path| !is_hidden(path));
        entries.sort();
        for entry in entries {
            if let Err(error) = self.visit(&entry, false) {
                self.refuse(unreadable(&entry, &error));
            }
        }
        Ok(())
    }

    fn refuse(&mut self, diagnostic: Diagnostic) {
        self.texts.diagnostics.push(diagnostic);
    }
}

pub(super) fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}

fn read(files: &dyn Files, path: &Path, bytes: u64) -> Result<String, Box<Diagnostic>> {
    let name = shown(path);
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    if bytes > MAX_FILE_BYTES {
        return Err(refused(DecodeError::TooLarge { name, bytes }));
    }
    match files.read(path) {
        Ok(content) => match decode(&name, &content).map_err(refused)? {
            text if text.trim().is_empty() => Err(Box::new(empty(&name))),
            text => Ok(text),
        },
        Err(error) => Err(Box::new(unreadable(path, &error))),
    }
}

fn refused(error: DecodeError) -> Box<Diagnostic> {
    Box::new(error.into())
}

/// A file without a word is one that was lost on the way here, and would be missed by nobody.
fn empty(name: &str) -> Diagnostic {
    let message = text!(zh: "{name} 是空的", en: "{name} is empty");
    let help = text!(
        zh: "重新取得这个文件；不要的文件就删去", en: "get the file again, or remove it if it is not wanted",
    );
    Diagnostic::new(Code::EmptyFile, message).help(help)
}

/// A path as it is shown, with the same separators everywhere.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let path = shown(path);
    let message = match error.kind() {
        io::ErrorKind::NotFound => text!(
            zh: "没有 {path} 这个文件或目录",
            en: "there is no file or directory {path}",
        ),
        io::ErrorKind::PermissionDenied => text!(
            zh: "没有读取 {path} 的权限",
            en: "no permission to read {path}",
        ),
        _ => text!(zh: "{path} 读不了：{error}", en: "cannot read {path}: {error}"),
    };
    Diagnostic::new(Code::UnreadableFile, message).maybe_help(help_to_read(error.kind()))
}

fn help_to_read(kind: io::ErrorKind) -> Option<Text> {
    (kind == io::ErrorKind::PermissionDenied).then(|| {
        text!(
            zh: "请文件的所有者开放读取权限，例如 chmod a+r",
            en: "ask its owner to allow reading, as with chmod a+r",
        )
    })
}

fn is_directory(path: &Path) -> Diagnostic {
    let path = shown(path);
    let message = text!(
        zh: "{path} 是目录，这里要的是文件",
        en: "{path} is a directory, where a file is wanted",
    );
    let help = text!(zh: "写出其中一个文件的路径", en: "name a file in it");
    Diagnostic::new(Code::UnreadableFile, message).help(help)
}

fn no_files(path: &Path) -> Diagnostic {
    let path = shown(path);
    let message = text!(
        zh: "目录 {path} 里没有 .{EXTENSION} 文件",
        en: "there is no .{EXTENSION} file in the directory {path}",
    );
    Diagnostic::new(Code::UnreadableFile, message)
}
