//! The numbers of action items in the form: a column that the form writes and takes back, so that an item that was reworded
//! is the item that it was; and the rows that it offers for what was said in the hot wash.
//!
//! What is kept of a table is what the team wrote in it: the column of numbers and rows that nobody touched are the form's.

use super::take::in_code;
use crate::postmortem::actions::{self, ActionItem, Field, field};
use crate::postmortem::outline::{Became, Change};

/// What the column is called.
const HEAD: &str = "no.";
/// The section of the items.
pub(crate) const SECTION: &str = "action-items";

/// A row as it came back: its number, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) number: String,
    pub(super) text: String,
}

/// The items in words that stand under the heading of the items.
pub(super) fn items(words: &str) -> Vec<ActionItem> {
    actions::items(&format!("{HEADING}{words}\n"))
}

const HEADING: &str = "## Action items\n\n";

/// The words with each item's number behind it, and with a row for each change that is no item yet.
pub(crate) fn numbered(words: &str, items: &[(String, ActionItem)], changes: &[Change]) -> String {
    let lines: Vec<&str> = words.split('\n').collect();
    let line_of = |item: &ActionItem| {
        let text = format!("{HEADING}{words}\n");
        text.get(HEADING.len()..item.span.start).map_or(0, |before| before.matches('\n').count())
    };
    let names: Vec<(usize, &str)> = items.iter().map(|(name, item)| (line_of(item), name.as_str())).collect();
    let open: Vec<&Change> = changes.iter().filter(|change| change.became == Became::Open).collect();
    let mut out: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let tables: Vec<Table> = tables(&lines).into_iter().filter(|table| table.takes_numbers()).collect();
    let mut shown: Vec<String> = Vec::new();
    for table in &tables {
        let from = table.rows.start;
        (out[from], out[from + 1]) = (with_last(lines[from], HEAD), with_last(lines[from + 1], "---"));
        for n in (from + 2..table.rows.end).filter(|n| cells(lines[*n]).len() == table.columns) {
            let own = cells(lines[n]).get(table.what).map(|cell| plain_cell(cell));
            let name = names.iter().find(|(line, name)| *line == n && !name.is_empty());
            let offered = open.iter().find(|change| own.as_deref() == Some(change.text.as_str()));
            let name = name.map(|(_, name)| (*name).to_string()).or(offered.map(|change| change.name()));
            let name = name.unwrap_or_default();
            out[n] = with_last(lines[n], &name);
            shown.push(name);
        }
    }
    // Behind the last row of the first table: what was said after the team had begun one.
    if let Some(table) = tables.first() {
        let missing = open.iter().filter(|change| !shown.contains(&change.name()));
        let rows = missing.map(|change| with_last(&offered(lines[table.rows.start], change), &change.name()));
        drop(out.splice(table.rows.end..table.rows.end, rows.collect::<Vec<_>>()));
    }
    out.join("\n")
}

/// Whether a form with these words offers a row for each change.
pub(crate) fn offers(words: &str) -> bool {
    tables(&words.split('\n').collect::<Vec<_>>()).iter().any(Table::takes_numbers)
}

/// The words without what is the form's own, and the rows as they came.
pub(super) fn taken_back(words: &str, changes: &[Change]) -> (String, Vec<Numbered>) {
    let came = items(words).into_iter();
    let came = came.map(|item| Numbered { number: item.number, text: item.text }).collect();
    let lines: Vec<&str> = words.split('\n').collect();
    let mut out: Vec<Option<String>> = lines.iter().map(|line| Some(line.to_string())).collect();
    for table in tables(&lines).iter().filter(|table| table.is_of_items) {
        let ours = table.has_ours(&lines);
        // Whoever left the last cells out has room there for a number.
        let columns = table.columns - usize::from(ours);
        for n in table.rows.clone().filter(|n| cells(lines[*n]).len() < columns) {
            out[n] = Some(padded(lines[n], columns - cells(lines[n]).len()));
        }
        if !ours {
            continue;
        }
        let head = without_last(lines[table.rows.start]);
        for n in table.rows.clone().filter(|n| cells(lines[*n]).len() == table.columns) {
            let number = cells(lines[n]).last().map_or("", |cell| *cell).to_string();
            let row = without_last(lines[n]);
            let said = |row: &str| cells(row).iter().map(|cell| plain_cell(cell)).collect::<Vec<_>>();
            let untouched =
                |change: &Change| change.name() == number && said(&row) == said(&offered(&head, change));
            out[n] = (!changes.iter().any(untouched)).then_some(row);
        }
    }
    (out.into_iter().flatten().collect::<Vec<_>>().join("\n"), came)
}

/// A row for a change that is no item yet, under a table's own heads.
fn offered(heads: &str, change: &Change) -> String {
    let cell = |head: &&str| match field(head) {
        Some(Field::Text) => change.text.replace('|', "\\|"),
        Some(Field::Subject) => "real".to_string(),
        Some(_) | None => String::new(),
    };
    format!("| {} |", cells(heads).iter().map(cell).collect::<Vec<_>>().join(" | "))
}

/// A row with one cell more, with or without a bar at its end, as it was.
fn with_last(row: &str, cell: &str) -> String {
    let (row, space) = row.split_at(row.trim_end().len());
    match (ends_with_bar(row), cell) {
        (true, cell) => format!("{row} {cell} |{space}"),
        (false, "") => format!("{row}{space}"),
        (false, cell) => format!("{row} | {cell}{space}"),
    }
}

/// A row with so many empty cells more.
fn padded(row: &str, missing: usize) -> String {
    let row = row.trim_end();
    format!("{row}{}{}", if ends_with_bar(row) { "" } else { " |" }, "  |".repeat(missing))
}

