//! The HTML postmortem: one file that opens anywhere, in which every number can be followed to events and to a rule;
//! templates that can be replaced; and, where a browser is, a checker of accessibility.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::Place;
use crate::shipped;

/// The largest a document may be, in bytes.
const LARGEST: usize = 300_000;

/// A drill in which people say what markup would obey.
const HOSTILE: &str = r##"
0:02:10 primary ack
0:03:00 primary declare sev1
0:03:10 primary say "</p><script>alert(1)</script> & `<img src=x onerror=y>` #1 {{ title }} {% if x %}"
0:04:00 primary update customer-care executives state="investigating" impact="<b onclick=z>\"x\"</b>" doing="</td></svg>" next=20m
0:05:00 primary statement symptom="<style>*{display:none}</style>" affected="'><i>" scope="a" since="b" unknown="c"
0:06:00 primary close summary="--> <!-- ]]> </body>"
"##;

/// The document of a crew's drill.
fn document(scenario: &str, crew: &str, args: &[&str]) -> String {
    let place = Place::new();
    place.said(&["run", scenario, "--fill", crew, "--pace", "flat", "--name", "d"]);
    place.said(&[&["postmortem", "d", "--format", "html"], args].concat())
}

fn hostile(place: &Place) -> String {
    place.write("x.moves", HOSTILE);
    place.said(&["run", "billing-multiplier", "--moves", "x.moves", "--name", "d"]);
    place.said(&["postmortem", "d", "--format", "html"])
}

/// The values of an attribute.
fn all<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let begins = format!(" {attribute}=\"");
    page.split(&begins).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// What a reader sees of a piece of a page.
fn words(page: &str) -> String {
    let text: String =
        page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_shipped_drill_has_a_document_that_stands_alone() {
    for shipped in shipped::all() {
        for (crew, _) in shipped.crews.iter().filter(|(crew, _)| ["prepared", "struggling"].contains(crew)) {
            let page = document(&shipped.id, crew, &[]);
            let what = format!("{} {crew}", shipped.id);
            assert!(page.len() < LARGEST, "{what}: {} bytes", page.len());
            stands_alone(&page, &what);
            is_sound(&page, &what);
        }
    }
}

/// Nothing is fetched, and nothing runs.
fn stands_alone(page: &str, what: &str) {
    let outside = page.replace("http://www.w3.org/2000/svg", "");
    for sign in ["http:", "https:", "<script", "<img", "<link", "<iframe", "@import", " src=", "javascript:"]
    {
        assert!(!outside.contains(sign), "{what} has {sign}");
    }
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"), "{what}");
    // On the screen, at the head of every printed page, and at the end.
    assert!(page.matches("Simulated incident — practice").count() >= 4, "{what}");
}

/// Every link leads somewhere, no place has two names, headings go down step by step, and pictures say what they show.
fn is_sound(page: &str, what: &str) {
    let ids = all(page, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "{what}: an id stands twice");
    for link in all(page, "href") {
        assert!(known.contains(link.trim_start_matches('#')), "{what}: {link} leads nowhere");
    }
    let levels: Vec<u8> = page
        .split("<h")
        .skip(1)
        .filter_map(|rest| rest.bytes().next())
        .filter(u8::is_ascii_digit)
        .map(|n| n - b'0')
        .collect();
    assert_eq!(levels[0], 1, "{what}");
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1 && pair[1] > 1), "{what}: {levels:?}");
    for picture in page.split("<svg ").skip(1) {
        let labels = all(picture, "aria-labelledby")[0].split(' ').collect::<Vec<_>>();
        assert!(labels.iter().all(|label| known.contains(label)), "{what}");
    }
    for open in ["table", "tr", "td", "section", "svg", "ul", "li", "div", "p", "dl", "figure"] {
        let begins = page.matches(&format!("<{open} ")).count() + page.matches(&format!("<{open}>")).count();
        assert_eq!(begins, page.matches(&format!("</{open}>")).count(), "{what}: <{open}>");
    }
}

