//! Slips that end the reading of a file: what people write who know other languages, and what it is called here.

use std::ops::Range;

use super::expect::usage;
use super::lexer::{Token, Tokens};
use crate::quantity::Milli;
use crate::time::SimDuration;

/// What was meant: the place, what is wrong, and what to do.
pub(super) struct Slip {
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Marks that begin and end a text elsewhere: of typesetters, of other languages, of other files.
const QUOTES: [char; 11] = [
    '\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}', '\u{201a}', '\u{ab}', '\u{bb}', '\u{ff02}',
    '\'', '`',
];

/// The tokens around the place where the reading stopped.
struct Around<'t> {
    source: &'t str,
    /// Where the reading stopped.
    at: usize,
    /// The token that this is in, or the next one, the two before it, and the one after it.
    here: Range<usize>,
    before: Range<usize>,
    second_before: Range<usize>,
    next: Range<usize>,
    is_text: bool,
    /// What the innermost open bracket is.
    open: u8,
}

impl<'t> Around<'t> {
    fn new(source: &'t str, at: usize) -> Option<Self> {
        let mut tokens = Tokens::new(source).filter(|(token, _)| !matches!(token, Token::Comment { .. }));
        let (mut before, mut second_before, mut open) = (0..0, 0..0, Vec::new());
        while let Some((token, here)) = tokens.next() {
            if here.end > at {
                let is_text = matches!(token, Token::Text { .. });
                let next = tokens.next().map_or(0..0, |(_, place)| place);
                let open = open.pop().unwrap_or_default();
                return Some(Around { source, at, here, before, second_before, next, is_text, open });
            }
            match token {
                Token::Open(byte) => open.push(byte),
                Token::Close(_) => {
                    open.pop();
                }
                Token::Comma | Token::Text { .. } | Token::Comment { .. } | Token::Word | Token::Other => {}
            }
            (second_before, before) = (before, here);
        }
        None
    }

    fn said(&self, place: &Range<usize>) -> &'t str {
        self.source.get(place.clone()).unwrap_or_default()
    }

    fn slip(&self, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Option<Slip> {
        Some(Slip { at, message: message.into(), help: help.into() })
    }
}

/// What may have been meant at a place where the reading stopped.
pub(super) fn slip(source: &str, at: &Range<usize>) -> Option<Slip> {
    let around = Around::new(source, at.start)?;
    around
        .invisible()
        .or_else(|| around.entity())
        .or_else(|| around.severity())
        .or_else(|| around.quotes())
        .or_else(|| around.duration())
        .or_else(|| around.number())
        .or_else(|| around.no_brackets())
        .or_else(|| around.operator())
        .or_else(|| around.mark())
        .or_else(|| around.bare_words())
        .or_else(|| around.field())
}

