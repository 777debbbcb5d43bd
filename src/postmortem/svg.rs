//! Charts as SVG: no script, no font, no colour of its own; a page gives its classes colours.
//!
//! Whatever is drawn is drawn in whole units of a picture 720 wide. What is meant is never told by colour alone: late
//! stretches are hatched, marks bear their number or letter.

use super::chart::{Chart, Drawing, Lane, Mark, Point, Stretch, Tone};
use crate::prose::clip;
use crate::quantity::Milli;
use crate::time::SimTime;

/// How wide a picture is.
const WIDTH: i64 = 720;
/// Room at the right.
const RIGHT: i64 = 26;
/// A row of a picture with rows.
const ROW: i64 = 30;
/// How high a curve is.
const HIGH: i64 = 150;
/// Room for the time axis.
const AXIS: i64 = 26;
/// A letter, about.
const LETTER: i64 = 7;

/// A chart as an `<svg>` element.
#[must_use]
pub fn svg(chart: &Chart) -> String {
    let mut pen = match &chart.drawing {
        Drawing::Curve { points, good, marks, .. } => curve(chart, points, *good, marks),
        Drawing::Lanes { bands, lanes } => self::lanes(chart, bands, lanes),
    };
    pen.axis(chart);
    let Pen { body, top, high, .. } = pen;
    let height = top + high + AXIS;
    let id = text(&chart.id);
    format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"{id}-t {id}-d\" xmlns=\"http://www.w3.org/2000/svg\">\
         <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>\
         <defs><pattern id=\"{id}-h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0V6\"/></pattern></defs>{body}</svg>",
        text(&chart.title.replace('`', "")),
        text(&chart.says.replace('`', "")),
    )
}

/// What is drawn so far, and where.
struct Pen {
    body: String,
    left: i64,
    top: i64,
    high: i64,
    from: SimTime,
    to: SimTime,
}

impl Pen {
    fn new(chart: &Chart, left: i64, top: i64, high: i64) -> Self {
        Pen { body: String::new(), left, top, high, from: chart.from, to: chart.to }
    }

    fn x(&self, at: SimTime) -> i64 {
        let (whole, wide) = (self.to.since(self.from).ms().max(1), WIDTH - RIGHT - self.left);
        let part = at.since(self.from).ms().clamp(0, whole);
        self.left + i64::try_from(i128::from(part) * i128::from(wide) / i128::from(whole)).unwrap_or(0)
    }

    fn push(&mut self, element: &str) {
        self.body.push_str(element);
    }