#[test]
fn a_number_leads_to_events_and_to_a_rule_with_its_source() {
    let page = document("billing-multiplier", "struggling", &[]);
    // Section 13 says that the first update was late: from there to its events, and to the rule.
    let hard = page.split("<section id=\"was-hard\"").nth(1).unwrap().split("</section>").next().unwrap();
    let line = hard.split("<li>").find(|line| line.contains("#rule-updates-first\"")).unwrap();
    let event = all(line, "href").into_iter().find(|link| link.starts_with("#e")).unwrap();
    // An update is told in full by its row of section 7, and stands in no list of events.
    let place = format!(" id=\"{}\"", &event[1..]);
    let rows: Vec<_> = page.split("<tr").filter(|row| row.starts_with(&place)).map(words).collect();
    assert!(rows.len() == 1 && rows[0].contains("state: “"), "{rows:?}");
    let rule = page.split("id=\"rule-updates-first\"").nth(1).unwrap().split("</dl>").next().unwrap();
    let said = words(rule);
    assert!(
        said.contains("updates.first_customers SEV1 5m to 15m [S] PagerDuty: first customer post at 5 min"),
        "{said}"
    );
}

#[test]
fn pictures_show_signals_roles_silences_and_the_loop() {
    let page = document("billing-multiplier", "prepared", &[]);
    let titles: Vec<String> =
        page.split("<title id=").skip(1).map(|t| words(t.split("</title>").next().unwrap())).collect();
    for wanted in ["Who held which role", "Silences, and what was promised", "The cycles of the loop"] {
        assert!(titles.iter().any(|title| title.ends_with(wanted)), "{wanted}: {titles:?}");
    }
    assert!(titles.iter().any(|title| title.contains("invoice-ratio under what moved it")), "{titles:?}");
}

#[test]
fn whatever_people_said_is_text() {
    let page = hostile(&Place::new());
    for sign in ["<script", "<b ", "<i>", "<img", "<style>*", "<!--"] {
        assert!(!page.contains(sign), "{sign}");
    }
    assert!(page.contains("&lt;/td&gt;&lt;/svg&gt;"));
    is_sound(&page, "hostile");
}

#[test]
fn the_ending_of_the_file_says_what_it_is() {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "d"]);
    let kind = |name: &str| {
        place.said(&["postmortem", "d", "--out", name]);
        std::fs::read_to_string(place.path(name)).unwrap().chars().next().unwrap()
    };
    assert_eq!([kind("a.html"), kind("a.json"), kind("a.md"), kind("a")], ['<', '{', '-', '-']);
    assert!(place.failed(&["postmortem", "d", "--out", "a.html"]).starts_with("2 "));
}

#[test]
fn programs_get_the_same_facts_under_keys_that_stay() {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "d"]);
    let json: serde_json::Value =
        serde_json::from_str(&place.said(&["postmortem", "d", "--format", "json"])).unwrap();
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    for key in ["stamp", "front", "title", "directive", "sections", "rules", "events"] {
        assert!(keys.contains(&&key.to_string()), "{key}: {keys:?}");
    }
    let rule = &json["rules"][0];
    assert_eq!(
        (rule["about"].as_str(), rule["numbers"][0]["source"].as_str()),
        (Some("ack/chain"), Some("S"))
    );
    let numbers = |list: &serde_json::Value| -> Vec<u64> {
        list.as_array().map_or(Vec::new(), |all| all.iter().filter_map(serde_json::Value::as_u64).collect())
    };
    let blocks = json["sections"].as_array().unwrap().iter().flat_map(|s| s["blocks"].as_array().unwrap());
    let rows = blocks.filter_map(|block| block["rows"].as_array()).flatten();
    let told: Vec<u64> = rows.flat_map(|row| numbers(&row["tells"])).collect();
    let rest: Vec<u64> =
        json["events"].as_array().unwrap().iter().map(|e| e["seq"].as_u64().unwrap()).collect();
    // People read an event once; a program finds each in one list.
    assert!(!told.is_empty() && told.iter().all(|seq| rest.contains(seq)));
    let cited: BTreeSet<u64> = rest.into_iter().collect();
    let evidence = |value: &serde_json::Value| {
        value.as_array().unwrap().iter().all(|n| cited.contains(&n.as_u64().unwrap()))
    };
    assert!(json["rules"].as_array().unwrap().iter().all(|rule| evidence(&rule["evidence"])));
}