/// A row without its last cell.
fn without_last(row: &str) -> String {
    let (row, space) = row.split_at(row.trim_end().len());
    let closed = ends_with_bar(row);
    let inner = if closed { &row[..row.len() - 1] } else { row };
    let Some(bar) = bars(inner).last() else { return format!("{row}{space}") };
    let kept = if closed { &row[..=bar] } else { row[..bar].strip_suffix(' ').unwrap_or(&row[..bar]) };
    format!("{kept}{space}")
}

fn ends_with_bar(row: &str) -> bool {
    row.ends_with('|') && !row.ends_with("\\|")
}

/// A table of a text.
struct Table {
    rows: std::ops::Range<usize>,
    columns: usize,
    /// It says what is to be done.
    is_of_items: bool,
    has_numbers: bool,
    /// In which of its columns.
    what: usize,
}

impl Table {
    /// Whether the form adds its column.
    fn takes_numbers(&self) -> bool {
        self.is_of_items && !self.has_numbers
    }

    /// Whether it ends with the column that the form adds, and nobody wrote anything else in that.
    fn has_ours(&self, lines: &[&str]) -> bool {
        let last = |n: usize| cells(lines[n]).last().map_or("", |cell| *cell).to_string();
        let is_number = |cell: &str| {
            let digits = |n: &str| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit());
            cell.is_empty() || cell.strip_prefix(['A', 'H']).is_some_and(digits)
        };
        let mut whole =
            (self.rows.start + 2..self.rows.end).filter(|n| cells(lines[*n]).len() == self.columns);
        self.is_of_items && last(self.rows.start) == HEAD && whole.all(|n| is_number(&last(n)))
    }
}

fn tables(lines: &[&str]) -> Vec<Table> {
    let code = in_code(lines);
    let is_row = |n: usize| lines.get(n).is_some_and(|line| line.trim_start().starts_with('|')) && !code[n];
    let is_rule =
        |n: usize| is_row(n) && lines[n].contains('-') && lines[n].chars().all(|c| "|-: \t\r".contains(c));
    let (mut all, mut n) = (Vec::new(), 0);
    while n < lines.len() {
        let end = (n..).find(|&n| !is_row(n)).unwrap_or(n);
        if end > n && is_rule(n + 1) {
            let heads: Vec<Option<Field>> = cells(lines[n]).iter().map(|head| field(head)).collect();
            let what = heads.iter().position(|head| *head == Some(Field::Text));
            all.push(Table {
                rows: n..end,
                columns: heads.len(),
                is_of_items: what.is_some(),
                has_numbers: heads.contains(&Some(Field::Number)),
                what: what.unwrap_or(0),
            });
        }
        n = end.max(n + 1);
    }
    all
}

/// The cells of a row.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut from = 0;
    let mut cells = Vec::new();
    for bar in bars(row) {
        cells.push(row[from..bar].trim());
        from = bar + 1;
    }
    if !row[from..].trim().is_empty() {
        cells.push(row[from..].trim());
    }
    cells
}

/// Where the bars of a row are; a bar behind a backslash is none.
fn bars(row: &str) -> impl Iterator<Item = usize> {
    row.match_indices('|').map(|(at, _)| at).filter(|at| !row[..*at].ends_with('\\'))
}

fn plain_cell(cell: &str) -> String {
    crate::prose::one_line(&cell.replace("\\|", "|")).trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(number: usize, text: &str) -> Change {
        Change { number, text: text.to_string(), became: Became::Open, near: None }
    }

    #[test]
    fn numbers_go_out_and_come_back_and_an_offer_that_nobody_touched_stays_one() {
        let words = "before\n\n| what | owner | subject |\n| --- | --- | --- |\n| Add a \\| page |  |  |\n| Wire the bell | x |  |\n\nafter";
        let named = items(words).into_iter().enumerate().map(|(n, item)| (format!("A{}", n + 1), item));
        let changes = [change(1, "Page two people"), change(3, "A | b")];
        let text = numbered(words, &named.collect::<Vec<_>>(), &changes);
        assert_eq!(
            text,
            "before\n\n| what | owner | subject | no. |\n| --- | --- | --- | --- |\n| Add a \\| page |  |  | A1 |\n| Wire the bell | x |  | A2 |\n\
             | Page two people |  | real | H1 |\n| A \\| b |  | real | H3 |\n\nafter"
        );
        let (back, rows) = taken_back(&text, &changes);
        assert_eq!(back, words);
        let names: Vec<&str> = rows.iter().map(|row| row.number.as_str()).collect();
        assert_eq!(names, ["A1", "A2", "H1", "H3"]);
        // What somebody filled in is theirs, and a column of theirs is not ours.
        let (back, _) =
            taken_back(&text.replace("| Page two people |  |", "| Page two people | me |"), &changes);
        assert!(back.contains("\n| Page two people | me | real |\n"), "{back}");
        // A row that somebody set another way comes back as it was set.
        let own = "what | owner\n--- | ---";
        assert_eq!(taken_back(&numbered(own, &[], &changes), &changes).0, own);
        let own = "| what | owner\n| --- | ---\n| Add a page | me\n| Short |";
        let short = "| Short |  |";
        assert!(numbered(own, &[], &changes).starts_with("| what | owner | no.\n"));
        assert_eq!(taken_back(&numbered(own, &[], &changes), &changes).0, own.replace("| Short |", short));
        let own = "| no. | what |\n| --- | --- |\n| 7 | Add a page |";
        assert_eq!(taken_back(own, &changes).0, own);
        assert_eq!(numbered(own, &[], &changes), own);
    }
}
