//! What people type in words of their own, and what the tool says to it.

use crate::prompted::{last, typed};
use crate::shop::{OPENING, SHOP};
use crate::support::{criterion, play};

/// What the tool advises earns what the score counts.
#[test]
fn the_deputys_role_is_passed_on_as_the_tool_says() {
    let over = "3:00 primary handover commander comms state=\"checkout fails\" flight=\"tech looks\" tried=nothing next=\"update by 10:10\"\n3:30 comms accept\n";
    let brief = "state=\"checkout fails for a third\" flight=\"tech looks at errors\" tried=\"nothing so far\" next=\"update at 10:10\"";
    let shown = typed(&[&format!("1 handover commander 4 {brief}"), "4 accept"]);
    let advice = last(&shown, 1)[0];
    assert_eq!(
        advice,
        "? comms is commander and deputy: the commander has no deputy then. `comms handover deputy primary` asks for a \
         brief and offers the role; it moves on `accept`"
    );
    let handover = |rest: &str| {
        let moves = format!(
            "{OPENING}{}{rest}20:00 comms end",
            over.replace(
                "state=\"checkout fails\" flight=\"tech looks\" tried=nothing next=\"update by 10:10\"",
                brief
            )
        );
        criterion(&play(SHOP, &moves).all_accepted().card(), "roles/handover").clone()
    };
    let advised = handover(&format!("4:00 comms handover deputy primary {brief}\n4:10 primary accept\n"));
    assert!(
        advised.says.contains("deputy went from comms to primary with 4 of 4 parts of a brief"),
        "{}",
        advised.says
    );
    let bare = handover("4:00 comms roles deputy=primary\n");
    assert!(bare.credit < advised.credit, "{:?} {:?}", bare.credit, advised.credit);
}
