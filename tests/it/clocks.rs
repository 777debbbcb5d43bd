//! One clock for readers: whatever is read as a time is the story's, also after the story jumped; what people took for
//! something leaves the jump out, and that is said once.

use sandtable::engine::event::{Event, EventKind};
use sandtable::hotwash::bookmark::bookmarks;
use sandtable::journal::Who;
use sandtable::score::Profile;
use sandtable::score::explain::{Sources, text};
use sandtable::time::SimTime;

use crate::shop::{OPENING, SHOP, shop};
use crate::support::{Played, criterion, play, play_with};

/// Ten minutes are jumped at 8:00, and ten more at 24:00; what falls due in the second is due at 36:00.
///
/// On the score clock the first update, at 4:00, promises 19:00: 29:00 of the story, inside the second jump, so 36:00.
/// The next comes at 40:00, 20:00 on the score clock: 16:00 of silence, in full to 12:00 (36:00 is 16:00 there), none from
/// 40:00: (40:00 - 16:00) x 10000 / 28:00 = 8571.
fn jumped() -> Played {
    let moves = format!(
        "{OPENING}\
         4:00 comms update stakeholders customers state=\"investigating errors\" impact=\"a third fails\" doing=\"looking at web\" next=15m\n\
         5:00 primary task tech \"find what changed\" box=10m\n\
         5:10 tech accept\n\
         6:00 tech look errors\n\
         8:00 tech note here\n\
         8:00 facilitator jump 10m\n\
         20:00 primary look errors\n\
         21:00 tech report \"a deploy\"\n\
         22:00 primary task tech \"go back\" box=5m\n\
         22:10 tech accept\n\
         23:00 tech do roll-back\n\
         24:00 facilitator jump 10m due\n\
         36:00 tech verify errors\n\
         37:00 tech report back\n\
         40:00 comms update stakeholders customers state=\"monitoring errors\" impact=\"nobody any more\" doing=\"watching web\" next=15m\n\
         46:00 primary close summary=done\n\
         47:00 comms update stakeholders customers state=\"resolved errors\" impact=\"a third failed\" doing=\"review follows\" next=\"no further update\"\n"
    );
    play(SHOP, &moves).all_accepted()
}

fn clock(event: &Event) -> String {
    event.counts_at().plus()
}

/// Each `at +1:30 (#14)` and `from +1:30 (#14)` of a text: the time, and the event.
fn stamps(text: &str) -> Vec<(String, usize)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let stamp = |three: &[&str]| {
        let seq = three[2].strip_prefix("(#")?;
        let seq = seq.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
        let timed = three[1].contains(':') && matches!(three[0], "at" | "from");
        timed.then(|| (three[1].to_string(), seq))
    };
    words.windows(3).filter_map(stamp).collect()
}

/// All that a card says.
fn lines(played: &Played) -> Vec<String> {
    let card = played.card();
    let mut lines = card.open_at_the_end.clone();
    lines.extend(card.advice.iter().map(|remark| remark.says.clone()));
    lines.extend(card.because.iter().map(|reason| reason.says.clone()));
    for of in card.dimensions.iter().chain(&card.scenario_score.dimensions) {
        lines.extend(of.criteria.iter().flat_map(|c| c.arithmetic.iter().chain([&c.says]).cloned()));
    }
    lines
}