    fn text(&mut self, class: &str, x: i64, y: i64, words: &str) {
        self.push(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", text(words)));
    }

    fn line(&mut self, class: &str, (x1, y1): (i64, i64), (x2, y2): (i64, i64)) {
        self.push(&format!("<path class=\"{class}\" d=\"M{x1} {y1}L{x2} {y2}\"/>"));
    }

    fn rect(&mut self, class: &str, fill: &str, (x, y): (i64, i64), (w, h): (i64, i64), title: &str) {
        self.push(&format!(
            "<rect class=\"{class}\"{fill} x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{h}\" rx=\"2\">{}</rect>",
            w.max(2),
            if title.is_empty() { String::new() } else { format!("<title>{}</title>", text(title)) }
        ));
    }

    fn axis(&mut self, chart: &Chart) {
        let bottom = self.top + self.high;
        self.line("axis", (self.left, bottom), (WIDTH - RIGHT, bottom));
        for tick in &chart.ticks {
            let x = self.x(tick.at);
            self.line("axis", (x, bottom), (x, bottom + 5));
            self.text("tick", x, bottom + 18, &tick.label);
        }
    }

    /// A mark with its sign: a diamond for what was promised, a circle for what happened.
    fn mark(&mut self, mark: &Mark, y: i64) {
        let x = self.x(mark.at);
        let title = format!("<title>{}</title>", text(&mark.text));
        match mark.sign.as_str() {
            "◇" => self.push(&format!(
                "<path class=\"promise\" d=\"M{x} {}L{} {y}L{x} {}L{} {y}Z\">{title}</path>",
                y - 7,
                x + 6,
                y + 7,
                x - 6
            )),
            "" => {
                self.push(&format!("<circle class=\"mark\" cx=\"{x}\" cy=\"{y}\" r=\"5\">{title}</circle>"))
            }
            sign => {
                self.push(&format!("<circle class=\"mark\" cx=\"{x}\" cy=\"{y}\" r=\"9\">{title}</circle>"));
                self.text("sign", x, y + 4, sign);
            }
        }
    }
}

fn curve(chart: &Chart, points: &[Point], good: (Option<Milli>, Option<Milli>), marks: &[Mark]) -> Pen {
    let mut pen = Pen::new(chart, 76, 0, HIGH);
    let heights = stagger(&pen, marks);
    pen.top = 22 * (1 + heights.iter().copied().max().unwrap_or(0));
    let scale = Scale::of(points, good, pen.top);
    // What is good, as ground.
    let (low, high) =
        (good.0.map_or(pen.top + HIGH, |low| scale.y(low)), good.1.map_or(pen.top, |high| scale.y(high)));
    if good.0.or(good.1).is_some() {
        let size = (WIDTH - RIGHT - pen.left, low - high);
        pen.rect("good", "", (pen.left, high), size, "");
    }
    for limit in [good.0, good.1].into_iter().flatten() {
        let y = scale.y(limit);
        pen.line("limit", (pen.left, y), (WIDTH - RIGHT, y));
    }
    for value in scale.labels(good) {
        let y = scale.y(value);
        pen.text("value", pen.left - 6, y + 4, &short(value));
    }
    for (mark, row) in marks.iter().zip(heights) {
        let (x, y) = (pen.x(mark.at), 11 + 22 * row);
        pen.line("drop", (x, y), (x, pen.top + HIGH));
        pen.mark(mark, y);
    }
    let path: Vec<String> =
        points.iter().map(|point| format!("{} {}", pen.x(point.at), scale.y(point.value))).collect();
    pen.push(&format!("<path class=\"curve\" d=\"M{}\"/>", path.join("L")));
    pen
}

/// On which row each mark stands, so that none covers another.
fn stagger(pen: &Pen, marks: &[Mark]) -> Vec<i64> {
    let mut ends: Vec<i64> = Vec::new();
    let mut rows = Vec::new();
    for mark in marks {
        let x = pen.x(mark.at);
        let row = ends.iter().position(|&end| end <= x - 10).unwrap_or(ends.len());
        match ends.get_mut(row) {
            Some(end) => *end = x + 10,
            None => ends.push(x + 10),
        }
        rows.push(i64::try_from(row).unwrap_or(0));
    }
    rows
}

/// From values to heights.
struct Scale {
    low: i128,
    high: i128,
    top: i64,
}

impl Scale {
    /// From nothing, or the least there is, to a little more than the most.
    fn of(points: &[Point], good: (Option<Milli>, Option<Milli>), top: i64) -> Self {
        let values = points.iter().map(|point| point.value).chain([good.0, good.1].into_iter().flatten());
        let values: Vec<i128> = values.map(|value| i128::from(value.0)).collect();
        let low = values.iter().copied().min().unwrap_or(0).min(0);
        let high = values.iter().copied().max().unwrap_or(0).max(low + 1);
        Scale { low, high: high + (high - low) / 12, top }
    }

    fn y(&self, value: Milli) -> i64 {
        let part = (self.high - i128::from(value.0)) * i128::from(HIGH) / (self.high - self.low).max(1);
        self.top + i64::try_from(part).unwrap_or(0).clamp(0, HIGH)
    }

