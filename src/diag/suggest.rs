//! "Did you mean": the known name closest to a mistyped one.

/// The candidate closest to `word`, if one is close.
///
/// Closeness is counted in characters, after folding look-alikes (稅 and 税, ％ and %, case): a
/// character put in, left out, changed, or swapped with its neighbour counts one. One change is
/// close in a word of up to five characters, two in a longer one; a single character is close
/// only to its look-alike. Of equally close candidates the first wins.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded: Vec<char> = word.chars().map(fold).collect();
    let allowed = match folded.len() {
        0 => return None,
        1 => 0,
        2..=5 => 1,
        _ => 2,
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .filter_map(|candidate| {
            let other: Vec<char> = candidate.chars().map(fold).collect();
            let apart = distance(&folded, &other, allowed)?;
            Some((apart, candidate))
        })
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, candidate)| candidate)
}

/// The unit closest to `word`: as [`suggest`] has it, or, since most units are a single character,
/// the one that is commonly mistyped so.
pub fn suggest_unit<'a>(
    word: &str,
    units: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    suggest(word, units.clone()).or_else(|| {
        let mut slips = UNIT_SLIPS.split_ascii_whitespace();
        let slip = slips.find(|slip| word.chars().count() == 1 && slip.contains(word))?;
        units.into_iter().find(|unit| slip.starts_with(*unit))
    })
}

/// Each unit of one character, then what is typed for it by the same sound or a like shape.
const UNIT_SLIPS: &str = "\
    吨顿囤盹炖钝墩吞 亩亳母牡姆畆畮 元圆园员原源院円 角脚饺解 分份芬粉 克刻客兑 年念粘 \
    月越 天添夭 日曰 度渡 倍培陪备 户护互沪 座坐做作 项向像相顷 人入仁 名明各 个各介 家加 \
    辆两 台抬 件仵建 次刺 只支 套奎";

/// Traditional forms and others easily taken for each other, each before the form it folds to;
/// no form folds twice.
const LOOK_ALIKES: &str = "\
    稅税 條条 貸贷 鄉乡 鎮镇 縣县 區区 業业 產产 員员 額额 農农 糧粮 億亿 萬万 畝亩 \
    噸吨 戶户 戸户 項项 類类 級级 數数 據据 學学 實实 驗验 證证 書书 設设 備备 廠厂 \
    館馆 車车 電电 氣气 熱热 資资 貼贴 補补 獎奖 勵励 費费 價价 購购 買买 賣卖 貿贸 \
    財财 務务 銀银 錢钱 債债 擔担 險险 償偿 還还 與与 為为 當当 應应 該该 會会 對对 \
    從从 於于 給给 發发 辦办 開开 關关 門门 間间 時时 長长 歲岁 際际 國国 內内 個个 \
    幾几 連连 續续 過过 達达 滿满 雙双 單单 単单 節节 簡简 團团 園园 場场 標标 準准 \
    認认 識识 訂订 許许 計计 劃划 統统 線线 網网 絡络 術术 創创 興兴 榮荣 獲获 總总 \
    優优 異异 奪夺 變变 體体 點点 鏈链 鋼钢 鐵铁 鹽盐 礦矿 處处 環环 競竞 爭争 適适 \
    選选 遲迟 遠远 邊边 階阶 隊队 雜杂 離离 難难 雲云 預预 頭头 題题 顧顾 風风 養养 \
    餘余 黨党 齊齐 齡龄 龍龙 収收 兩两 帳账 帐账 圓圆 週周 製制 複复 復复 係系 繫系 \
    範范 採采 並并 併并 夠够 強强 錄录 後后 裡里 裏里 佈布 佔占 捲卷 藉借 迳径 惟唯 \
    做作 ○〇";

/// A character as it counts in comparison.
fn fold(c: char) -> char {
    let c = half_width(c).to_ascii_lowercase();
    let mut pairs = LOOK_ALIKES.split_ascii_whitespace();
    let pair = pairs.find(|pair| pair.starts_with(c));
    pair.and_then(|pair| pair.chars().last()).unwrap_or(c)
}

/// The half-width twin of a full-width ASCII character (U+FF01 to U+FF5E), or the character.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The edit distance with swaps of neighbours (optimal string alignment), if not over `allowed`.
fn distance(a: &[char], b: &[char], allowed: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > allowed {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i.saturating_add(1)];
        for (j, y) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX);
            let changed = cell(&row, j).saturating_add(usize::from(x != y));
            let left_out = cell(&row, j.saturating_add(1)).saturating_add(1);
            let put_in = cell(&next, j).saturating_add(1);
            let swapped = match (i.checked_sub(1), j.checked_sub(1)) {
                (Some(p), Some(q)) if a.get(p) == Some(y) && b.get(q) == Some(x) => {
                    cell(&before, q).saturating_add(1)
                }
                _ => usize::MAX,
            };
            next.push(changed.min(left_out).min(put_in).min(swapped));
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|apart| *apart <= allowed)
}