/// Where a line has a time and an event beside it, it is that event's time: not its beginning's beside its end.
#[test]
fn a_time_and_the_event_beside_it_are_one_in_every_shipped_drill() {
    let mut seen = 0;
    for shipped in crate::shipped::all() {
        for (name, crew) in &shipped.crews {
            let played = play_with(shipped.scenario(), crew, 1, Who::Person);
            let events: Vec<&Event> = played.events().collect();
            for line in lines(&played) {
                for (at, seq) in stamps(&line) {
                    assert_eq!(at, clock(events[seq]), "{} {name}: {line}", shipped.id);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

/// What takes its time: asked for at 1:00, begun at 3:00, in effect five minutes later, and not read before 30:00.
#[test]
fn what_took_its_time_says_both_times_each_with_its_event() {
    let expects = "expected: [(id: \"it\", is: Do(\"redeploy\"), opens: Declared, target: \"10m\", limit: \"20m\", why: \"w\", serves: [\"run-it\"])],\n    truth:";
    let moves = format!(
        "{OPENING}2:00 tech look errors\n3:00 primary decide redeploy\n3:00 tech do redeploy\n30:00 primary end"
    );
    let played = play(&shop(&[("truth:", expects)]), &moves).all_accepted();
    let place = |is: &dyn Fn(&EventKind) -> bool| played.events().find(|event| is(&event.kind)).unwrap().seq;
    let begun = place(&|kind| matches!(kind, EventKind::ActionStarted { .. }));
    let done = place(&|kind| matches!(kind, EventKind::ActionTookEffect { .. }));
    let card = played.card();
    let says = |path| criterion(&card, path).says.as_str();
    assert_eq!(
        says("actions/it"),
        format!("do redeploy, begun after 2:00 ({begun}), took effect after 7:00 ({done})")
    );
    let unread =
        format!("`redeploy` ({begun}) took effect at +8:00 ({done}), and errors was not read before");
    assert!(says("loop/verify").starts_with(&unread), "{}", says("loop/verify"));
}

/// A time box that ran out is no event: the line has the one that gave it, and says what it is.
#[test]
fn a_time_box_that_ran_out_is_called_by_the_task_that_gave_it() {
    let moves = format!(
        "{OPENING}2:00 primary task tech \"find it\" box=5m\n20:00 primary look errors\n30:00 primary end"
    );
    let played = play(SHOP, &moves).all_accepted();
    let task = played.events().find(|event| matches!(event.kind, EventKind::Tasked { .. })).unwrap().seq;
    let card = played.card();
    let reassess = criterion(&card, "loop/reassess");
    // Given at 2:00, over at 7:00, looked at 13:00 later: lin(13; 5, 15) = 2/10.
    let said = format!(
        "the next look came 13:00 after the time box of {task} ran out at +7:00 without a result by then ("
    );
    assert!(reassess.says.starts_with(&said), "{}", reassess.says);
    let step = format!(
        "the end of the time box of {task}, without a result by then: (15:00 - 13:00) x 10000 / 10:00 = 2000"
    );
    assert_eq!(reassess.arithmetic, [step]);
}

#[test]
fn a_time_beside_an_event_is_the_storys_on_every_line_of_the_card() {
    let played = jumped();
    let lines = lines(&played);
    let events: Vec<&Event> = played.events().collect();
    let (mut seen, mut late) = (0, 0);
    for line in lines {
        for (at, seq) in stamps(&line) {
            assert_eq!(at, clock(events[seq]), "{line}");
            seen += 1;
            late += usize::from(events[seq].at > SimTime::from_ms(18 * 60_000));
        }
    }
    // Not in vain: the page, its acknowledgement, command and more; the look in command and the check after jumps.
    assert!(seen >= 10 && late >= 2, "{seen} {late}");
}

#[test]
fn lengths_leave_the_jump_out_and_the_card_says_so_once() {
    let card = jumped().card();
    let gaps = criterion(&card, "updates/gaps");
    assert!(gaps.says.contains("was 16:00 (+4:00 to +40:00, "), "{}", gaps.says);
    let step = &gaps.arithmetic[0];
    assert!(step.starts_with("+4:00 to +40:00 (") && step.contains("target: #"), "{gaps:#?}");
    assert!(step.ends_with(" promised it): (40:00 - 16:00) x 10000 / 28:00 = 8571"), "{gaps:#?}");
    assert!(gaps.says.ends_with("; jumped 20:00 left out)"), "{}", gaps.says);
    let promise = criterion(&card, "updates/promise");
    assert!(promise.says.contains("promised +36:00"), "{}", promise.says);
    let cycle = &criterion(&card, "loop/completeness").arithmetic[0];
    assert!(cycle.starts_with("the cycle from +4:00 to +36:00"), "{cycle}");
    let said: Vec<_> = card.advice.iter().filter(|remark| remark.about == "process/clock").collect();
    assert_eq!(said.len(), 1);
    assert!(
        said[0].says.starts_with("the story jumped from +8:00 to +18:00 (#")
            && said[0].says.contains("no length counts a jump"),
        "{}",
        said[0].says
    );
    // Where there was no jump, nothing is said of one.
    let plain = play(SHOP, &format!("{OPENING}9:00 primary end")).card();
    assert!(plain.advice.iter().all(|remark| remark.about != "process/clock"));
}

/// A time that is no event's is the story's, too: what was searched, and what is still open.
#[test]
fn a_limit_and_an_interval_are_the_storys() {
    // Declared at 1:00; the first update's limit is 20:00 later, a jump of ten minutes apart: 31:00.
    let moves = format!("{OPENING}5:00 facilitator jump 10m\n25:00 primary end");
    let played = play(SHOP, &moves).all_accepted();
    let card = played.card();
    let open = card.open_at_the_end.join("; ");
    assert!(open.contains("no update to stakeholders yet, limit at +31:00"), "{open}");
    let audience = criterion(&card, "updates/audience");
    assert_eq!(audience.interval, Some((SimTime::from_ms(60_000), SimTime::from_ms(25 * 60_000))));
}

#[test]
fn an_explanation_says_that_the_story_jumped_where_its_evidence_lies_on_both_sides() {
    let played = jumped();
    let (card, profile) = (played.card(), Profile::parse(Profile::default_text()).unwrap());
    let sources =
        Sources { scenario: &played.scenario, profile: &profile, records: &played.records, card: &card };
    let said = |of: &str| text(&sources.explain(of).unwrap());
    assert!(said("updates.gaps").contains("The story jumped from +8:00 to +18:00"));
    assert!(!said("roles.commander_time").contains("jumped"));
}

/// Who reads a card types what stands there.
#[test]
fn a_heading_is_explained_as_its_name_is() {
    let played = jumped();
    let (card, profile) = (played.card(), Profile::parse(Profile::default_text()).unwrap());
    let sources =
        Sources { scenario: &played.scenario, profile: &profile, records: &played.records, card: &card };
    let view = card.first30.as_ref().unwrap();
    let heading = format!("The first thirty minutes: {} of {} (in no total)", view.reached, view.steps.len());
    let step = format!("{} {}", view.steps[2].n, view.steps[2].text);
    for (said, name) in [
        (heading.as_str(), "first30"),
        ("first thirty", "first30"),
        ("first30", "first30"),
        ("keeping people informed", "updates"),
        ("The story", "scenario"),
        (&step, "first30.statement"),
    ] {
        assert_eq!(sources.explain(said).unwrap().of, name, "{said}");
    }
    assert!(sources.explain("first fifty").is_err());
}

#[test]
fn the_postmortem_has_the_same_times_and_lengths() {
    let document = jumped().postmortem();
    for line in [
        // The story's times; what people took, without the jumps.
        "16 min, 10:04 to 10:40",
        "1 of 2 kept",
        "from 10:08 (+8:00) to 10:18 (+18:00)",
        "the story jumped 10:00 ahead, to 10:18",
        // The cycle, from the first word to the check.
        "10:04 (+4:00) | 10:36 (+36:00)",
        "Harm was done from 10:00 (+0:00) to 10:23 (+23:00): 23 min",
    ] {
        assert!(document.contains(line), "no `{line}` in {document}");
    }
}

/// Twelve minutes of the story without a move, ten of them jumped: nobody was silent.
#[test]
fn a_jump_is_no_silence() {
    let silent = |jump: &str| {
        let moves =
            format!("{OPENING}4:00 tech look errors\n{jump}16:00 tech look errors\n17:00 primary end");
        let played = play(SHOP, &moves).all_accepted();
        let profile = Profile::parse(Profile::default_text()).unwrap();
        let marks = bookmarks(&played.scenario, &profile, &played.records);
        marks.iter().any(|mark| mark.text.contains("Nobody made a move"))
    };
    assert!(silent(""));
    assert!(!silent("5:00 facilitator jump 10m\n"));
}

/// Section 7's silences leave the jumps out, and say so.
#[test]
fn a_silence_over_a_jump_says_what_it_leaves_out() {
    let outline = jumped().outline();
    let section = outline.sections.iter().find(|section| section.number == "7").unwrap();
    let page = serde_json::to_string(section).unwrap();
    assert!(page.contains("16 min, 10:04 to 10:40 (jumped 20 min left out)"), "{page}");
}

/// Half an hour is jumped at 3:00, and what falls due inside is due two minutes after landing, 5:00 on the score clock: the
/// first word to customers, asked for at 1:00 with 5:00 and 15:00. It comes at 34:00, 3:00 after on that clock.
#[test]
fn a_length_over_a_jump_and_a_rule_that_a_jump_pulled_near_say_so() {
    let moves = format!(
        "{OPENING}3:00 facilitator jump 30m due\n\
         34:00 comms update stakeholders customers state=investigating impact=\"a third fails\" doing=\"looking at web\" next=15m\n\
         35:00 tech look errors\n50:00 primary end"
    );
    let card = play(SHOP, &moves).all_accepted().card();
    let first = criterion(&card, "updates/first");
    assert_eq!(first.credit, Some(10_000));
    let customers = "customers heard after 3:00 (jumped 30:00 left out), at +34:00 (";
    assert!(first.says.contains(customers), "{}", first.says);
    assert_eq!(first.rule, "full credit to 4:00, none from 4:00 (SEV1, and a jump let it fall due)");
    // Each audience's row is one of its numbers.
    assert_eq!(first.uses, ["updates.first SEV1", "updates.first_customers SEV1"]);
    // Nothing was jumped between the declaration and command.
    assert!(criterion(&card, "roles/commander_time").says.ends_with("0:30 after the declaration"));
}

/// Five minutes are jumped at 7:00. News inside of the jump, at 10:00, or where it lands, at 12:00, is told at 23:00: by the
/// score clock, 7:00 and 18:00, 11:00 later. Of the jump only what lies after the news is left out: 23:00 - 10:00 = 13:00.
#[test]
fn what_came_up_inside_a_jump_leaves_out_the_rest_of_it() {
    let told = |at: &str| {
        let news = format!(
            "injects: [(id: \"news\", at: \"{at}\", news: true, from: \"boss\", to: [Table], serves: [\"run-it\"], text: [\"It is worse.\"])],\n    truth:"
        );
        let moves = format!(
            "{OPENING}7:00 facilitator jump 5m\n\
             23:00 comms update stakeholders customers state=investigating impact=\"a third fails\" doing=\"looking at web\" next=15m\n\
             30:00 primary look errors\n60:00 primary end"
        );
        let card = play(&shop(&[("truth:", &news)]), &moves).all_accepted().card();
        let says = |path| criterion(&card, path).says.clone();
        (says("updates/change"), says("loop/reassess"))
    };
    let (change, reassess) = told("10m");
    assert!(change.contains("the next update came 11:00 (jumped 2:00 left out) after #"), "{change}");
    assert!(
        reassess.starts_with("the next look came 18:00 (jumped 2:00 left out) after news at +10:00 (#"),
        "{reassess}"
    );
    let (change, reassess) = told("12m");
    assert!(change.contains("the next update came 11:00 after #"), "{change}");
    assert!(reassess.starts_with("the next look came 18:00 after news at +12:00 (#"), "{reassess}");
    let (change, _) = told("6m");
    assert!(change.contains("the next update came 12:00 (jumped 5:00 left out) after #"), "{change}");
}