    /// The values worth naming at the side: limits first, then ends, none on top of another.
    fn labels(&self, good: (Option<Milli>, Option<Milli>)) -> Vec<Milli> {
        let end = |value: i128| Milli(i64::try_from(value).unwrap_or(0));
        let most = end(self.high - (self.high - self.low) / 13);
        let mut named: Vec<Milli> = Vec::new();
        for value in [good.0, good.1, Some(most), Some(end(self.low))].into_iter().flatten() {
            if named.iter().all(|other| (self.y(*other) - self.y(value)).abs() >= 14) {
                named.push(value);
            }
        }
        named
    }
}

/// A number with few letters: `12k`, `1.2M`.
fn short(value: Milli) -> String {
    let n = value.0 / 1_000;
    let units = [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")];
    match units.into_iter().find(|(unit, _)| n.abs() >= 10 * unit) {
        Some((unit, name)) => format!("{}{name}", n / unit),
        None => crate::prose::grouped(value),
    }
}

fn lanes(chart: &Chart, bands: &[Stretch], lanes: &[Lane]) -> Pen {
    let longest = lanes.iter().map(|lane| lane.name.chars().count()).max().unwrap_or(0);
    let left = (i64::try_from(longest).unwrap_or(0) * LETTER + 24).clamp(70, 220);
    let top = if bands.is_empty() { 4 } else { 22 };
    let mut pen = Pen::new(chart, left, top, ROW * i64::try_from(lanes.len()).unwrap_or(0));
    for (n, band) in bands.iter().enumerate() {
        self::band(&mut pen, band, &chart.id, n);
    }
    for (n, lane) in lanes.iter().enumerate() {
        let y = top + ROW * i64::try_from(n).unwrap_or(0);
        pen.line("grid", (left, y), (WIDTH - RIGHT, y));
        pen.text("name", left - 8, y + ROW / 2 + 4, &clip(&lane.name, 28));
        for stretch in &lane.stretches {
            self::stretch(&mut pen, stretch, &chart.id, y);
        }
        lane.marks.iter().for_each(|mark| pen.mark(mark, y + ROW / 2));
    }
    pen
}

/// A stretch through all rows, with its number above them.
fn band(pen: &mut Pen, band: &Stretch, id: &str, n: usize) {
    let (x, to) = (pen.x(band.from), pen.x(band.to));
    let class = if n.is_multiple_of(2) { "band" } else { "band other" };
    let (top, high) = (pen.top, pen.high);
    pen.rect(class, "", (x, top), (to - x, high), "");
    if band.tone == Tone::Late {
        pen.rect("late", &hatched(id), (x, top), (to - x, high), "");
    }
    pen.text("band-name", x + (to - x) / 2, pen.top - 7, &band.label);
}

fn stretch(pen: &mut Pen, stretch: &Stretch, id: &str, y: i64) {
    let (x, to) = (pen.x(stretch.from), pen.x(stretch.to));
    let size = (to - x, ROW - 10);
    pen.rect("stretch", "", (x, y + 5), size, &stretch.label);
    if stretch.tone == Tone::Late {
        pen.rect("late", &hatched(id), (x, y + 5), size, &stretch.label);
    }
    let wide = i64::try_from(stretch.label.chars().count()).unwrap_or(0) * LETTER + 24;
    if wide <= to - x {
        pen.text("label", x + (to - x) / 2, y + ROW / 2 + 4, &stretch.label);
    }
}

fn hatched(id: &str) -> String {
    format!(" fill=\"url(#{}-h)\"", text(id))
}

/// Text that means itself.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No document may hold these.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> SimTime {
        SimTime::from_ms(minutes * 60_000)
    }

    fn chart(drawing: Drawing) -> Chart {
        Chart {
            id: "x".into(),
            title: "<T>".into(),
            says: "a & b".into(),
            legend: "",
            from: at(0),
            to: at(10),
            ticks: vec![],
            drawing,
        }
    }

    #[test]
    fn time_goes_from_left_to_right_and_stays_inside() {
        let pen = Pen::new(&chart(Drawing::Lanes { bands: vec![], lanes: vec![] }), 106, 0, 10);
        assert_eq!([pen.x(at(0)), pen.x(at(5)), pen.x(at(10)), pen.x(at(99))], [106, 400, 694, 694]);
    }

    #[test]
    fn what_is_written_into_a_picture_is_text() {
        let mark = Mark { at: at(1), sign: "<b>".into(), text: "\"><script>".into(), evidence: vec![] };
        let lane = Lane { name: "</svg>".into(), stretches: vec![], marks: vec![mark] };
        let svg = svg(&chart(Drawing::Lanes { bands: vec![], lanes: vec![lane] }));
        assert!(
            !svg.contains("<script") && !svg.contains("<b>") && svg.matches("</svg>").count() == 1,
            "{svg}"
        );
        assert!(svg.contains("<title id=\"x-t\">&lt;T&gt;</title>"));
    }

    #[test]
    fn marks_that_stand_close_have_a_row_each() {
        let pen = Pen::new(&chart(Drawing::Lanes { bands: vec![], lanes: vec![] }), 106, 0, 10);
        let mark = |minute| Mark { at: at(minute), sign: "1".into(), text: String::new(), evidence: vec![] };
        assert_eq!(stagger(&pen, &[mark(0), mark(0), mark(0), mark(5)]), [0, 1, 2, 0]);
    }

    #[test]
    fn values_have_their_height() {
        let point = |value| Point { at: at(0), value: Milli(value) };
        let scale = Scale::of(&[point(0), point(1_200)], (None, None), 10);
        assert_eq!([scale.y(Milli(1_300)), scale.y(Milli(650)), scale.y(Milli(0))], [10, 85, 160]);
        assert_eq!(
            [short(Milli(12_345_000)), short(Milli(1_500)), short(Milli(-99_999_999_000))],
            ["12k", "1.5", "-99M"]
        );
    }
}
