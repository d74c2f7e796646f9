//! The shape of the code: layers, sizes, and what must not be named where.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::string_slice)]

mod common;

use common::{ProjectFile, files_under};

/// Modules in front of the library, above every layer of it.
const FRONT: &[&str] = &["cli", "main.rs"];

/// Modules that may touch files.
const MAY_READ_FILES: &[&str] = &["driver", "cli", "main.rs"];

/// The one file that may name the decimal crate.
const DECIMAL: &str = "src/quantity/exact.rs";

/// Names of one city, its levels of government, its bodies and programmes. Another city is
/// another directory of policies, so none of them may stand in the compiler or its grammar.
const LOCAL_NAMES: &str = "\
    呼和浩特 内蒙古 自治区 和林格尔 托克托 托清 清水河 武川 土默特 敕勒川 金山高新区 金山开发区 \
    乳业开发区 经济技术开发区 旗县 盟市 市级 县级 旗级 区级 市委 市政府 市本级 管委会 工信局 财政局 \
    发改委 科技局 税务局 人社局 商务局 农牧局 住建局 自然资源局 生态环境局 市场监管局 交通运输局 \
    统计局 林草局 金融办 网信办 人防办 供销社 春华水务 中燃公司 供电公司 政务服务局 区域经济合作局 \
    伊利 蒙牛 助保贷 银税贷 信易贷 政采贷 一起益企 六税两费 专精特新 小巨人 小升规 园中园 标准地 \
    Hohhot Mongolia Horinger Hohehot";

#[test]
fn modules_import_only_from_above() {
    let order = pipeline();
    let sources = files_under("src");
    let macros = exported_macros(&sources);
    let mut upward = Vec::new();
    for file in &sources {
        let Some(own) = order.iter().position(|module| *module == layer(file)) else {
            continue;
        };
        for imported in imports(file) {
            let home = macros.iter().find(|(name, _)| *name == imported);
            let module = home.map_or(imported, |(_, module)| module.clone());
            if order.iter().position(|known| *known == module) > Some(own) {
                upward.push(format!("{} imports {module}", file.path));
            }
        }
    }
    assert!(upward.is_empty(), "against the order of src/lib.rs: {upward:#?}");
}

#[test]
fn every_directory_of_src_has_its_place() {
    let order = pipeline();
    for file in files_under("src") {
        let layer = layer(&file);
        let known = order.contains(&layer) || FRONT.contains(&layer.as_str()) || layer == "lib.rs";
        assert!(known, "{} is in no module of src/lib.rs", file.path);
    }
}

#[test]
fn files_stay_small() {
    let limits = [("src", 500), ("tests", 800), ("benches", 800), ("grammar", 800)];
    for (directory, limit) in limits {
        for file in files_under(directory) {
            let lines = file.text.lines().count();
            let code = file.path.ends_with(".rs") || file.path.ends_with(".pest");
            assert!(!code || lines <= limit, "{} has {lines} lines, over {limit}", file.path);
        }
    }
}

#[test]
fn the_compiler_names_no_city() {
    let mut named = Vec::new();
    // The texts of the policies lie beside the code that ships them.
    let code = |file: &ProjectFile| !file.path.starts_with("src/driver/shipped.");
    for file in files_under("src").into_iter().chain(files_under("grammar")).filter(code) {
        let local = LOCAL_NAMES.split_whitespace().filter(|name| file.text.contains(name));
        named.extend(local.map(|name| format!("{} names {name}", file.path)));
    }
    assert!(named.is_empty(), "{named:#?}");
}

#[test]
fn only_exact_touches_decimal() {
    for file in files_under("src").iter().filter(|file| file.path != DECIMAL) {
        assert!(!code(file).contains("rust_decimal"), "{} uses rust_decimal", file.path);
    }
}

#[test]
fn only_the_driver_and_the_commands_touch_files() {
    for file in files_under("src") {
        let allowed = MAY_READ_FILES.contains(&layer(&file).as_str());
        assert!(allowed || !code(&file).contains("std::fs"), "{} uses std::fs", file.path);
    }
}

#[test]
fn the_scanner_sees_every_form_of_import() {
    let file = ProjectFile {
        path: "src/check/case/row.rs".into(),
        text: "use crate::{ast::{self, Tree}, ir};\n// crate::driver\nuse super::super::super::eval;\n\
               fn f() -> crate::scenario::Facts { super::super::own() }"
            .into(),
    };
    assert_eq!(imports(&file), ["ast", "ir", "scenario", "eval"]);
}

/// The modules of the library in pipeline order, as `src/lib.rs` lists them.
fn pipeline() -> Vec<String> {
    let lib = files_under("src").into_iter().find(|file| file.path == "src/lib.rs");
    let declared = |line: &str| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned());
    let order: Vec<_> = lib.unwrap().text.lines().filter_map(declared).collect();
    assert!(order.len() > 10, "src/lib.rs lists its modules, one a line: {order:?}");
    order
}

/// The top-level module a file belongs to.
fn layer(file: &ProjectFile) -> String {
    let path = file.path.strip_prefix("src/").unwrap();
    path.split('/').next().unwrap().to_owned()
}

/// A file's text without its comments.
fn code(file: &ProjectFile) -> String {
    let lines = file.text.lines().map(|line| line.split("//").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

/// Macros exported at the root of the crate, with the module that defines each.
fn exported_macros(sources: &[ProjectFile]) -> Vec<(String, String)> {
    let mut macros = Vec::new();
    for file in sources {
        for after in code(file).split("#[macro_export]").skip(1) {
            let name = after.split("macro_rules!").nth(1).unwrap_or_default();
            macros.push((word(name.trim_start()).to_owned(), layer(file)));
        }
    }
    macros
}

/// The first path segments below the root of the crate that a file names.
fn imports(file: &ProjectFile) -> Vec<String> {
    let code = code(file);
    let path = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
    let to_root = "super::".repeat(path.matches('/').count());
    let mut found = Vec::new();
    for prefix in ["crate::", &to_root] {
        for (at, _) in code.match_indices(prefix) {
            let inside = code[..at].chars().next_back();
            if !inside.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                found.extend(first_segments(&code[at + prefix.len()..]));
            }
        }
    }
    found
}

/// `a` of `a::b`, or `a` and `c` of `{a::b, c::{d, e}}`.
fn first_segments(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![word(path).to_owned()];
    };
    let (mut depth, mut start, mut segments) = (1, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || (depth == 1 && c == ',') {
            segments.push(word(group[start..at].trim_start()).to_owned());
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    segments.retain(|segment| !segment.is_empty());
    segments
}

/// The identifier at the start of the text.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}
