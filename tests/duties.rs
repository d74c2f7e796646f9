//! `polc duties`: by whom, by what word, about what.
#![allow(clippy::unwrap_used, clippy::unwrap_in_result, clippy::panic)]

mod common;

use common::memory::{Memory, polc as run};
use polc::cli::Exit;

const SET: &str = include_str!("fixtures/duties.pol");

fn polc(line: &str) -> (Exit, String) {
    let files = Memory::of(&[("set/list.pol", SET.as_bytes())]);
    let (exit, out, err) = run(&files, "C", &format!("duties --policies set {line}"));
    (exit, out + &err)
}

#[test]
fn duties_stand_under_those_who_bear_them() {
    let lines = ["--lang zh", "--lang en --clause 2", "--format json --clause 2"];
    let told = lines.map(|line| format!("$ polc duties {line}\n{}", polc(line).1));
    insta::assert_snapshot!(told.join("\n"));
}

/// Which duties and targets a search leaves, by name.
#[test]
fn a_search_leaves_what_it_asks_for() {
    let all = ["通信网络", "网上办电", "基站目标", "高压办电"];
    let left = |line: &str| {
        let told = polc(&format!("--lang zh {line}")).1;
        all.into_iter().filter(|name| told.contains(name)).collect::<Vec<_>>()
    };
    assert_eq!(left(""), all);
    // A duty with bodies of its own is theirs alone; targets are of those responsible.
    assert_eq!(left("--body 市供电公司"), ["网上办电", "高压办电"]);
    assert_eq!(left("--body power_company"), ["网上办电", "高压办电"]);
    assert_eq!(left("--body 供电"), ["网上办电", "高压办电"]);
    assert_eq!(left("--body 市工信局"), ["通信网络", "基站目标", "高压办电"]);
    // These can be said of duties only.
    assert_eq!(left("--topic 千兆"), ["通信网络"]);
    assert_eq!(left("--manner 鼓励"), ["网上办电"]);
    assert_eq!(left("--manner must"), ["通信网络"]);
    assert_eq!(left("--find 居民"), ["网上办电"]);
    assert_eq!(left("--clause 1"), ["通信网络", "基站目标"]);
    assert_eq!(left("--body 开发区管委会"), [""; 0]);
    assert_eq!(polc("--lang zh --topic 上市").1, "没有这样的职责。\n");
}

#[test]
fn what_is_not_there_cannot_be_asked_for() {
    let misused = |line: &str| {
        let (exit, told) = polc(&format!("--lang zh {line}"));
        assert_eq!(exit, Exit::Usage, "{told}");
        told
    };
    assert!(misused("--body 市工信句").contains("是 市工信局 吗"));
    assert!(misused("--manner 必须").contains("应当、不得、可以"));
    assert!(misused("--clause 3").contains("清单里没有条款 3"));
}
