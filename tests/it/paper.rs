//! What is printed: the pack gives no seat what is another's, no player what is to come, and the sealed sheets all of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use sandtable::brief::pack::{Body, Pack, Sheet, pack, text};
use sandtable::engine::command::Mover;
use sandtable::moves::{What, parse};
use sandtable::scenario::Scenario;
use sandtable::scenario::id::SeatId;
use sandtable::scenario::words::Severity;

use crate::cli::Place;
use crate::shipped::{self, Shipped};
use crate::views::{Mark, Secret, marked};

/// Every file below a folder, by its path in there.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_string();
        if path.is_dir() {
            all.extend(files(&path).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            all.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    all
}

/// Exports the pack of a scenario that is planted with marks; gives its files and the marks.
fn planted(shipped: &Shipped, format: &str) -> (Arc<Scenario>, Vec<Mark>, BTreeMap<String, String>) {
    let place = Place::new();
    let (scenario, marks, text) = marked(shipped);
    place.write("planted.ron", &text);
    if let Some(organisation) = &shipped.organisation {
        fs::create_dir(place.path("organisations")).unwrap();
        let name = text.split('"').find(|word| word.starts_with("organisations/")).unwrap();
        place.write(name, organisation);
    }
    place.said(&["export", "pack", "planted.ron", "--format", format, "--out", "out"]);
    (scenario, marks, files(&place.path("out")))
}

/// The secrets of which a text holds the marks.
fn told<'a>(marks: &'a [Mark], text: &str) -> Vec<&'a Secret> {
    marks.iter().filter(|mark| text.contains(&mark.text)).map(|mark| &mark.of).collect()
}

#[test]
fn a_card_tells_its_own_seats_secret_and_no_other() {
    for shipped in shipped::all() {
        for (format, end) in [("html", "html"), ("text", "txt")] {
            let (scenario, marks, files) = planted(&shipped, format);
            assert_eq!(files.len(), scenario.seats.len() + 2);
            for (id, seat) in scenario.seats.iter() {
                let name = scenario.seats.name(id);
                let file = &files[&format!("seats/{}-{name}.{end}", id.n() + 1)];
                let own = Secret::Knows(name.to_string());
                let may: Vec<&Secret> = seat.knows.iter().map(|_| &own).collect();
                assert_eq!(told(&marks, file), may, "{} {name}", shipped.id);
                for (other, seat) in scenario.seats.iter().filter(|&(other, _)| other != id) {
                    let knows = seat.knows.as_deref().unwrap_or("nobody wrote this");
                    assert!(
                        !file.contains(&knows[..12]),
                        "{name} reads what {} knows",
                        scenario.seats.name(other)
                    );
                }
            }
        }
    }
}

#[test]
fn the_pack_keeps_each_secret_on_its_own_page_and_the_sealed_file_holds_the_rest() {
    for shipped in shipped::all() {
        let (scenario, marks, files) = planted(&shipped, "text");
        let pages: Vec<&str> = files["pack.txt"].split('\u{c}').collect();
        assert_eq!(pages.len(), 2 + scenario.seats.len());
        for page in &pages[..2] {
            assert!(told(&marks, page).is_empty(), "{page}");
        }
        for (page, id) in pages[2..].iter().zip(scenario.seats.ids()) {
            let own = Secret::Knows(scenario.seats.name(id).to_string());
            assert!(told(&marks, page).into_iter().all(|of| *of == own), "{page}");
        }
        let (cover, list) = files["facilitator.txt"].split_once('\u{c}').unwrap();
        assert!(told(&marks, cover).is_empty(), "{cover}");
        for mark in &marks {
            // Who runs the drill on paper reads out what comes, and what looking and asking gives.
            let aloud = matches!(mark.of, Secret::Inject(_) | Secret::Finding(_));
            let told = list.contains(&mark.text);
            assert!(told || !aloud, "{:?} is not in the sealed file", mark.of);
            assert!(!told || !matches!(mark.of, Secret::Knows(_)), "{:?}", mark.of);
        }
    }
}

#[test]
fn cards_and_sheets_do_not_depend_on_what_is_true() {
    for shipped in shipped::all() {
        let scenario = shipped.scenario();
        for me in scenario.seats.ids() {
            let mut other = Scenario::clone(&scenario);
            other.truth.severity.truncate(1);
            other.truth.severity[0].severity = Severity::Sev4;
            other.truth.needed_teams.clear();
            other.truth.audiences.clear();
            other.expected = Default::default();
            other.harmful = Default::default();
            other.debrief.clear();
            let injects: Vec<_> = other.injects.ids().collect();
            injects.into_iter().for_each(|id| other.injects[id].text = vec!["?".into()]);
            let others: Vec<SeatId> = other.seats.ids().filter(|&seat| seat != me).collect();
            others.into_iter().for_each(|seat| other.seats[seat].knows = Some("?".into()));
            let (one, two) = (pack(&scenario, "a").unwrap(), pack(&Arc::new(other), "a").unwrap());
            assert_eq!(one.table, two.table, "{}", shipped.id);
            assert_eq!(one.cards[me.n()], two.cards[me.n()], "{}", shipped.id);
        }
    }
}

