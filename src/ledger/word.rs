//! Comparison words of official texts.

/// To which part of a boundary the figure itself belongs, or how near to it a value must be.
///
/// Words that complement each other agree: `低于 a` leaves a itself to the part above, and so does
/// `a 以上`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The part above: 以上, 不低于, 满, 低于, 不足.
    Above,
    /// The part below: 以下, 不超过, 最高, 含, 超过.
    Below,
    /// 左右.
    Near,
}

/// Fragments of words and the side they speak for. The first that a word holds decides, so those
/// that hold another (不超过, 超过) stand before it. Civil Code art. 1259: 以上, 以下, 以内 and 届满
/// include the figure; 不满, 超过 and 以外 do not. A text that says 不含本数 has the last word.
const FRAGMENTS: &[(&str, Side)] = &[
    ("不含以上", Side::Below),
    ("不含以下", Side::Above),
    ("左右", Side::Near),
    ("不超", Side::Below),
    ("不高于", Side::Below),
    ("不多于", Side::Below),
    ("不大于", Side::Below),
    ("不晚于", Side::Below),
    ("不低于", Side::Above),
    ("不少于", Side::Above),
    ("不小于", Side::Above),
    ("不早于", Side::Above),
    ("未达到", Side::Above),
    ("达不到", Side::Above),
    ("未满", Side::Above),
    ("不满", Side::Above),
    ("不足", Side::Above),
    ("不到", Side::Above),
    ("低于", Side::Above),
    ("少于", Side::Above),
    ("小于", Side::Above),
    ("早于", Side::Above),
    ("超过", Side::Below),
    ("超出", Side::Below),
    ("高于", Side::Below),
    ("多于", Side::Below),
    ("大于", Side::Below),
    ("晚于", Side::Below),
    ("以外", Side::Below),
    ("以上", Side::Above),
    ("至少", Side::Above),
    ("最低", Side::Above),
    ("达到", Side::Above),
    ("满", Side::Above),
    ("以下", Side::Below),
    ("内", Side::Below),
    ("最高", Side::Below),
    ("最多", Side::Below),
    ("最长", Side::Below),
    ("至多", Side::Below),
    ("上限", Side::Below),
    ("含", Side::Below),
    // What is brought down to a figure may be less, what is brought up to it may be more.
    ("压缩", Side::Below),
    ("压减", Side::Below),
    ("缩短", Side::Below),
    ("精减", Side::Below),
    ("精简", Side::Below),
    ("减少到", Side::Below),
    ("减至", Side::Below),
    ("降低到", Side::Below),
    ("降至", Side::Below),
    ("提高到", Side::Above),
    ("提高至", Side::Above),
    ("增加到", Side::Above),
];

impl Side {
    /// The side that a text's word speaks for; none for a word that leaves it open (从, 至, 由, 前)
    /// or that compares nothing.
    pub fn of(word: &str) -> Option<Side> {
        FRAGMENTS.iter().find(|(fragment, _)| word.contains(fragment)).map(|(_, side)| *side)
    }

    /// The side as seen from the other operand: `15亿元 低于 x` says what `x 超过 15亿元` says.
    #[must_use]
    pub fn mirrored(self) -> Side {
        match self {
            Side::Above => Side::Below,
            Side::Below => Side::Above,
            Side::Near => Side::Near,
        }
    }
}
