//! `polc batch` from files to files.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod common;
#[path = "../benches/generate/mod.rs"]
mod generate;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;

use common::root;
use generate::files::DataFiles;
use generate::grants::is_at_or_below;
use generate::{Generator, YEARS};
use polc::cli::{self, Environment, Exit};
use polc::driver::{Disk, compile};
use polc::eval::{Facts, NoTrace, evaluate};
use polc::ir::{KindId, Program};
use polc::quantity::Exact;
use polc::scenario::{Directory, ScenarioRecord, outcomes_record};
use polc::source::Sources;
use polc::table::Format;

/// What a command line prints, and how it ends.
fn run(args: &[&str]) -> (Exit, String) {
    let environment =
        Environment { files: &Disk, variable: &|_| None, terminal: false, width: None };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["polc"].iter().chain(args).map(OsString::from);
    let exit = cli::run(args, &environment, &mut out, &mut err);
    let told = [out, err].map(|text| String::from_utf8(text).unwrap()).concat();
    (exit, told)
}

struct World {
    program: Program,
    sources: Sources,
    rows: Vec<Facts>,
}

/// Made-up enterprises, and a directory of their files.
fn world(directory: &Path, count: u64) -> World {
    let compiled = compile(&Disk, &[root().join("policies")]);
    let program = compiled.program.unwrap();
    let generator = Generator::new(&program, &compiled.files, &YEARS, 7);
    let rows: Vec<Facts> = (0..count).map(|row| generator.facts(row)).collect();
    let kinds = (0..).map(KindId).take(program.vocabulary.kinds.len());
    let kinds = kinds.filter(|kind| is_at_or_below(&program, *kind, generator.enterprise()));
    fs::create_dir_all(directory).unwrap();
    let open = |name: &str| File::create(directory.join(name)).unwrap();
    let mut files = DataFiles::create(&program, kinds, &rows, Format::Csv, open);
    rows.iter().for_each(|facts| files.add(facts));
    files.finish();
    World { sources: compiled.sources, program, rows }
}

