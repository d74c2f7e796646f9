//! What several tests of the project's own files need: the files themselves.
#![allow(dead_code, unreachable_pub, clippy::disallowed_methods, clippy::unwrap_used)]
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
#![allow(clippy::unwrap_in_result, clippy::panic_in_result_fn, clippy::get_unwrap)]

pub mod memory;
pub mod records;

use std::fs;
use std::path::{Path, PathBuf};

/// The directory of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project: its path from the root with `/`, and its text.
pub struct ProjectFile {
    pub path: String,
    pub text: String,
}

/// The text files under a directory of the project, in order of their paths. What is built, and
/// what is not text, is left out.
pub fn files_under(directory: &str) -> Vec<ProjectFile> {
    let mut paths = Vec::new();
    collect(&root().join(directory), &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = String::from_utf8(fs::read(&path).unwrap()).ok()?;
        let path = path.strip_prefix(root()).unwrap();
        let path = path.to_str().unwrap().replace('\\', "/");
        Some(ProjectFile { path, text })
    };
    paths.into_iter().filter_map(read).collect()
}

fn collect(directory: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries.map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        if name == "target" || name == ".git" {
            continue;
        }
        match entry.file_type().unwrap().is_dir() {
            true => collect(&path, paths),
            false => paths.push(path),
        }
    }
}
