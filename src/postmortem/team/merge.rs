//! Two people wrote from one version: what only one of them changed is taken, what both changed is kept from both.
//!
//! Answer by answer, and within one line by line, as in a merge of source text; rows of a table are taken one by one.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Stands between two versions of the same lines.
pub(super) const BOTH: &str = "*Written at the same time by two of you; what follows is the other version:*";

/// What comes of a text that two changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    /// The text.
    pub(super) text: String,
    /// Both had changed the same lines, and both versions stand there.
    pub(super) both: bool,
}

/// A text that two changed, from what both began with.
pub(super) fn merged(base: &str, theirs: &str, mine: &str) -> Merged {
    let [base, theirs, mine] = [base, theirs, mine].map(lines);
    let (to_theirs, to_mine) = (matches(&base, &theirs), matches(&base, &mine));
    let mut out = Merged { text: String::new(), both: false };
    let (mut o, mut t, mut m) = (0, 0, 0);
    loop {
        // The next line that all three have.
        let next = (o..base.len()).find_map(|n| Some((n, to_theirs[n]?, to_mine[n]?)));
        let (to_o, to_t, to_m) = next.unwrap_or((base.len(), theirs.len(), mine.len()));
        out.piece(&base[o..to_o], &theirs[t..to_t], &mine[m..to_m]);
        if next.is_none() {
            break;
        }
        out.put(&base[to_o..=to_o]);
        (o, t, m) = (to_o + 1, to_t + 1, to_m + 1);
    }
    out.text.truncate(out.text.trim_end().len());
    out
}

impl Merged {
    fn put(&mut self, lines: &[&str]) {
        for line in lines {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn piece(&mut self, base: &[&str], theirs: &[&str], mine: &[&str]) {
        if theirs == mine || mine == base {
            self.put(theirs);
        } else if theirs == base {
            self.put(mine);
        } else if [base, theirs, mine].iter().all(|lines| are_rows(lines)) && one_head(theirs, mine) {
            self.rows(base, theirs, mine);
        } else if mine.iter().all(|line| line.trim().is_empty()) {
            // Emptied by one and rewritten by the other: words stay.
            self.put(theirs);
            self.both = true;
        } else if theirs.iter().all(|line| line.trim().is_empty()) {
            self.put(mine);
            self.both = true;
        } else if mine.join("\n").contains(theirs.join("\n").trim()) {
            // Who has all of the other's words has gone on from them.
            self.put(mine);
        } else if theirs.join("\n").contains(mine.join("\n").trim()) {
            self.put(theirs);
        } else {
            self.put(theirs);
            self.put(&["", BOTH, ""]);
            self.put(mine);
            self.both = true;
        }
    }

    /// Rows one by one: what one of them took out is out, what one of them put in is in.
    fn rows(&mut self, base: &[&str], theirs: &[&str], mine: &[&str]) {
        for row in theirs.iter().filter(|row| !base.contains(row) || mine.contains(row)) {
            self.put(&[*row]);
        }
        for row in mine.iter().filter(|row| !theirs.contains(row) && !base.contains(row)) {
            self.put(&[*row]);
        }
        // A row that both reworded stands there twice.
        let (lost, kept) = (|side: &[&str]| base.iter().any(|row| !side.contains(row)), !base.is_empty());
        self.both |= kept && lost(theirs) && lost(mine);
    }
}

fn lines(text: &str) -> Vec<&str> {
    let text = text.trim_matches('\n');
    if text.is_empty() { Vec::new() } else { text.split('\n').collect() }
}

fn are_rows(lines: &[&str]) -> bool {
    lines.iter().all(|line| line.trim_start().starts_with('|'))
}

/// Whether both are rows of one table: neither begins one with heads of its own.
fn one_head(theirs: &[&str], mine: &[&str]) -> bool {
    let head = |lines: &[&str]| {
        let rule =
            lines.iter().position(|line| line.contains("---") && !line.contains(char::is_alphanumeric));
        rule.and_then(|at| at.checked_sub(1)).map(|at| lines[at].to_string())
    };
    head(theirs) == head(mine)
}

/// For each line of one text the line of the other that it is, in order.
pub(super) fn matches(one: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let mut found = vec![None; one.len()];
    for op in capture_diff_slices(Algorithm::Myers, one, other) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            (0..len).for_each(|n| found[old_index + n] = Some(new_index + n));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(base: &str, theirs: &str, mine: &str, text: &str, both: bool) {
        assert_eq!(merged(base, theirs, mine), Merged { text: text.to_string(), both });
    }

    #[test]
    fn what_one_changed_is_taken_and_what_both_changed_is_kept_twice() {
        case("a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nb\n\nC", "A\n\nb\n\nC", false);
        case("a", "b", "b", "b", false);
        case("", "one", "one and more", "one and more", false);
        case("", "one", "two", &format!("one\n\n{BOTH}\n\ntwo"), true);
        case("a\n\nb", "a\n\nx", "a", "a\n\nx", true);
    }

    #[test]
    fn rows_are_taken_one_by_one() {
        let table = |rows: &str| format!("| what |\n| --- |\n{rows}");
        let rows = |base: &str, theirs: &str, mine: &str| merged(&table(base), &table(theirs), &table(mine));
        assert_eq!(rows("| a |", "| a |\n| b |", "| a |\n| c |").text, table("| a |\n| b |\n| c |"));
        assert_eq!(rows("| a |\n| z |", "| a |\n| z |\n| b |", "| z |").text, table("| z |\n| b |"));
        assert_eq!(rows("| a |", "| b |", "| c |"), Merged { text: table("| b |\n| c |"), both: true });
        // What one took out and the other left alone is out.
        assert_eq!(rows("| a |\n| b |", "| c |", "| a |\n| d |").text, table("| c |\n| d |"));
        let apart = merged("", "| one |\n| --- |\n| a |", "| other |\n| --- |\n| b |");
        assert!(apart.text.contains(BOTH) && apart.text.ends_with("| b |"), "{}", apart.text);
    }

    #[test]
    fn no_line_is_lost_whatever_two_people_do() {
        let mut dice = 7_u64;
        let mut roll = |n: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % n
        };
        for _ in 0..2_000 {
            let base: Vec<String> = (0..6).map(|n| format!("line {}", roll(4) + n)).collect();
            let mut change = |who: &str| {
                let mut lines = base.clone();
                for n in 0..roll(4) {
                    let at = usize::try_from(roll(lines.len() as u64 + 1)).unwrap();
                    match roll(3) {
                        0 if at < lines.len() => drop(lines.remove(at)),
                        1 if at < lines.len() => lines[at] = format!("{who} rewrote {n}"),
                        _ => lines.insert(at, format!("{who} added {n}")),
                    }
                }
                lines.join("\n")
            };
            let (theirs, mine) = (change("they"), change("I"));
            let merged = merged(&base.join("\n"), &theirs, &mine);
            for line in theirs.lines().chain(mine.lines()).filter(|line| !line.starts_with("line")) {
                assert!(merged.text.contains(line), "{line} of\n{theirs}\n--\n{mine}\nin\n{}", merged.text);
            }
        }
    }
}
