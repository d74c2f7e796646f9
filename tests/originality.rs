//! No sentence of the official text is copied into the project.
//!
//! Figures, names and defined terms are facts and may be shared; sentences may not. Where the
//! official text is at hand, no file of the project may share with it a run of more than
//! [`LONGEST_RUN`] hanzi, counted with everything else (spaces, digits, punctuation) taken out.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods
)]

mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;

use common::{files_under, root};

/// The longest run of hanzi that may be shared.
const LONGEST_RUN: usize = 14;

/// Names of bodies, documents and programmes, which a rule has to call what they are called. A
/// name breaks a run wherever it stands, in the project or in the official text.
const NAMES: &str = "\
    呼和浩特市人民政府 呼和浩特市 呼和浩特供电公司 内蒙古自治区人民政府 内蒙古自治区 自治区 \
    各旗县区人民政府 旗县区人民政府 旗县区 各开发区 经济技术开发区管委会 经济技术开发区 \
    和林格尔新区管委会 和林格尔新区 金山高新区 托清经济开发区 敕勒川乳业开发区管委会 敕勒川乳业开发区 \
    工信局 财政局 发改委 科技局 税务局 人社局 商务局 农牧局 住建局 自然资源局 生态环境局 \
    市场监管局 交通运输局 统计局 林草局 金融办 市委网信办 网信办 市委组织部 人防办 供销社 \
    行政审批和政务服务局 区域经济合作局 中级人民法院 城市燃气热力公司 春华水务公司 中燃公司 \
    中国证监会发行审查委员会 内蒙古自治区证监局 人民银行 \
    企业知识产权管理规范 重污染天气重点行业应急减排措施制定技术指南 建设项目分类管理名录 \
    重要商品和服务价格指数行为管理办法 乳制品生产许可证 企业所得税法实施条例 \
    关于印发自治区年坚持稳中求进推动产业高质量发展政策清单的通知 促进工业经济高质量发展政策清单 \
    内蒙古自治区促进工业经济平稳增长行动方案 十四五节能减排综合工作实施方案 \
    大宗商品保供稳价工作方案 关于加快呼和浩特科技城建设的意见 \
    国家企业技术中心 自治区级企业技术中心 企业研究开发中心 工程技术研究中心 制造业创新中心 \
    技术创新中心 重点实验室 专精特新 小巨人 助保贷 银税贷 信易贷 政采贷 一起益企 六税两费";

#[test]
fn nothing_is_copied_from_the_official_text() {
    let Some(path) = official_text() else {
        eprintln!("the official text is not at hand; nothing compared");
        return;
    };
    let official = runs(&std::fs::read_to_string(path).unwrap());
    let mut windows = BTreeMap::new();
    for run in &official {
        for (at, window) in run.windows(LONGEST_RUN + 1).enumerate() {
            windows.entry(window).or_insert((run, at));
        }
    }
    assert!(windows.len() > 1000, "the official text is there in full");

    let mut copied = Vec::new();
    for file in files_under("") {
        for run in runs(&file.text) {
            copied.extend(shared(&run, &windows).map(|words| format!("{}: {words}", file.path)));
        }
    }
    assert!(copied.is_empty(), "say it in other words: {copied:#?}");
}

#[test]
fn runs_are_counted_over_punctuation_and_broken_by_names() {
    let runs = runs("甲，乙 12 丙。市财政局、丁");
    let words: Vec<String> = runs.iter().map(|run| run.iter().collect()).collect();
    assert_eq!(words, ["甲乙丙市", "丁"]);
}

/// Where the official text is: `POLC_OFFICIAL_TEXT`, or beside the project.
fn official_text() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("POLC_OFFICIAL_TEXT") {
        return Some(path.into());
    }
    let beside = |directory: &std::path::Path| directory.join("shared/source/policy-list.md");
    let mut places = root().ancestors().skip(1).map(beside);
    places.find(|path| path.exists())
}

/// The hanzi of a text in runs that end only at a name.
fn runs(text: &str) -> Vec<Vec<char>> {
    let mut names: Vec<Vec<char>> =
        NAMES.split_whitespace().map(|name| name.chars().collect()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let hanzi: Vec<char> = text.chars().filter(|c| is_hanzi(*c)).collect();
    let (mut runs, mut at) = (vec![Vec::new()], 0);
    while at < hanzi.len() {
        match names.iter().find(|name| hanzi[at..].starts_with(name)) {
            Some(name) => {
                runs.push(Vec::new());
                at += name.len();
            }
            None => {
                runs.last_mut().unwrap().push(hanzi[at]);
                at += 1;
            }
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// The stretches of a run that also stand in the official text, each as long as it goes.
fn shared<'a>(
    run: &'a [char],
    windows: &'a BTreeMap<&[char], (&Vec<char>, usize)>,
) -> impl Iterator<Item = String> + 'a {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at + LONGEST_RUN < run.len() {
            if let Some((official, start)) = windows.get(&run[at..=at + LONGEST_RUN]) {
                let same = run[at..].iter().zip(&official[*start..]);
                let length = same.take_while(|(a, b)| a == b).count();
                let words = run[at..at + length].iter().collect();
                at += length;
                return Some(words);
            }
            at += 1;
        }
        None
    })
}

fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
