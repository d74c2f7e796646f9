//! Words of official writing: units, idioms that hold numerals, comparison words.

/// Unit words as a text has them, and as the language writes them. Longer ones stand before those
/// they begin with.
pub(super) const UNITS: &[(&str, &str)] = &[
    ("个工作日", "个工作日"),
    ("工作日", "个工作日"),
    ("个纳税年度", "年"),
    ("个会计年度", "年"),
    ("个自然年", "年"),
    ("个年度", "年"),
    ("周年", "年"),
    ("年", "年"),
    ("个月", "个月"),
    ("月份", "月"),
    ("月", "月"),
    ("个小时", "小时"),
    ("小时", "小时"),
    ("个自然日", "天"),
    ("自然日", "天"),
    ("天", "天"),
    ("日", "天"),
    ("个百分点", "个百分点"),
    ("百分点", "个百分点"),
    ("个基点", "个基点"),
    ("基点", "个基点"),
    ("BP", "个基点"),
    ("吨标准煤", "吨标准煤"),
    ("吨标煤", "吨标准煤"),
    ("吨", "吨"),
    ("千克", "千克"),
    ("公斤", "公斤"),
    ("克", "克"),
    ("平方公里", "平方公里"),
    ("平方千米", "平方公里"),
    ("平方米", "平方米"),
    ("㎡", "平方米"),
    ("立方米", "立方米"),
    ("公里", "公里"),
    ("千米", "公里"),
    ("公顷", "公顷"),
    ("亩", "亩"),
    ("米", "米"),
    ("千瓦时", "千瓦时"),
    ("千瓦", "千瓦"),
    ("兆瓦", "兆瓦"),
    ("kWh", "千瓦时"),
    ("kW", "千瓦"),
    ("MW", "兆瓦"),
    ("度", "度"),
    ("元", "元"),
    ("%", "%"),
    ("‰", "‰"),
    ("人次", "人次"),
    ("家次", "家次"),
    ("人", "人"),
    ("名", "名"),
    ("户", "户"),
    ("家", "家"),
    ("项", "项"),
    ("件", "件"),
    ("座", "座"),
    ("台", "台"),
    ("套", "套"),
    ("辆", "辆"),
    ("个", "个"),
    ("次", "次"),
    ("倍", "倍"),
];

/// Measure words with which 一 is an article rather than a count: 一个项目, 一项, 一次性.
pub(super) const ARTICLES: &[&str] = &[
    "个", "项", "家", "户", "人", "名", "件", "座", "台", "套", "辆", "次", "度", "天", "日", "米",
];

/// What stands before a hanzi numeral that counts nothing: 第一年, 同一年, 上一年.
pub(super) const NO_COUNT_AFTER: &[char] =
    &['第', '上', '下', '同', '某', '任', '前', '当', '唯', '统', '逐', '首'];

/// Idioms in which a hanzi numeral before a unit word counts nothing.
pub(super) const IDIOMS: &[&str] = &[
    "一年期",
    "一次性",
    "一年一度",
    "一家人",
    "一人一",
    "一户一",
    "一件事",
    "一个个",
    "两个维护",
    "两个确立",
    "四个意识",
    "四个自信",
    "五个一",
    "三年行动",
    "五年规划",
    "千家万户",
    "十项全能",
    "百日行动",
    "一日游",
    "万元户",
    "八项规定",
    "两项改革",
    "三个代表",
];

/// Words that say a number: the figure they stand for.
pub(super) const NUMBER_WORDS: &[(&str, &str)] = &[
    ("减半", "50%"),
    ("折半", "50%"),
    ("一半", "50%"),
    ("半数", "50%"),
    ("全额", "100%"),
    ("等额", "1:1"),
    ("翻一番", "2"),
    ("翻番", "2"),
    ("翻两番", "4"),
];

/// Comparison words that stand right before a figure, longer ones first.
pub(super) const BEFORE: &[&str] = &[
    "最高不超过",
    "最长不超过",
    "最多不超过",
    "上限不超过",
    "不超过",
    "不超",
    "不高于",
    "不多于",
    "不大于",
    "不低于",
    "不少于",
    "不小于",
    "不晚于",
    "不早于",
    "至少达到",
    "至少",
    "未达到",
    "达不到",
    "达到",
    "未满",
    "不满",
    "不足",
    "不到",
    "低于",
    "少于",
    "小于",
    "早于",
    "晚于",
    "超过",
    "超出",
    "高于",
    "多于",
    "大于",
    "最高",
    "最低",
    "最多",
    "最长",
    "至多",
    "满",
    "压缩至",
    "压缩到",
    "压减至",
    "压减到",
    "缩短至",
    "缩短到",
    "精减至",
    "精简至",
    "减少到",
    "减至",
    "降低到",
    "降至",
    "提高到",
    "提高至",
    "增加到",
    "延长至",
    "截止期限为",
    "截止时间为",
    "截至",
    "截止",
    "由",
    "自",
    "至",
    "含",
    "在",
];

/// What some words before a figure come down to: the rest is the action, not the comparison.
pub(super) const SHORTENED: &[(&str, &str)] =
    &[("延长至", "至"), ("截止期限为", "截止"), ("截止时间为", "截止"), ("截至", "截止")];

/// Words that also compare a figure from further off: `不超过投资额的 20%`.
pub(super) const FAR_BEFORE: &[&str] =
    &["最高不超过", "不超过", "不高于", "不低于", "不少于", "未达到", "不足"];

/// How many characters may stand between such a word and its figure.
pub(super) const FAR: usize = 20;

/// Comparison words that stand right after a figure, longer ones first.
pub(super) const AFTER: &[&str] = &[
    "及以上",
    "及以下",
    "以上",
    "以下",
    "以内",
    "之内",
    "以外",
    "左右",
    "(含本数)以上",
    "(含)以上",
    "(不含本数)以上",
    "(不含本数)以下",
    "(不含)以上",
    "(不含)以下",
    "(含)",
    "(含本数)",
    "内",
    "之前",
    "以前",
    "前",
    "起",
    "截止",
    "止",
];

/// What some words after a figure come down to.
pub(super) const SHORTENED_AFTER: &[(&str, &str)] = &[
    ("(含本数)以上", "以上"),
    ("(含)以上", "以上"),
    ("(不含本数)以上", "不含以上"),
    ("(不含本数)以下", "不含以下"),
    ("(不含)以上", "不含以上"),
    ("(不含)以下", "不含以下"),
    ("(含)", "含"),
    ("(含本数)", "含"),
    ("之前", "前"),
    ("以前", "前"),
];

/// Things by which a rate is counted: a figure of money after 每吨 is one of 元/吨.
pub(super) const PER: &[(&str, &str)] = &[
    ("吨标准煤", "吨标准煤"),
    ("吨标煤", "吨标准煤"),
    ("吨", "吨"),
    ("亩", "亩"),
    ("平方米", "平方米"),
    ("人", "人"),
    ("千瓦时", "千瓦时"),
    ("千瓦", "千瓦"),
    ("度", "度"),
    ("公斤", "公斤"),
];

/// The signs of a range.
pub(super) const RANGE: &[&str] = &["—", "——", "–", "-", "~", "至", "到"];

/// What stands between the members of a list.
pub(super) const LIST: &[&str] = &["、", "和", "或", "及"];
