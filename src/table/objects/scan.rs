//! Finding where objects begin and end, so that only one at a time is in memory.

use std::io::{BufRead, BufReader, Read};

use crate::diag::Text;
use crate::table::problem;
use crate::text;

/// Cuts a stream into the texts of its objects. They are not looked into: that is for whoever reads
/// them.
pub(super) struct Objects<R> {
    input: BufReader<R>,
    limit: u64,
    /// The object cut last, its memory used again.
    object: Vec<u8>,
    begun: bool,
    array: Array,
}

/// Where the scanner stands relative to an array around the objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Array {
    None,
    /// An object or the end may come, after `[`.
    Opened,
    /// A comma or the end must come.
    AfterObject,
    /// An object must come.
    AfterComma,
    Closed,
}

/// Why no object could be cut.
#[derive(Debug)]
pub(super) enum Stop {
    Unreadable(std::io::Error),
    TooLong,
    Malformed(Text),
}

impl<R: Read> Objects<R> {
    pub(super) fn new(input: R, limit: u64) -> Self {
        let input = BufReader::with_capacity(1 << 16, input);
        Self { input, limit, object: Vec::new(), begun: false, array: Array::None }
    }

    /// The text of the next object.
    pub(super) fn next(&mut self) -> Result<Option<&[u8]>, Stop> {
        if !self.begun {
            self.begin()?;
        }
        loop {
            let Some(byte) = self.peek_beyond_blanks()? else { return self.end() };
            match (byte, self.array) {
                (b'{', Array::None | Array::Opened | Array::AfterComma) => {
                    self.cut()?;
                    if self.array != Array::None {
                        self.array = Array::AfterObject;
                    }
                    return Ok(Some(&self.object));
                }
                (b',', Array::AfterObject) => self.array = Array::AfterComma,
                (b']', Array::Opened | Array::AfterObject) => self.array = Array::Closed,
                _ => return Err(unexpected(byte, self.array)),
            }
            self.input.consume(1);
        }
    }

    /// Passes over the mark of UTF-8 and the start of an array.
    fn begin(&mut self) -> Result<(), Stop> {
        self.begun = true;
        let beginning = self.input.fill_buf().map_err(Stop::Unreadable)?;
        if beginning.starts_with(b"\xEF\xBB\xBF") {
            self.input.consume(3);
        } else if let Some(found) = problem::other_format(beginning) {
            return Err(Stop::Malformed(found));
        }
        if self.peek_beyond_blanks()? == Some(b'[') {
            self.input.consume(1);
            self.array = Array::Opened;
        }
        Ok(())
    }

    fn end(&self) -> Result<Option<&[u8]>, Stop> {
        match self.array {
            Array::None | Array::Closed => Ok(None),
            Array::Opened | Array::AfterObject | Array::AfterComma => Err(cut_short()),
        }
    }

    fn peek_beyond_blanks(&mut self) -> Result<Option<u8>, Stop> {
        loop {
            let bytes = self.input.fill_buf().map_err(Stop::Unreadable)?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
            let blanks = bytes.iter().take_while(|byte| blank(byte)).count();
            let next = bytes.get(blanks).copied();
            self.input.consume(blanks);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Takes the bytes up to the bracket that closes the one they begin with.
    fn cut(&mut self) -> Result<(), Stop> {
        self.object.clear();
        let mut inside = Inside::default();
        loop {
            let bytes = self.input.fill_buf().map_err(Stop::Unreadable)?;
            if bytes.is_empty() {
                return Err(cut_short());
            }
            let end = bytes.iter().position(|byte| inside.closes(*byte));
            let taken = end.map_or(bytes.len(), |at| at.saturating_add(1));
            self.object.extend(bytes.iter().take(taken));
            self.input.consume(taken);
            if u64::try_from(self.object.len()).is_ok_and(|length| length > self.limit) {
                return Err(Stop::TooLong);
            }
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

/// How deep in brackets a byte is, and whether in a string.
#[derive(Debug, Default)]
struct Inside {
    depth: u32,
    string: bool,
    escaped: bool,
}

impl Inside {
    /// Whether the byte closes the first bracket.
    fn closes(&mut self, byte: u8) -> bool {
        if self.string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.string = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

fn unexpected(byte: u8, array: Array) -> Stop {
    let shown = match byte.is_ascii_graphic() {
        true => format!(" {}", char::from(byte)),
        false => format!(" 0x{byte:02X}"),
    };
    Stop::Malformed(match array {
        Array::None | Array::Opened | Array::AfterComma => text!(
            zh: "这里该是一个对象 {{…}}，却有{shown}",
            en: "an object {{…}} should stand here, but there is{shown}",
        ),
        Array::AfterObject => text!(
            zh: "这里该是逗号或 ]，却有{shown}",
            en: "a comma or ] should stand here, but there is{shown}",
        ),
        Array::Closed => text!(
            zh: "数组 […] 之后还有{shown}",
            en: "after the end of the array […] there is{shown}",
        ),
    })
}

fn cut_short() -> Stop {
    Stop::Malformed(text!(zh: "没有写完就结束了", en: "it ends before it is complete"))
}