/// A drill, and a template for it.
fn with_template(template: &str) -> (Place, PathBuf) {
    let place = Place::new();
    place.said(&["run", "smallest", "--fill", "prepared", "--pace", "flat", "--name", "d"]);
    let path = place.write("own.html", template);
    (place, path)
}

#[test]
fn a_company_can_bring_its_own_template() {
    let (place, _) = with_template(
        "{% extends \"base.html\" %}{% block body %}{% for s in sections if s.id == 'summary' %}{{ s.blocks[0].text|rich }}{{ refs(s.blocks[0]) }}{% endfor %}{{ '<' }}{% endblock %}",
    );
    place.write(
        "base.html",
        "<h1>ACME {{ front.drill }}</h1><p>{{ stamp }}</p>{% block body %}{% endblock %}",
    );
    let page = place.said(&["postmortem", "d", "--template", "own.html"]);
    assert!(
        page.starts_with("<h1>ACME d</h1><p>")
            && page.contains("</p>On ")
            && page.contains("href=\"#e")
            && page.ends_with("&lt;"),
        "{page}"
    );
    std::fs::rename(place.path("own.html"), place.path("postmortem.html")).unwrap();
    assert_eq!(place.said(&["postmortem", "d", "--template", "."]), page);
    // Everything that is written says that it was a drill.
    place.write("bare.html", "<h1>{{ title }}</h1>");
    let failed = place.failed(&["postmortem", "d", "--template", "bare.html", "--out", "bare-page.html"]);
    assert!(
        failed.contains("says nowhere that this was a drill") && failed.contains("{{ stamp }}"),
        "{failed}"
    );
    assert!(!place.path("bare-page.html").exists());
}

#[test]
fn a_files_name_says_no_other_format_than_what_is_asked_for() {
    let (place, _) = with_template("");
    let failed = place.failed(&["postmortem", "d", "--out", "x.pdf"]);
    assert!(failed.contains("not written as pdf") && !place.path("x.pdf").exists(), "{failed}");
    let failed = place.failed(&["postmortem", "d", "--format", "md", "--out", "x.html"]);
    assert!(failed.contains("say two things, and nothing was written"), "{failed}");
}

#[test]
fn the_template_to_begin_with_is_the_one_that_is_used() {
    let (place, _) = with_template("");
    place.said(&["export", "template", "--out", "mine.html"]);
    let own = place.said(&["postmortem", "d", "--template", "mine.html"]);
    assert_eq!(own, place.said(&["postmortem", "d", "--format", "html"]));
}

#[test]
fn a_template_that_cannot_be_used_says_where_and_why() {
    let (place, _) = with_template("<p>\n{{ titel }}</p>");
    let said = |text: &str| {
        place.write("own.html", text);
        place.failed(&["postmortem", "d", "--template", "own.html"])
    };
    insta::assert_snapshot!(said("<p>\n  {{ titel }}</p>"));
    insta::assert_snapshot!(said("{% for s in sections %}\n{{ s.titel|rich }}\n{% endfor %}"));
    insta::assert_snapshot!(said("<p>\n{% if title %}\n</p>"));
    insta::assert_snapshot!(said("{{ picture('nope') }}"));
    insta::assert_snapshot!(said("{% include 'nope.html' %}"));
    insta::assert_snapshot!(said("{% include '../secret.html' %}"));
    insta::assert_snapshot!(said("{{ title|shout }}"));
    let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}";
    assert!(said(endless).contains("it does not end"), "{}", said(endless));
    assert!(
        place
            .failed(&["postmortem", "d", "--template", "gone.html"])
            .starts_with("2 error: the template `HERE/gone.html` is not there")
            || place
                .failed(&["postmortem", "d", "--template", "gone.html"])
                .starts_with("2 error: the template `gone.html` is not there")
    );
    assert!(
        place
            .failed(&["postmortem", "d", "--format", "md", "--template", "own.html"])
            .contains("say --format html")
    );
}

