//! The clauses of a whole text, by its numbering.

/// A clause of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseText {
    /// Its number; 0 for what stands outside of any clause.
    pub number: u32,
    /// The section it stands in, `二`; empty where the text has none.
    pub section: String,
    /// Its words, without number, heading and the line that names who is responsible.
    pub text: String,
    /// Who is responsible, as the text has it.
    pub responsible: String,
}

impl ClauseText {
    fn new(number: u32, section: &str, text: String) -> Self {
        Self { number, section: section.to_owned(), text, responsible: String::new() }
    }
}

/// How the line starts that names who is responsible.
const RESPONSIBLE: &str = "责任单位";

/// How the clauses of a text are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    /// `### 14`: a heading of Markdown.
    Heading,
    /// `第十四条 …`.
    Article,
    /// `14. …`, `14、…`.
    Plain,
}

/// The clauses of a text, in its order; what stands before, between and after them is clause 0 and
/// comes first.
pub fn clauses(text: &str) -> Vec<ClauseText> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let numbering = numbering(&text);
    let mut around = String::new();
    let mut found: Vec<ClauseText> = Vec::new();
    let (mut inside, mut section) = (false, "");
    for line in text.split('\n') {
        let bare = line.trim();
        if let Some((number, rest)) = numbering.and_then(|numbering| start(numbering, bare, &found))
        {
            found.push(ClauseText::new(number, section, format!("{rest}\n")));
            inside = true;
        } else if is_section(bare) {
            // A section's name holds no figure; its last item may stand outside of any clause.
            inside = false;
            section = section_number(bare);
            let rest = section_text(bare);
            around.push_str(rest);
            around.push('\n');
        } else if let Some(bodies) = bare.strip_prefix(RESPONSIBLE) {
            let bodies = bodies.trim_start_matches(['：', ':']).trim();
            if let Some(clause) = found.last_mut().filter(|_| inside) {
                clause.responsible = bodies.to_owned();
            }
        } else {
            let into = match found.last_mut().filter(|_| inside) {
                Some(clause) => &mut clause.text,
                None => &mut around,
            };
            into.push_str(line);
            into.push('\n');
        }
    }
    let around = ClauseText::new(0, "", around);
    std::iter::once(around).chain(found).collect()
}

/// The most exact numbering that the text uses.
fn numbering(text: &str) -> Option<Numbering> {
    let ways = [Numbering::Heading, Numbering::Article, Numbering::Plain];
    let uses = |way: Numbering| text.split('\n').any(|line| start(way, line.trim(), &[]).is_some());
    ways.into_iter().find(|way| uses(*way))
}

/// The number with which a line starts a clause, and the rest of the line. Numbers rise; a line that
/// speaks of a clause before (`第二条规定的…`) starts none.
fn start<'a>(way: Numbering, line: &'a str, before: &[ClauseText]) -> Option<(u32, &'a str)> {
    let last = before.last().map_or(0, |clause| clause.number);
    let (number, rest) = numbered(way, line)?;
    let continues = match way {
        Numbering::Heading | Numbering::Article => number > last,
        // A line that happens to start with a number continues no numbering.
        Numbering::Plain => number == last.saturating_add(1) || last == 0 && number > 0,
    };
    continues.then_some((number, rest))
}

fn numbered(way: Numbering, line: &str) -> Option<(u32, &str)> {
    match way {
        Numbering::Heading => {
            let name = line.strip_prefix('#')?.trim_start_matches('#').trim();
            let (number, rest) = leading_number(name)?;
            Some((number, rest.trim_start_matches(['.', '、', '．', ' '])))
        }
        Numbering::Article => {
            let (number, rest) = line.strip_prefix('第')?.split_once('条')?;
            Some((whole(number)?, rest.trim_start()))
        }
        Numbering::Plain => {
            let (number, rest) = leading_number(line)?;
            let rest = rest.strip_prefix(['.', '、', '．'])?;
            let is_decimal = rest.starts_with(|c: char| c.is_ascii_digit());
            (!is_decimal).then_some((number, rest.trim_start()))
        }
    }
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    Some((number.parse().ok()?, rest))
}

/// A number in Arabic digits or hanzi.
fn whole(text: &str) -> Option<u32> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let chars: Vec<char> = text.chars().collect();
        let numeral = super::numeral::hanzi(super::scan::Run(&chars), 0)?;
        let complete = numeral.end == chars.len() && numeral.scale.is_empty();
        complete.then(|| numeral.number.parse().ok())?
    })
}

/// `## 二、…` or `十三、…`.
fn is_section(line: &str) -> bool {
    let name = line.trim_start_matches('#').trim();
    name.split_once('、').is_some_and(|(number, _)| {
        !number.is_empty() && number.chars().all(super::numeral::is_numeral)
    }) || (line.starts_with('#') && !line.starts_with("####"))
}

/// The number of a section, `二`.
fn section_number(line: &str) -> &str {
    let name = line.trim_start_matches('#').trim();
    name.split_once('、').map_or("", |(number, _)| number)
}

/// What a section's line says after its number; of a heading, nothing.
fn section_text(line: &str) -> &str {
    match line.starts_with('#') {
        true => "",
        false => line.split_once('、').map_or("", |(_, rest)| rest),
    }
}