/// What a sheet says one can type.
fn typed(sheet: &Sheet) -> Vec<&str> {
    let moves = sheet.blocks.iter().filter_map(|block| match &block.body {
        Body::Moves(moves) => Some(moves),
        Body::Text(_) | Body::Framed(_) | Body::Points(_) | Body::Entries(_) | Body::Events(_) => None,
    });
    moves.flatten().map(|(typed, _)| typed.as_str()).collect()
}

fn of(shipped: &Shipped) -> (Arc<Scenario>, Pack) {
    let scenario = shipped.scenario();
    let pack = pack(&scenario, "a").unwrap();
    (scenario, pack)
}

#[test]
fn every_example_is_a_move_of_the_seat_whose_card_it_is_on() {
    for shipped in shipped::all() {
        let (scenario, pack) = of(&shipped);
        for (id, card) in scenario.seats.ids().zip(&pack.cards) {
            let typed = typed(card);
            assert_eq!(typed.len(), 10, "{typed:?}");
            for example in typed {
                let line = parse(&scenario, example, None).unwrap_or_else(|why| panic!("{example}: {why}"));
                let line = line.unwrap();
                assert_eq!(line.mover, Some(Mover::Seat(id)), "{example}");
                assert!(matches!(line.what, What::Move(_)), "{example}");
            }
        }
        for example in typed(&pack.table[0]) {
            assert!(parse(&scenario, example, None).is_ok_and(|line| line.is_some()), "{example}");
        }
    }
}