/// Relative luminance, as WCAG has it.
fn luminance(colour: &str) -> f64 {
    let hex = colour.trim_start_matches('#');
    let wide: String =
        if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_string() };
    let part = |n: usize| {
        let value = f64::from(u8::from_str_radix(&wide[n..n + 2], 16).unwrap()) / 255.0;
        if value <= 0.039_28 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn what_is_read_stands_out_from_its_ground_in_every_scheme() {
    let template = include_str!("../../templates/postmortem.html");
    let mut schemes = 0;
    for root in template.split(":root {").skip(1) {
        let rules = root.split('}').next().unwrap().split(';').filter_map(|rule| rule.split_once(':'));
        let colour: BTreeMap<&str, &str> = rules.map(|(name, value)| (name.trim(), value.trim())).collect();
        let text = [
            ("--ink", "--ground"),
            ("--ink", "--paper"),
            ("--ink", "--held"),
            ("--ink", "--other"),
            ("--soft", "--ground"),
            ("--soft", "--paper"),
            ("--link", "--ground"),
            ("--link", "--held"),
            ("--sign", "--mark"),
        ];
        for (front, back) in text {
            let found = contrast(colour[front], colour[back]);
            assert!(found >= 4.5, "{front} on {back}: {found:.2}");
        }
        for (front, back) in
            [("--mark", "--ground"), ("--mark", "--held"), ("--late", "--held"), ("--good", "--ground")]
        {
            let found = contrast(colour[front], colour[back]);
            assert!(found >= 3.0, "{front} on {back}: {found:.2}");
        }
        schemes += 1;
    }
    assert_eq!(schemes, 3);
}

/// The checker's script, which `tests/run --long` fetches; it is not ours to ship.
fn axe() -> Option<String> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/package/axe.min.js");
    std::fs::read_to_string(target).ok()
}

fn browser() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok())
}

#[test]
#[expect(clippy::disallowed_methods, reason = "tests/run says how long the run may be")]
fn a_checker_of_accessibility_has_nothing_to_say() {
    let long = std::env::var_os("SANDTABLE_LONG").is_some();
    let (Some(axe), Some(browser)) = (axe(), browser()) else {
        assert!(!long, "needs a Chromium and target/axe: `tests/run --long` installs both");
        println!("not checked: no Chromium, or no target/axe (`tests/run --long` has both)");
        return;
    };
    let desk = &["--window-size=1280,900"][..];
    let phone = &["--window-size=500,900"][..];
    let dark = &["--window-size=1280,900", "--blink-settings=preferredColorScheme=0"][..];
    let pages = [("billing-multiplier", "struggling"), ("market-data-stale", "prepared")];
    for (scenario, crew) in pages {
        let page = document(scenario, crew, &[]);
        for looks in [desk, phone, dark] {
            assert_eq!(violations(browser, &axe, &page, looks), "[]", "{scenario} {crew} {looks:?}");
            // A browser takes its time: all of it is for the long run.
            if !long {
                return;
            }
        }
    }
}

/// What the checker finds, as JSON. The page forbids scripts, so that a copy without that line is checked.
fn violations(browser: &str, axe: &str, page: &str, looks: &[&str]) -> String {
    let place = Place::new();
    let csp = page.find("<meta http-equiv=\"Content-Security-Policy\"").unwrap();
    let end = csp + page[csp..].find('>').unwrap() + 1;
    let run = "axe.run().then(found => { document.body.textContent = 'FOUND' + JSON.stringify(found.violations.map(v => [v.id, v.impact, v.nodes.slice(0, 3).map(n => n.html.slice(0, 120))])) + 'DNUOF'; })";
    let copy = format!("{}{}", &page[..csp], &page[end..])
        .replace("</body>", &format!("<script>{axe}</script><script>{run}</script></body>"));
    let path = place.write("page.html", &copy);
    let profile = format!("--user-data-dir={}", place.path("profile").display());
    let quiet = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--virtual-time-budget=60000",
        "--dump-dom",
    ];
    let output = Command::new(browser)
        .args(quiet)
        .args(looks)
        .arg(profile)
        .arg(format!("file://{}", path.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let found = dom.split("FOUND").last().and_then(|rest| rest.split("DNUOF").next()).unwrap_or_default();
    found.to_string()
}