impl Around<'_> {
    /// Blanks that are none, which look like one, and commas and colons of another script.
    fn invisible(&self) -> Option<Slip> {
        let here = if self.is_text { "" } else { self.said(&self.here) };
        let found = here.char_indices().find_map(|(n, c)| Some((n, c, foreign(c)?)));
        let (n, mark, (name, instead)) = found?;
        let at = self.here.start + n..self.here.start + n + mark.len_utf8();
        let code = u32::from(mark);
        let message = match instead {
            "" | " " => format!("{name} (U+{code:04X}) stands here, which looks like a blank and is none"),
            _ => format!("`{mark}` is {name}, not the plain `{instead}`"),
        };
        let help = match instead {
            "" => "delete it: it can't be seen, and came with a copied text".to_string(),
            " " => "delete it, or write a plain blank: it came with a copied text".to_string(),
            _ => format!("write `{instead}`"),
        };
        self.slip(at, message, help)
    }

    /// `&quot;` and its like, from a web page.
    fn entity(&self) -> Option<Slip> {
        let (name, mark) = match (self.said(&self.here), self.said(&self.next)) {
            ("&", "quot") => ("&quot;", "\""),
            ("&", "apos") => ("&apos;", "'"),
            ("&", "lt") => ("&lt;", "<"),
            ("&", "gt") => ("&gt;", ">"),
            ("&", "amp") => ("&amp;", "&"),
            _ => return None,
        };
        let at = self.here.start..self.next.end + usize::from(self.source[self.next.end..].starts_with(';'));
        let help = format!("write `{mark}`, here and wherever else it stands: it came with a copied text");
        self.slip(at, format!("`{name}` is `{mark}` as web pages write it"), help)
    }

    /// `Sev 2`.
    fn severity(&self) -> Option<Slip> {
        let number = self.said(&self.here).parse::<u8>().ok().filter(|n| (1..=4).contains(n))?;
        let is_word = self.said(&self.before).eq_ignore_ascii_case("sev");
        let at = self.before.start..self.here.end;
        is_word.then(|| self.slip(at, "a severity is one word", format!("write `Sev{number}`"))).flatten()
    }

    /// Marks that look like quotation marks, and those inside a text.
    fn quotes(&self) -> Option<Slip> {
        let (here, before) = (self.said(&self.here), self.said(&self.before));
        if here.starts_with(QUOTES) {
            let mark: String = here.chars().take(1).collect();
            let line = self.source[self.here.start + mark.len()..].lines().next().unwrap_or_default();
            let inner = line.split(QUOTES).next();
            let help = match inner.filter(|inner| inner.len() <= 40 && inner.len() < line.len()) {
                Some(inner) => format!("write `\"{inner}\"`"),
                None => "write `\"`, at both ends".to_string(),
            };
            let whole = inner.map_or(0, |inner| {
                inner.len() + line[inner.len()..].chars().next().map_or(0, char::len_utf8)
            });
            let at = self.here.start
                ..self.here.start + mark.len() + if help.ends_with("ends") { 0 } else { whole };
            return self.slip(
                at,
                format!("`{mark}` begins no text; texts stand in straight double quotes"),
                help,
            );
        }
        let touches = self.before.end == self.here.start && before.ends_with('"');
        if touches && here.starts_with(|c: char| c.is_alphanumeric()) {
            let message = format!("the text ends before `{here}`");
            let help = "inside a text, write `\\\"` for a quotation mark, or `'`";
            return self.slip(self.here.clone(), message, help);
        }
        None
    }

    /// `2m` and `2 m`.
    fn duration(&self) -> Option<Slip> {
        let (here, before) = (self.said(&self.here), self.said(&self.before));
        let apart = format!("{before}{here}");
        let is_count = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if here == ":" && is_count(before) && is_count(self.said(&self.next)) {
            let help = "write how long after the drill's start, such as `\"3m\"` or `\"1h30m\"`";
            return self.slip(self.before.start..self.next.end, "a time of day can't stand here", help);
        }
        let (at, text) = if let Some(text) = as_duration(here) {
            (self.here.clone(), text)
        } else {
            let text = Some(before).filter(|before| is_count(before)).and_then(|_| as_duration(&apart))?;
            (self.before.start..self.here.end, text)
        };
        let written = self.said(&at).to_string();
        self.slip(at, format!("the duration `{written}` is not in quotes"), format!("write `\"{text}\"`"))
    }

    /// `50%` and `0,5`.
    fn number(&self) -> Option<Slip> {
        let (here, before) = (self.said(&self.here), self.said(&self.before));
        let is_number = |text: &str| Milli::parse(text).is_ok();
        if here == "%" && is_number(before) {
            let at = self.before.start..self.here.end;
            let help = format!("write `{before}`; the unit stands in `unit` of the metric");
            return self.slip(at, "a number stands without its unit", help);
        }
        let whole = self.said(&self.second_before);
        let touches = self.second_before.end == self.before.start && self.before.end == self.here.start;
        let digits = !here.is_empty() && here.bytes().all(|b| b.is_ascii_digit());
        // `1,000.5`, where the comma can only stand between thousands.
        let thousands = here.split_once('.').is_some_and(|(group, _)| group.len() == 3 && is_number(here));
        if before == "," && touches && thousands && is_number(whole) && !whole.contains('.') {
            let at = self.second_before.start..self.here.end;
            return self.slip(at, "numbers have no commas in them", format!("write `{whole}{here}`"));
        }
        if before == "," && touches && digits && is_number(whole) && !whole.contains('.') {
            let at = self.second_before.start..self.here.end;
            let help = if here.len() == 3 {
                format!("write `{whole}{here}`, or `{whole}.{here}` with a decimal point")
            } else {
                format!("write `{whole}.{here}`, with a point")
            };
            return self.slip(at, "numbers have no commas in them", help);
        }
        None
    }

    /// `Below 2` and `Active "bad-deploy"`.
    fn no_brackets(&self) -> Option<Slip> {
        let word = self.said(&self.before);
        let is_value = self.is_text || Milli::parse(self.said(&self.here)).is_ok();
        if !is_value || !usage(word).contains('(') || self.here.len() > 60 {
            return None;
        }
        let at = self.before.start..self.here.end;
        let help = format!("write `{word}({})`", self.said(&self.here));
        self.slip(at, format!("what belongs to `{word}` stands in round brackets"), help)
    }

    /// `>`, `<`, `=`, `and`, `or`, `!`.
    fn operator(&self) -> Option<Slip> {
        let (here, before) = (self.said(&self.here), self.said(&self.before));
        let next = Some(self.said(&self.next)).filter(|next| Milli::parse(next).is_ok()).unwrap_or("2");
        let name = before.trim_matches('"');
        let named = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let of = |word: &str| {
            if name.is_empty() || !named {
                format!("write `{word}({next})`, or in a condition `{word}(\"errors\", {next})`")
            } else {
                format!("write `{word}(\"{name}\", {next})`")
            }
        };
        let (message, help) = match here {
            "=" if before == ":" => ("`=` is not written here", "write only the value".to_string()),
            "=" if !usage(before).is_empty() => {
                ("`=` is not written here", format!("write `{before}({next})`"))
            }
            "=" => ("a field's value stands behind a colon, not `=`", format!("write `{before}: …`")),
            ">" => ("conditions are written in words, not with `>`", of("Above")),
            "<" => ("conditions are written in words, not with `<`", of("Below")),
            "!" => (
                "conditions are written in words, not with `!`",
                "write `Not(…)` around what must not hold".into(),
            ),
            "and" | "AND" | "&" => (
                "several conditions stand in a list, without `and`",
                "write `All([…, …])` around them".into(),
            ),
            "or" | "OR" | "|" => {
                ("several conditions stand in a list, without `or`", "write `Any([…, …])` around them".into())
            }
            "not" | "NOT" => (
                "conditions are written in words with brackets",
                "write `Not(…)` around what must not hold".into(),
            ),
            _ => return None,
        };
        let whole = matches!(here, ">" | "<")
            && Milli::parse(self.said(&self.next)).is_ok()
            && named
            && !name.is_empty();
        let of_word = here == "=" && !usage(before).is_empty();
        let at = if whole || of_word { self.before.start..self.next.end } else { self.here.clone() };
        self.slip(at, message, help)
    }

    /// `;`, `#`, `,,` and the like.
    fn mark(&self) -> Option<Slip> {
        let (here, before) = (self.said(&self.here), self.said(&self.before));
        match here {
            "{" if before.starts_with(|c: char| c.is_ascii_uppercase()) => self.slip(
                self.before.start..self.here.end,
                format!("fields stand in round brackets, and not in `{{…}}` behind `{before}`"),
                format!("write `{before}(`, and `)` where it ends"),
            ),
            ";" => self.slip(
                self.here.clone(),
                "fields and elements end with a comma, not with `;`",
                "write `,`",
            ),
            _ if here.starts_with("--") => self.slip(
                self.here.clone(),
                "a comment does not begin with `--`",
                "write `//`, up to the end of the line",
            ),
            "#" => self.slip(
                self.here.clone(),
                "a comment does not begin with `#`",
                "write `//`, up to the end of the line",
            ),
            "-" if before != ":" => self.slip(
                self.here.clone(),
                "elements of a list stand in brackets, and not behind `-`",
                "write `[…, …]`, with commas between them",
            ),
            "," if before == "," => {
                self.slip(self.here.clone(), "there is a comma too many", "delete one of the two")
            }
            "," | ")" | "]" | "}" if before == ":" => {
                let field = self.said(&self.second_before);
                let help = format!("write a value behind `{field}:`, or delete `{field}:`");
                self.slip(self.second_before.start..self.before.end, format!("`{field}` has no value"), help)
            }
            _ => None,
        }
    }

    /// Words of a text that stand there without quotes: `[first drill]`, `why: It is quick`.
    fn bare_words(&self) -> Option<Slip> {
        let (here, before) = (self.said(&self.here), self.said(&self.before));
        let is_word =
            |text: &str| text.len() > 1 && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        let begins = matches!(self.said(&self.second_before), ":" | "[" | ",");
        // Of two words of ours the comma between them is missing.
        let ours = !usage(before).is_empty() || before.starts_with(char::is_uppercase) && self.open == b'[';
        if self.is_text
            || !is_word(here)
            || !is_word(before)
            || !begins
            || ours
            || self.said(&self.next) == ":"
        {
            return None;
        }
        let line = self.source[self.before.start..].lines().next().unwrap_or_default();
        let words = line.split([',', ']', ')', '"']).next().unwrap_or_default().trim_end();
        let at = self.before.start..self.before.start + words.len();
        let help = if words.len() <= 60 {
            format!("write `\"{words}\"`")
        } else {
            "put it in straight double quotes".into()
        };
        self.slip(at, "a text stands in quotes", help)
    }

    /// A field in the wrong brackets, or under a name with hyphens.
    fn field(&self) -> Option<Slip> {
        let (here, before) = (self.said(&self.here), self.said(&self.before));
        if self.here.start < self.at
            && here.starts_with(|c: char| c.is_ascii_alphabetic())
            && here.contains('-')
        {
            let is_move = before == ":" && self.said(&self.second_before) == "is";
            let written = if is_move { format!("Do(\"{here}\")") } else { format!("\"{here}\"") };
            return self.slip(
                self.here.clone(),
                format!("the name `{here}` is not in quotes"),
                format!("write `{written}`"),
            );
        }
        if here == ":" && self.open == b'[' {
            let help = format!(
                "write its brackets round, `({}: …)`; only lists stand in square ones",
                before.trim_matches('"')
            );
            return self.slip(
                self.before.start..self.here.end,
                format!("the field {} stands in square brackets", ticked(before)),
                help,
            );
        }
        if self.said(&self.next) == ":" && here.contains('-') && !self.is_text {
            let help = format!("names of fields have no hyphens: `{}`", here.replace('-', "_"));
            return self.slip(self.here.clone(), format!("`{here}` is not the name of a field"), help);
        }
        if self.said(&self.next) == ":" && self.is_text && self.here.len() <= 40 {
            let name = here.trim_matches('"');
            let help = format!("write `{name}`");
            return self.slip(self.here.clone(), "the name of a field stands without quotes", help);
        }
        None
    }
}

