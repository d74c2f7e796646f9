//! `polc batch --summary`: what is told of the whole, on the console, in files and for programs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use polc::cli::{self, Environment, Exit};
use polc::driver::Disk;

/// The set of `tests/budget`, with a budget that 110.4万元 of awards exceed.
const LIST: &str = "清单 示范清单 (demo_list) {
  标题 \"示范清单\"
  时效 2022-01-01 至 2024-12-31
  层级 省级 (province)、市级 (city)
  支付 精确到 1分 四舍五入
  预算 2022年 100万元
  预算 2022年 100万元 先到先得 按 申报日
}
";

const DATA: [(&str, &str); 3] = [
    (
        "企业.csv",
        "编号,名称,申报日,重点,2022年 投资(万元),完整 项目,完整 历史\n\
         甲,甲公司,2022-03-01,是,200,是,是\n乙,,2022-02-01,否,800,是,是\n\
         丙,,2022-01-20,否,96,是,是\n丁,,2022-01-10,否,,是,是\n戊,,2022-01-05,否,104,是,是\n",
    ),
    ("项目.csv", "编号,企业编号,2022年 当年投资(万元)\n子,甲,100\n丑,甲,100\n"),
    ("设置.csv", "设置,值\n年度,2022\n"),
];

struct World(tempfile::TempDir);

impl World {
    fn new() -> World {
        let world = World(tempfile::tempdir().unwrap());
        for directory in ["policies", "data", "out"] {
            fs::create_dir(world.path(directory)).unwrap();
        }
        fs::write(world.path("policies/list.pol"), LIST).unwrap();
        let clauses = include_str!("fixtures/budget.pol");
        fs::write(world.path("policies/clauses.pol"), clauses).unwrap();
        for (name, text) in DATA {
            fs::write(world.path("data").join(name), text).unwrap();
        }
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// What a run of the data prints, this directory's name left out.
    fn run(&self, args: &[&str]) -> (Exit, String) {
        let environment =
            Environment { files: &Disk, variable: &|_| None, terminal: false, width: Some(100) };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let [data, policies] = ["data", "policies"].map(|name| self.path(name).into_os_string());
        let head = ["polc", "batch"].map(OsString::from);
        let named = [OsString::from("--policies"), policies];
        let given = args.iter().map(|arg| match arg.strip_prefix("OUT/") {
            Some(file) => self.path("out").join(file).into_os_string(),
            None => OsString::from(arg),
        });
        let args = head.into_iter().chain([data]).chain(named).chain(given);
        let exit = cli::run(args, &environment, &mut out, &mut err);
        let told = [out, err].map(|text| String::from_utf8(text).unwrap()).concat();
        (exit, told.replace(&self.0.path().display().to_string(), "…"))
    }
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_summary_is_told_and_written_as_tables_and_drawings() {
    let world = World::new();
    let (exit, told) = world.run(&["-o", "OUT/", "--summary", "--near", "5%", "--lang", "zh"]);
    assert_eq!(exit, Exit::Fine, "{told}");
    insta::assert_snapshot!(told);
    let written = names(&world.path("out"));
    for name in ["按条款.csv", "按条款.svg", "上限省下.csv", "预算.csv", "预算内的给付.csv"]
    {
        assert!(written.iter().any(|one| one == name), "{name} is not in {written:?}");
    }
    let borne = fs::read_to_string(world.path("out/预算内的给付.csv")).unwrap();
    // First come by day: 10.4 and 50 and 20万, then what is left of 100万.
    let told: Vec<&str> = borne.lines().skip(1).filter_map(|row| row.rsplit(',').next()).collect();
    assert_eq!(told, ["104000", "500000", "200000", "196000"]);
}

#[test]
fn a_summary_goes_into_the_workbook_or_one_of_its_own() {
    let world = World::new();
    let (exit, told) = world.run(&["-o", "OUT/all.xlsx", "--summary"]);
    assert_eq!(exit, Exit::Fine, "{told}");
    let (exit, told) = world.run(&["-o", "OUT/results.csv", "--summary-out", "OUT/sums.xlsx"]);
    assert_eq!(exit, Exit::Fine, "{told}");
    assert_eq!(names(&world.path("out")), ["all.xlsx", "results.csv", "sums.xlsx"]);
    for (name, charts) in [("all.xlsx", true), ("sums.xlsx", true)] {
        let file = fs::File::open(world.path("out").join(name)).unwrap();
        let archive = zip_names(file);
        assert_eq!(archive.iter().any(|one| one.contains("chart")), charts, "{archive:?}");
    }
    let again = World::new();
    again.run(&["-o", "OUT/all.xlsx", "--summary"]);
    let bytes = |world: &World| fs::read(world.path("out/all.xlsx")).unwrap();
    assert!(bytes(&world) == bytes(&again), "the same run gives the same bytes");
}

/// The names in a workbook, from the ends of its central directory's entries.
fn zip_names(mut file: fs::File) -> Vec<String> {
    use std::io::Read;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    let entry = b"PK\x01\x02";
    let at = |from: usize| bytes[from..].windows(4).position(|four| four == entry);
    let (mut names, mut from) = (Vec::new(), 0);
    while let Some(next) = at(from) {
        let start = from + next;
        let length = u16::from_le_bytes([bytes[start + 28], bytes[start + 29]]);
        let name = &bytes[start + 46..start + 46 + usize::from(length)];
        names.push(String::from_utf8_lossy(name).into_owned());
        from = start + 46;
    }
    names
}

#[test]
fn a_summary_for_programs_is_exact() {
    let world = World::new();
    let (exit, told) = world.run(&["-o", "OUT/results.csv", "--summary", "--format", "json"]);
    assert_eq!(exit, Exit::Fine, "{told}");
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let summary = &told["summary"];
    assert_eq!(summary["schema"], "polc.summary/1");
    assert_eq!(summary["budgets"][0]["over"], "104000");
    assert_eq!(summary["caps"][0]["saved"], "300000");
    assert_eq!(summary["spend"][0]["paid_by_city"], "402000");
    assert_eq!(summary["near"], serde_json::Value::Null, "it was not asked");
    let (_, plain) = world.run(&["-o", "OUT/results.csv", "--format", "json"]);
    assert!(!plain.contains("polc.summary"), "{plain}");
}

#[test]
fn what_cannot_be_asked_of_a_summary_is_refused() {
    let world = World::new();
    let wrong = [
        &["-o", "OUT/results.csv", "--near", "5"][..],
        &["-o", "OUT/results.csv", "--near", "100%"],
        &["-o", "OUT/results.csv", "--summary-out", "OUT/sums.csv"],
    ];
    let told = wrong.map(|args| {
        let (exit, told) = world.run(&[args, &["--lang", "zh"]].concat());
        assert_eq!(exit, Exit::Usage, "{told}");
        told
    });
    insta::assert_snapshot!(told.concat());
    assert!(names(&world.path("out")).is_empty());
}