#[test]
fn plain_paper_is_eighty_columns_wide() {
    for shipped in shipped::all() {
        let (_, pack) = of(&shipped);
        for line in text(&[pack.table, pack.cards, pack.sealed].concat()).lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn a_page_needs_nothing_but_itself() {
    let place = Place::new();
    place.said(&["export", "pack", "billing-multiplier"]);
    let files = files(&place.path("billing-multiplier-pack"));
    for (name, page) in &files {
        for foreign in ["<script", "http:", "https:", "//", "url(", "@import", "<link", "<img", "src="] {
            assert!(!page.contains(foreign), "{name} has `{foreign}`");
        }
        assert!(page.contains("<p class=\"mark\">SIMULATED</p>"), "{name}");
    }
    assert_eq!(files["pack.html"].matches("<section class=\"sheet\">").count(), 6);
    assert_eq!(files["seats/3-pricing.html"].matches("<section class=\"sheet\">").count(), 3);
}

#[test]
fn a_pack_says_what_it_wrote_and_overwrites_nothing() {
    let place = Place::new();
    insta::assert_snapshot!(place.said(&["export", "pack", "smallest"]), @"
    smallest-pack/pack.html               to print: sheets for everybody, then a card a page
    smallest-pack/seats/1-primary.html    to send to a seat that is not in the room
    smallest-pack/seats/2-secondary.html  to send to a seat that is not in the room
    smallest-pack/facilitator.html        SEALED: what comes, and what is expected
    ");
    insta::assert_snapshot!(place.failed(&["export", "pack", "smallest"]), @"2 error: smallest-pack/pack.html is there already, and nothing was written; remove it, or name another folder with --out DIR");
    place.said(&["export", "pack", "smallest", "--format", "text"]);
    assert_eq!(files(&place.path("smallest-pack")).len(), 8);

    // One file in the way, and none is written.
    fs::create_dir_all(place.path("mine/seats")).unwrap();
    place.write("mine/seats/2-secondary.html", "what Ben wrote on it");
    let said = place.failed(&["export", "pack", "smallest", "--out", "mine"]);
    assert!(said.starts_with("2 error: mine/seats/2-secondary.html is there already"), "{said}");
    assert_eq!(files(&place.path("mine")).len(), 1);

    place.write("file", "");
    let said = place.failed(&["export", "pack", "smallest", "--out", "file/below"]);
    assert!(said.starts_with("2 error: file/below/pack.html can't be written: "), "{said}");
    assert!(said.ends_with("; name another folder with --out DIR\n"), "{said}");
}

/// Who sits where is no matter of paper, and whoever says so here is told where it belongs.
#[test]
fn a_pack_for_some_seats_is_told_that_there_is_a_card_for_each() {
    let place = Place::new();
    for said in [&["--table", "primary"][..], &["--table"], &["--seat", "primary=ana"]] {
        let args = [&["export", "pack", "first-page"][..], said].concat();
        let failed = place.failed(&args);
        assert!(failed.starts_with("2 error: a pack has a card for every seat"), "{failed}");
        assert!(failed.contains("`run SCENARIO --table SEAT,SEAT`"), "{failed}");
    }
    assert!(!place.path("first-page-pack").exists());
}

#[test]
fn a_pack_stands_beside_its_scenario_and_wears_another_organisation() {
    let place = Place::new();
    fs::create_dir(place.path("ours")).unwrap();
    let smallest = shipped::of("smallest");
    place.write("ours/night.ron", &smallest.text);
    let said = place.said(&["export", "pack", "ours/night.ron", "--format", "text"]);
    assert!(said.starts_with("ours/smallest-pack/pack.txt  "), "{said}");

    let billing = shipped::all().into_iter().find(|shipped| shipped.organisation.is_some()).unwrap();
    let other = billing.organisation.unwrap().replace("Lumen Energy (fictional)", "Acme Light");
    place.write("acme.ron", &other);
    let args = ["--organisation", "acme.ron", "--out", "acme", "--format", "text"];
    place.said(&[&["export", "pack", "billing-multiplier"][..], &args].concat());
    let files = files(&place.path("acme"));
    assert!(files["pack.txt"].contains("Acme Light") && !files["pack.txt"].contains("Lumen"));
    let said = place.failed(&["export", "pack", "smallest", "--organisation", "none.ron"]);
    assert!(said.starts_with("2 error: `none.ron` is not there"), "{said}");
}

#[test]
fn the_event_list_is_a_table_that_a_spreadsheet_reads() {
    let place = Place::new();
    insta::assert_snapshot!(place.said(&["export", "msel", "smallest"]), @r#"
    number,when,from,to,channel,text,serves,expected,note,type,id,title
    1,21:03 +3:00; only if bad-release active,support,team ops,chat,"My basket is full and the till is shut, writes a customer. Known?",basics,"tell-customers: update customers, within 5m",,scheduled,complaint,
    2,when stakeholders not updated for 9m; only if bad-release active; news: a reason to assess again,boss,the commander,phone,"My sister can't buy socks. How long is this going on, and who is on it?",basics,,,conditional,boss-asks,
    "#);
    for shipped in shipped::all() {
        let scenario = shipped.scenario();
        let said = place.said(&["export", "msel", &shipped.id, "--format", "csv"]);
        let mut rows = csv::Reader::from_reader(said.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), scenario.injects.len());
        for (row, event) in rows.iter().zip(sandtable::brief::events(&scenario)) {
            assert_eq!((&row[0], &row[1]), (event.number.to_string().as_str(), event.comes().as_str()));
            assert!(event.text.iter().all(|text| row[5].contains(text.as_str())), "{row:?}");
        }
    }
    let said = place.said(&["export", "msel", "billing-multiplier"]);
    assert!(
        said.contains("hold-the-money: do hold-debits, within 6m"),
        "what is expected once treasury asks"
    );
    assert!(said.contains("when you send it; by itself when letters-leave cleared for 10m"), "a contingency");
}

#[test]
fn no_cell_is_a_formula_and_no_file_is_overwritten() {
    let place = Place::new();
    let smallest = shipped::of("smallest");
    let planted = smallest.text.replace("My basket is full", "=HYPERLINK(1)");
    place.write("planted.ron", &planted);
    assert_eq!(place.said(&["export", "msel", "planted.ron", "--out", "list.csv"]), "");
    let list = fs::read_to_string(place.path("list.csv")).unwrap();
    assert!(list.contains("'=HYPERLINK(1)") && !list.contains(",=") && !list.contains("\"="), "{list}");
    let said = place.failed(&["export", "msel", "planted.ron", "--out", "list.csv"]);
    assert_eq!(said, "2 error: list.csv is there already, and nothing was written; name a new file\n");
    assert_eq!(fs::read_to_string(place.path("list.csv")).unwrap(), list);
}

/// `smallest`: errors are half a percent as usual, and 50 from the start on; nobody rolls back.
#[test]
fn the_sealed_file_answers_who_looks_without_the_program() {
    let shipped = shipped::all().into_iter().find(|shipped| shipped.id == "smallest").unwrap();
    let sealed = pack(&shipped.scenario(), "smallest").unwrap().sealed;
    let sheet = sealed.iter().find(|sheet| sheet.name == "answers").unwrap();
    let under = |heading: &str| {
        let block = sheet.blocks.iter().find(|block| block.heading == heading).unwrap();
        let Body::Entries(entries) = &block.body else { panic!("{heading}") };
        entries.clone()
    };
    assert_eq!(under("What they show while nobody acts"), [("errors".to_string(), "21:00 50 %".to_string())]);
    let looked =
        ("look shop".to_string(), "Up. Half of all orders fail since release 4.2, 21:00.".to_string());
    assert!(under("What looking and asking gives").contains(&looked));
    assert!(
        under("What can be done")
            .iter()
            .any(|(name, says)| name == "roll-back" && says.contains("takes 2m; clears bad-release"))
    );
}
