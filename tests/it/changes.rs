//! What a table says is to change, from the hot wash into the postmortem, where it is an item or is taken out again.

use crate::cli::Place;

/// A drill whose hot wash said two changes.
fn place() -> Place {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "d"]);
    place.answered(
        &["hotwash"],
        "\n\n\n\n\n\n\n\n\nPage two people at once\nAlert on a basket that stays empty\n\n\n\n",
    );
    place
}

fn form(place: &Place) -> String {
    place.said(&["postmortem", "edit", "d", "--print"])
}

/// Takes a form back, and says what was said of it.
fn take(place: &Place, text: &str) -> String {
    place.write("form.md", text);
    place.said(&["postmortem", "edit", "d", "--from", "form.md"])
}

/// The form without the row of a number.
fn without(form: &str, number: &str) -> String {
    form.lines()
        .filter(|line| !line.ends_with(&format!("| {number} |")))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn a_change_that_is_taken_out_stays_out_until_it_is_written_in_again() {
    let place = place();
    let first = form(&place);
    let said = take(&place, &without(&first, "H1"));
    assert!(said.starts_with("H1, said in the hot wash, is dropped: “Page two people at once”"), "{said}");
    let todo = place.said(&["todo", "--all"]);
    assert!(!todo.contains("H1 of d") && todo.contains("H2 of d"), "{todo}");
    assert!(place.failed(&["todo", "done", "d", "H1"]).contains("H1 of `d` was taken out of its postmortem"));
    assert!(!place.said(&["postmortem", "d"]).contains("Page two people"));
    // The form says so, and offers the other as before.
    let second = form(&place);
    assert!(second.contains("<!-- Hot wash: H1 “Page two people at once” was taken out"), "{second}");
    assert!(
        second.contains("\n| Alert on a basket that stays empty |  |  |  |  |  | real |  |  | H2 |"),
        "{second}"
    );
    assert!(take(&place, &second).ends_with("nothing was changed\n"));
    // Something else that is written takes nothing out, and brings nothing back.
    take(&place, &second.replace("### Owner (one role)\n", "### Owner (one role)\n\nthe lead\n"));
    assert!(!place.said(&["todo", "--all"]).contains("H1 of d"));
    let row = "| Alert on a basket that stays empty |";
    take(&place, &form(&place).replace(row, &format!("| Page two people at once | | lead |\n{row}")));
    let todo = place.said(&["todo"]);
    assert!(
        todo.contains("A1 of d") && todo.contains("Page two people") && todo.contains("H2 of d"),
        "{todo}"
    );
    // And as an item it can be taken out, too.
    let said = take(&place, &without(&form(&place), "A1"));
    assert!(said.contains("H1, said in the hot wash, is dropped"), "{said}");
    let todo = place.said(&["todo", "--all"]);
    assert!(!todo.contains("Page two people") && todo.contains("H2 of d"), "{todo}");
}

#[test]
fn a_form_from_before_the_hot_wash_takes_nothing_out() {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "d"]);
    let early = form(&place);
    place.answered(&["hotwash"], "\n\n\n\n\n\n\n\n\nPage two people at once\n\n\n\n\n");
    let owner = "### Owner (one role)\n";
    take(&place, &early.replace(owner, &format!("{owner}\nthe lead\n")));
    take(
        &place,
        "## 16. Action items\n\n| what | owner |\n| --- | --- |\n| Wire the bell to the wall | lead |\n",
    );
    let todo = place.said(&["todo"]);
    assert!(todo.contains("H1 of d") && todo.contains("A1 of d"), "{todo}");
    // It is offered under the team's own rows, and is no item as long as nobody fills it in.
    let form = form(&place);
    assert!(
        form.contains("| Wire the bell to the wall | lead | A1 |\n| Page two people at once |  | H1 |\n"),
        "{form}"
    );
    assert!(take(&place, &form).ends_with("nothing was changed\n"));
    take(&place, &form.replace("| Page two people at once |  |", "| Two pagers, two people | duty |"));
    let todo = place.said(&["todo"]);
    assert!(todo.contains("A2 of d") && !todo.contains("H1 of d"), "{todo}");
}

#[test]
fn an_item_is_known_by_its_number_however_it_is_worded() {
    let place = place();
    let row = "| Page two people at once |  |  |";
    take(&place, &form(&place).replace(row, "| Two of us hear every alarm |  | lead |"));
    place.said(&["todo", "done", "d", "A1"]);
    place.said(&["todo", "done", "d", "H2"]);
    let second = form(&place);
    let text = second
        .replace("| Two of us hear every alarm |", "| Whatever rings also rings at the deputy's |")
        .replace("| Alert on a basket that stays empty |  |  |", "| An alarm without any order |  | duty |");
    let said = take(&place, &text);
    assert!(said.contains("A1 (done) says something else now: “Whatever rings"), "{said}");
    let all = place.said(&["todo", "--all", "--format", "json"]);
    let all: Vec<serde_json::Value> = serde_json::from_str(&all).unwrap();
    let line = |todo: &serde_json::Value| format!("{} {} {}", todo["item"], todo["text"], todo["done"]);
    let mut lines: Vec<String> = all.iter().map(line).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "\"A1\" \"Whatever rings also rings at the deputy's\" true",
            "\"A2\" \"An alarm without any order\" true"
        ]
    );
}