/// The rows of a CSV file by the titles of their columns; empty cells are left out.
fn read(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let titles = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        let cells = titles.iter().zip(&row).filter(|(_, cell)| !cell.is_empty());
        cells.map(|(title, cell)| (title.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// What `polc run --format json` says of the same facts, in the columns of a table.
fn ran(world: &World, directory: &Directory, facts: &Facts) -> Vec<BTreeMap<String, String>> {
    let outcomes = evaluate(&world.program, facts, &mut NoTrace);
    let scenario = ScenarioRecord { title: "", digest: "" };
    let told = outcomes_record(directory, &world.sources, scenario, facts, &outcomes);
    let told = serde_json::to_value(told).unwrap();
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut rows = Vec::new();
    for one in told["outcomes"].as_array().unwrap() {
        let mut row = BTreeMap::new();
        let mut put = |title: &str, value: String| {
            if !value.is_empty() {
                row.insert(title.to_owned(), value);
            }
        };
        put("id", facts.subjects[0].label.clone());
        put("clause", text(&one["clause"]));
        put("stage", text(&one["stage"]["en"]));
        put("year", text(&one["year"]));
        let status = match (text(&one["status"]).as_str(), one["value"].as_bool()) {
            ("determined", Some(true)) => "yes".to_owned(),
            ("determined", _) => "no".to_owned(),
            (status, _) => status.to_owned(),
        };
        put("outcome", status);
        put("amount(yuan)", text(&one["amount"]));
        let none = one["may_be_none"].as_bool() == Some(true);
        let low = text(&one["low"]);
        let positive = !low.is_empty() && !low.starts_with('-');
        put("low(yuan)", if none && positive { "0".to_owned() } else { low });
        put("high(yuan)", text(&one["high"]));
        for payer in one["payers"].as_array().unwrap() {
            put(&format!("{}(yuan)", text(&payer["level"]["en"])), text(&payer["amount"]));
        }
        let missing = one["missing"].as_array().map_or(0, Vec::len);
        put("missing", if missing == 0 { String::new() } else { missing.to_string() });
        rows.push(row);
    }
    rows
}

/// The columns of a result that [`ran`] tells as well.
fn comparable(mut row: BTreeMap<String, String>) -> BTreeMap<String, String> {
    for title in ["name", "clause name", "rule", "kind", "subject", "money", "decisions", "reason"]
    {
        row.remove(title);
    }
    if let Some(missing) = row.get_mut("missing") {
        *missing = missing.split(", ").count().to_string();
    }
    row
}

fn sorted(mut rows: Vec<BTreeMap<String, String>>) -> Vec<BTreeMap<String, String>> {
    rows.sort();
    rows
}

#[test]
fn a_row_of_a_batch_is_what_a_run_of_it_says() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let world = world(&data, 60);
    let directory = Directory::new(&world.program);
    let out = home.path().join("out.csv");
    let policies = root().join("policies");
    let [data, out_text, policies] = [&data, &out, &policies].map(|path| path.to_str().unwrap());
    let args =
        ["batch", data, "-o", out_text, "--policies", policies, "--only", "all", "--lang", "en"];
    let (exit, told) = run(&args);
    assert_eq!(exit, Exit::Fine, "{told}");
    let mut rows: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for row in read(&out) {
        rows.entry(row["id"].clone()).or_default().push(comparable(row));
    }
    assert_eq!(rows.len(), world.rows.len());
    let mut statuses = BTreeMap::<String, usize>::new();
    for (facts, (id, rows)) in world.rows.iter().zip(rows) {
        let expected = sorted(ran(&world, &directory, facts));
        for row in &expected {
            *statuses.entry(row["outcome"].clone()).or_default() += 1;
        }
        assert_eq!(sorted(rows), expected, "{id}");
    }
    for status in ["granted", "range", "undetermined", "not_eligible", "yes"] {
        assert!(statuses.get(status) > Some(&20), "{status} is hardly tried: {statuses:?}");
    }
}

#[test]
fn the_rows_add_up_to_the_totals_to_the_fen() {
    let home = tempfile::tempdir().unwrap();
    let (data, out) = (home.path().join("data"), home.path().join("out.csv"));
    world(&data, 200);
    let args = ["batch", text(&data), "-o", text(&out), "--lang", "en", "--format", "json"];
    let (exit, told) = run(&args);
    assert_eq!(exit, Exit::Fine, "{told}");
    let add = |sum: &mut Exact, amount: &str| {
        *sum = sum.checked_add(Exact::parse(amount).unwrap()).unwrap();
    };
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let mut totals: BTreeMap<(String, String), Exact> = BTreeMap::new();
    for total in told["totals"].as_array().unwrap() {
        let level = total["level"]["en"].as_str().map(|level| format!("{level}(yuan)"));
        let key = (total["kind"].as_str().unwrap().to_owned(), level.unwrap_or_default());
        add(totals.entry(key).or_default(), total["amount"].as_str().unwrap());
    }
    let levels: Vec<String> = totals.keys().map(|(_, level)| level.clone()).collect();
    let mut sums: BTreeMap<(String, String), Exact> = BTreeMap::new();
    for row in read(&out).iter().filter(|row| row["outcome"] == "granted") {
        let shares: Vec<&String> = levels.iter().filter(|level| row.contains_key(*level)).collect();
        let kind = row["money"].clone();
        if shares.is_empty() {
            add(sums.entry((kind, String::new())).or_default(), &row["amount(yuan)"]);
            continue;
        }
        for level in levels.iter().collect::<std::collections::BTreeSet<_>>() {
            if let Some(amount) = row.get(level) {
                add(sums.entry((kind.clone(), level.clone())).or_default(), amount);
            }
        }
    }
    assert!(totals.len() > 4, "{totals:?}");
    assert_eq!(sums, totals);
}

/// A small data set: enterprises and their projects, the second with a fault.
fn small(directory: &Path, second: &str) {
    fs::create_dir_all(directory).unwrap();
    let file = |name: &str, text: &str| fs::write(directory.join(name), text).unwrap();
    file("设置.csv", "设置,值\n评价日,2022-12-31\n年度,2022\n");
    file(
        "企业.csv",
        &format!(
            "编号,名称,位于乳业开发区,营业收入(万元),完整 项目,完整 历史\n\
             A,甲乳业,是,30000,是,是\nB,乙包材,{second},1000,是,是\nC,丙食品,否,800,是,是\n"
        ),
    );
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    world(&data, 150);
    for end in ["csv", "xlsx"] {
        let mut first = None;
        for threads in ["1", "2", "5"] {
            let out = home.path().join(format!("{threads}.{end}"));
            let args = ["batch", text(&data), "-o", text(&out), "--threads", threads];
            let (exit, told) = run(&args);
            assert_eq!(exit, Exit::Fine, "{told}");
            let bytes = fs::read(&out).unwrap();
            let told = told.replace(text(&out), "");
            assert!(bytes.len() > 1000);
            assert!(first.get_or_insert((bytes.clone(), told.clone())) == &(bytes, told));
        }
    }
}

#[test]
fn no_subject_makes_an_empty_result() {
    let home = tempfile::tempdir().unwrap();
    let (data, out) = (home.path().join("企业.csv"), home.path().join("out.csv"));
    fs::write(&data, "编号,名称\n").unwrap();
    let (exit, told) = run(&["batch", text(&data), "-o", text(&out), "--lang", "en"]);
    assert_eq!(exit, Exit::Fine, "{told}");
    assert!(told.starts_with("0 subjects, 0 rows of results"), "{told}");
    assert_eq!(read(&out).len(), 0);
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("企业.csv");
    fs::write(&data, "编号,名称\nA,甲\n").unwrap();
    let out = home.path().join("out.csv");
    let elsewhere = home.path().join("none/out.csv");
    let unknown = home.path().join("out.doc");
    let cases: [(&[&str], Exit, &str); 9] = [
        (&["-o", text(&out), "--clause", "95"], Exit::Usage, "the list has no clause 95"),
        (&["-o", text(&out), "--only", "grantd"], Exit::Usage, "write `granted`"),
        (&["-o", text(&out), "--year", "22"], Exit::Usage, "“22” is no year"),
        (&["-o", text(&out), "--as-of", "2022-13-01"], Exit::Usage, "there is no month 13"),
        (&["-o", text(&out), "--reading", "14.x=1"], Exit::Usage, "there is no reading `x`"),
        (&["-o", text(&out), "--threads", "0"], Exit::Usage, "--threads is 1 at the least"),
        (&["-o", text(&data)], Exit::Usage, "write the results elsewhere"),
        (&["-o", text(&unknown)], Exit::Usage, "its ending tells no format"),
        (&["-o", text(&elsewhere)], Exit::Problems, "there is no directory for"),
    ];
    for (more, wanted, sentence) in cases {
        let args = [&["batch", text(&data)], more, &["--lang", "en"]].concat();
        let (exit, told) = run(&args);
        assert_eq!(exit, wanted, "{more:?}: {told}");
        assert!(told.contains(sentence), "{more:?}: {told}");
    }
    let mut left: Vec<_> =
        fs::read_dir(home.path()).unwrap().map(|one| one.unwrap().path()).collect();
    left.sort();
    assert_eq!(left, std::slice::from_ref(&data));
    assert_eq!(fs::read_to_string(&data).unwrap(), "编号,名称\nA,甲\n");
}

#[test]
fn bad_rows_are_all_told_and_nothing_is_written_unless_they_are_to_be_skipped() {
    let home = tempfile::tempdir().unwrap();
    let (data, out) = (home.path().join("data"), home.path().join("out.csv"));
    small(&data, "也许");
    fs::write(data.join("项目.csv"), "编号,所属编号\nP1,A\nP2,无\n").unwrap();
    fs::write(&out, "what stood there").unwrap();
    let args = ["batch", text(&data), "-o", text(&out), "--clause", "14", "--lang", "en"];
    let (exit, told) = run(&args);
    assert_eq!(exit, Exit::Problems, "{told}");
    assert!(told.contains("企业.csv C3") && told.contains("项目.csv B3"), "{told}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "what stood there");
    let bad = home.path().join("bad.csv");
    let (exit, told) = run(&[&args[..], &["--skip-bad-rows", text(&bad)]].concat());
    assert_eq!(exit, Exit::Fine, "{told}");
    assert!(told.contains("2 subjects, ") && told.contains("2 were left out"), "{told}");
    let listed = read(&bad);
    assert_eq!(listed.iter().map(|row| row["row"].as_str()).collect::<Vec<_>>(), ["3", "3"]);
    assert!(listed[0]["reason"].contains("企业.csv C3") && listed[1]["所属编号"] == "无");
    assert!(read(&out).iter().all(|row| row["id"] == "A" || row["id"] == "C"));
    // A row that cannot be read may have been anyone's.
    fs::write(data.join("项目.csv"), "编号,所属编号\nP1\n").unwrap();
    let (exit, told) = run(&[&args[..], &["--skip-bad-rows", text(&bad)]].concat());
    assert!(exit == Exit::Problems && told.contains("项目.csv"), "{told}");
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused_before_computing() {
    let home = tempfile::tempdir().unwrap();
    let (data, out) = (home.path().join("企业.csv"), home.path().join("out.xlsx"));
    let ids: String = (0..12_000).map(|id| format!("{id}\n")).collect();
    fs::write(&data, format!("编号\n{ids}")).unwrap();
    // Of every enterprise every rule is told, or at least the duties.
    for only in ["all", "listed,granted"] {
        let args = ["batch", text(&data), "-o", text(&out), "--only", only, "--lang", "en"];
        let (exit, told) = run(&args);
        assert_eq!(exit, Exit::Problems);
        assert!(
            told.contains("more than the 1048575 rows") && told.contains("--layout wide"),
            "{told}"
        );
        assert!(!out.exists());
    }
}

#[test]
fn a_directory_takes_a_file_for_each_table() {
    let home = tempfile::tempdir().unwrap();
    let (data, out) = (home.path().join("data"), home.path().join("out"));
    small(&data, "是");
    fs::create_dir(&out).unwrap();
    let (exit, told) =
        run(&["batch", text(&data), "-o", text(&out), "--clause", "14", "--lang", "zh"]);
    assert_eq!(exit, Exit::Fine, "{told}");
    let mut names: Vec<_> = fs::read_dir(&out)
        .unwrap()
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["合计.csv", "汇总.csv", "结果.csv"]);
    assert!(!read(&out.join("汇总.csv")).is_empty());
}

/// 甲乳业 has a project of 10亿元: at 2 % 2000万元, at 3 % 3000万元.
#[test]
fn figures_on_trial_are_told_with_what_they_come_to() {
    let home = tempfile::tempdir().unwrap();
    let (data, out) = (home.path().join("data"), home.path().join("out"));
    small(&data, "是");
    let projects = "编号,所属编号,按约定期限建成,当年完成投资(亿元)\np1,A,是,10\n";
    fs::write(data.join("项目.csv"), projects).unwrap();
    fs::create_dir(&out).unwrap();
    let line = ["batch", text(&data), "-o", text(&out), "--clause", "14", "--lang", "zh"];
    let plain = run(&line).1;
    assert!(plain.contains("20,000,000.00"), "{plain}");
    let trial = [&line[..], &["--set", "14.投资奖励.档1.率=3%"]].concat();
    let (exit, told) = run(&trial);
    assert_eq!(exit, Exit::Fine, "{told}");
    assert!(told.starts_with("14.投资奖励.档1.率：2% 改为 3%\n"), "{told}");
    assert!(told.contains("30,000,000.00"), "{told}");
    let figures = read(&out.join("试改的数.csv"));
    assert_eq!(figures.len(), 1);
    assert_eq!(figures[0]["试改为"], "3%");
    let kept = home.path().join("kept.csv");
    let line = ["batch", text(&data), "-o", text(&out), "--history", text(&kept), "--lang", "zh"];
    let (exit, told) = run(&[&line[..], &["--set", "14.投资奖励.档1.率=3%"]].concat());
    assert_eq!(exit, Exit::Usage, "{told}");
    assert!(!kept.exists());
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    world(&data, 40);
    for end in ["csv", "xlsx"] {
        let out = home.path().join(format!("out.{end}"));
        fs::write(&out, "what stood there").unwrap();
        let polc = env!("CARGO_BIN_EXE_polc");
        let line = format!(
            "trap '' XFSZ; ulimit -f 8; exec {polc} batch {} -o {} --only all --lang en",
            text(&data),
            text(&out)
        );
        let ran = std::process::Command::new("sh").args(["-c", &line]).output().unwrap();
        let told = String::from_utf8(ran.stderr).unwrap();
        assert!(!ran.status.success(), "{end}: {told}");
        // The crate that writes workbooks panics when its own temporary file is full.
        assert!(told.contains("E1111") && !told.contains("E9901"), "{end}: {told}");
        assert_eq!(fs::read_to_string(&out).unwrap(), "what stood there");
    }
}
