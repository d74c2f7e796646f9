//! Files that are written, with what keeps them from it as a problem.

use std::io;
use std::path::Path;

use super::files::{Files, Output};
use super::load::shown;
use crate::diag::{Code, Diagnostic, Text};
use crate::text;

/// A new file for a path, to be written piece by piece and then [`commit`]ted.
pub fn create<'a>(files: &'a dyn Files, path: &Path) -> Result<Box<dyn Output + 'a>, Diagnostic> {
    files.create(path).map_err(|error| unwritable(path, &error))
}

/// Puts a new file in the place of the one at the path.
pub fn commit(output: Box<dyn Output + '_>, path: &Path) -> Result<(), Diagnostic> {
    output.commit().map_err(|error| unwritable(path, &error))
}

/// Why a file cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let path = shown(path);
    let (message, help) = match error.kind() {
        io::ErrorKind::NotFound => (
            text!(zh: "没有放 {path} 的目录", en: "there is no directory for {path}"),
            text!(zh: "先建好目录，或换一个位置", en: "make the directory, or write elsewhere"),
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            text!(zh: "没有在那里写 {path} 的权限", en: "no permission to write {path} there"),
            elsewhere(),
        ),
        _ => (text!(zh: "{path} 写不了：{error}", en: "cannot write {path}: {error}"), elsewhere()),
    };
    Diagnostic::new(Code::CannotWrite, message).help(help)
}

fn elsewhere() -> Text {
    text!(zh: "换一个位置", en: "write elsewhere")
}
