//! What a form says of itself: of which drill it is, and which version people had before them when they wrote.

use super::Team;

/// The mark of a form or of a document, a line that shows in no reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What the drill was called.
    pub drill: String,
    /// What the drill is, whatever it is called: the beginning of its first line's hash.
    pub key: String,
    /// The version it was made from.
    pub version: u32,
    /// What stood in that version, as [`Team::digest`] tells it: another store counts versions of its own.
    pub digest: String,
    /// How many changes had been said in the hot wash: which of them are taken out in a form is known by it.
    pub heard: usize,
}

const BEGIN: &str = "<!-- This is version ";
/// Before the number of changes: the last of them is called so.
const HEARD: &str = ", H";
const OF: &str = " of what was written about the drill ";
const END: &str = ". Leave this line in: nobody's words are written over then. -->";

impl Mark {
    /// The mark of what a team wrote about a drill.
    #[must_use]
    pub fn of(drill: &str, key: &str, team: &Team, heard: usize) -> Self {
        let (drill, key) = (drill.to_string(), key.to_string());
        Mark { drill, key, version: team.version, digest: team.digest(), heard }
    }

    /// As a line of its own.
    #[must_use]
    pub fn line(&self) -> String {
        let Mark { drill, key, version, digest, heard } = self;
        let heard = if *heard > 0 { format!("{HEARD}{heard}") } else { String::new() };
        format!("{BEGIN}{version} ({digest}{heard}){OF}{drill} ({key}){END}\n")
    }

    /// Reads a line, if it is one. What follows the drill may have been changed.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        // Wherever an editor has put it: behind another file's mark, in a quotation, in a list.
        let before = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '>' | '-' | '*' | '•');
        let rest = line.trim_start_matches(before).trim_end().strip_prefix(BEGIN)?;
        let (of, rest) = rest.split_once(OF)?;
        let (version, of) = paren(of)?;
        let (digest, heard) = of.split_once(HEARD).unwrap_or((&of, "0"));
        let (digest, heard) = (digest.to_string(), heard.parse().ok()?);
        // A drill's name may hold anything but the end of the line.
        let (drill, key) = paren(rest.rsplit_once(").").map_or(rest, |(drill, _)| drill))?;
        Some(Mark { drill, key, version: version.parse().ok()?, digest, heard })
    }

    /// All marks in a text.
    #[must_use]
    pub fn all(text: &str) -> Vec<Self> {
        text.lines().filter_map(Mark::read).collect()
    }

    /// Whether it was made from these words.
    #[must_use]
    pub fn is_of(&self, team: &Team) -> bool {
        self.version == team.version && self.digest == team.digest()
    }
}

/// `name (abc` or `name (abc)` in its two parts.
fn paren(text: &str) -> Option<(String, String)> {
    let (name, key) = text.trim().trim_end_matches(')').rsplit_once(" (")?;
    Some((name.to_string(), key.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_back() {
        for (drill, heard) in [("r", 0), ("a drill (the second). -->", 3), ("2", 12)] {
            let mark = Mark::of(drill, "0a1b", &Team::default(), heard);
            assert_eq!(Mark::read(mark.line().trim_end()), Some(mark.clone()), "{drill}");
            assert!(mark.is_of(&Team::default()));
        }
        let mark = Mark::of("r", "0a1b", &Team::default(), 0);
        for before in ["\u{feff}", "> ", "  > > ", "- "] {
            assert_eq!(Mark::read(&format!("{before}{}", mark.line())), Some(mark.clone()), "{before:?}");
        }
        assert_eq!(Mark::read("<!-- This is version two -->"), None);
        assert_eq!(Mark::read("This is version 2"), None);
    }
}