/// A character of another script or of a typesetter: what it is, and what is written in its place.
fn foreign(c: char) -> Option<(&'static str, &'static str)> {
    Some(match c {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => ("a no-break space", " "),
        '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{3000}' => ("a space of another width", " "),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => ("an invisible character", ""),
        '\u{ff0c}' | '\u{3001}' => ("a comma of another script", ","),
        '\u{ff1a}' => ("a colon of another script", ":"),
        '\u{ff1b}' => ("a semicolon of another script", ","),
        '\u{ff08}' => ("a bracket of another script", "("),
        '\u{ff09}' => ("a bracket of another script", ")"),
        '\u{ff3b}' | '\u{3010}' => ("a bracket of another script", "["),
        '\u{ff3d}' | '\u{3011}' => ("a bracket of another script", "]"),
        _ => return None,
    })
}

fn ticked(field: &str) -> String {
    format!("`{}`", field.trim_matches('"'))
}

/// A word that would be a duration in quotes, as it is written then: `2m`, `90sec`, `1hour`.
pub(super) fn as_duration(word: &str) -> Option<String> {
    let plain: String = word.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let plain = plain.trim_start_matches(['+', '±', '~', '≈']).to_string();
    if SimDuration::parse(&plain).is_some() {
        return Some(plain);
    }
    let digits = plain.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')).count();
    let (number, unit) = plain.split_at(digits);
    let unit_ms = match unit {
        "ms" => 1,
        "s" | "sec" | "secs" | "second" | "seconds" => 1_000,
        "m" | "min" | "mins" | "minute" | "minutes" => 60_000,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600_000,
        "d" | "day" | "days" => 86_400_000,
        _ => return None,
    };
    let ms = Milli::parse(number).ok()?.0.checked_mul(unit_ms)? / 1_000;
    // No drill lasts longer than a day.
    if ms.abs() > 86_400_000 {
        return None;
    }
    Some(SimDuration::from_ms(ms).to_string()).filter(|text| SimDuration::parse(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_known_in_whatever_words() {
        assert_eq!(as_duration("2m").as_deref(), Some("2m"));
        assert_eq!(as_duration("90 sec").as_deref(), Some("1m30s"));
        assert_eq!(as_duration("1.5h").as_deref(), Some("1h30m"));
        assert_eq!(as_duration("2 minutes").as_deref(), Some("2m"));
        assert_eq!(as_duration("1 day").as_deref(), Some("24h"));
        assert_eq!(as_duration("+5m").as_deref(), Some("5m"));
        assert_eq!(as_duration("± 60 s").as_deref(), Some("60s"));
        assert_eq!(as_duration("2d"), None);
        assert_eq!(as_duration("60"), None);
        assert_eq!(as_duration("shop"), None);
    }
}
