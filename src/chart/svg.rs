//! The SVG writer: shapes and words, placed by whole tenths of a pixel.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::markup;

/// A place or a length in tenths of a pixel. The origin is at the top left.
pub type Tenths = i64;

/// The height of a line of words.
pub const LINE: Tenths = 180;

/// Fonts that have hanzi, on the usual systems, then any.
const FONTS: &str = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Hiragino Sans GB',\
    'Microsoft YaHei','WenQuanYi Micro Hei','Noto Sans SC',sans-serif";

/// What the classes of shapes look like.
const STYLE: &str = "\
    .page{fill:#fff}\
    .title{font-size:15px;font-weight:600;fill:#1b1b1b}\
    .label{font-size:12px;fill:#444}\
    .tick{font-size:11px;fill:#555}\
    .note{font-size:12px;fill:#a3230f}\
    .grid{stroke:#e4e4e4;stroke-width:1;fill:none}\
    .axis{stroke:#555;stroke-width:1;fill:none}\
    .line{stroke:#14579e;stroke-width:2;fill:none;stroke-linecap:butt}\
    .band{fill:#14579e;fill-opacity:.16;stroke:none}\
    .dot{fill:#14579e;stroke:#14579e;stroke-width:1.5}\
    .ring{fill:#fff;stroke:#14579e;stroke-width:1.5}\
    .jump{stroke:#a3230f;stroke-width:1.2;stroke-dasharray:4 3;fill:none}\
    .bar{fill:#14579e}\
    .bar2{fill:#7ea6cf}\
    .bar3{fill:#d9a441}\
    .bar4{fill:#b9b9b9}";

/// Where words stand to their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// They start there.
    Start,
    /// It is their middle.
    Middle,
    /// They end there.
    End,
}

/// A drawing in the making.
#[derive(Debug, Clone)]
pub struct Svg {
    width: Tenths,
    height: Tenths,
    body: String,
}

impl Svg {
    /// An empty sheet.
    #[must_use]
    pub fn new(width: Tenths, height: Tenths) -> Svg {
        Svg { width, height, body: String::new() }
    }

    /// A rectangle from its top left corner.
    pub fn rect(&mut self, at: (Tenths, Tenths), size: (Tenths, Tenths), class: &str) {
        let (x, y, width, height) = (px(at.0), px(at.1), px(size.0), px(size.1));
        self.put(format_args!(
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        ));
    }

    /// A line through points.
    pub fn line(&mut self, points: &[(Tenths, Tenths)], class: &str) {
        let points = listed(points);
        self.put(format_args!(r#"<polyline class="{class}" points="{points}"/>"#));
    }

    /// A surface within points.
    pub fn area(&mut self, points: &[(Tenths, Tenths)], class: &str) {
        let points = listed(points);
        self.put(format_args!(r#"<polygon class="{class}" points="{points}"/>"#));
    }

    /// A circle around a point.
    pub fn circle(&mut self, at: (Tenths, Tenths), radius: Tenths, class: &str) {
        let (x, y, radius) = (px(at.0), px(at.1), px(radius));
        self.put(format_args!(r#"<circle class="{class}" cx="{x}" cy="{y}" r="{radius}"/>"#));
    }

    /// Words at a place.
    pub fn words(&mut self, at: (Tenths, Tenths), anchor: Anchor, class: &str, words: &str) {
        let (x, y, words) = (px(at.0), px(at.1), escaped(words));
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        self.put(format_args!(
            r#"<text class="{class}" x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>"#
        ));
    }

    /// The drawing, with a title and a description for those who do not see it.
    #[must_use]
    pub fn finished(self, title: &str, description: &str) -> String {
        let (width, height) = (px(self.width), px(self.height));
        let (title, description, body) = (escaped(title), escaped(description), self.body);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title desc\" \
             font-family=\"{FONTS}\">\n\
             <title id=\"title\">{title}</title>\n\
             <desc id=\"desc\">{description}</desc>\n\
             <style>{STYLE}</style>\n\
             <rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n\
             {body}</svg>\n"
        )
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = writeln!(self.body, "{element}");
    }
}

/// About how wide words are in small type: a hanzi twice as wide as a letter.
#[must_use]
pub fn width_of(words: &str) -> Tenths {
    i64::try_from(words.width()).unwrap_or(0).saturating_mul(64)
}

/// Tenths of a pixel in pixels.
fn px(tenths: Tenths) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

fn listed(points: &[(Tenths, Tenths)]) -> String {
    let points = points.iter().map(|(x, y)| format!("{},{}", px(*x), px(*y)));
    points.collect::<Vec<_>>().join(" ")
}

/// XML 1.0 has no place for control characters.
fn escaped(text: &str) -> String {
    markup::escaped(&text.replace(char::is_control, " "))
}
