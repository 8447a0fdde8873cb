//! A curve as SVG: time per byte over the size of messages, whose axis is logarithmic.

use std::fmt::Write as _;

use super::growth::Series;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 360.0;
/// Left, right, top and bottom of what the axes enclose.
const FRAME: (f64, f64, f64, f64) = (70.0, 700.0, 50.0, 300.0);
/// Told apart by those who see no red or no green, too.
const COLOURS: &[&str] = &["#0057b7", "#d55e00"];

/// The picture. `axis` says what the sizes are.
pub(super) fn draw(title: &str, axis: &str, series: &[Series]) -> String {
    let points = || series.iter().flat_map(|s| &s.points);
    let log = |size: u64| (size as f64).log10();
    let least = points().map(|p| log(p.size)).fold(f64::INFINITY, f64::min);
    let most = points().map(|p| log(p.size)).fold(least + 1.0, f64::max);
    let slowest = points().map(|p| p.nanoseconds_per_byte).fold(0.0, f64::max);
    let step = step(slowest);
    let top = (slowest / step).ceil().max(1.0) * step;
    let (left, right, above, below) = FRAME;
    let x = |size: u64| left + (log(size) - least) / (most - least) * (right - left);
    let y = |value: f64| below - value / top * (below - above);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <title>{title}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n\
         <text x=\"{left}\" y=\"25\" font-size=\"16\">{title}</text>\n"
    );
    let mut value = 0.0;
    while value <= top + step / 2.0 {
        let at = y(value);
        let _ = writeln!(
            out,
            "<path d=\"M{left} {at:.1}H{right}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            left - 8.0,
            at + 4.0,
            (value * 1000.0).round() / 1000.0,
        );
        value += step;
    }
    let mut sizes: Vec<u64> = points().map(|p| p.size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    for size in sizes.into_iter().filter(|size| log(*size).fract() == 0.0) {
        let at = x(size);
        let _ = writeln!(
            out,
            "<path d=\"M{at:.1} {above}V{below}\" stroke=\"#eee\"/><text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            below + 20.0,
            short(size),
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{right}\" y=\"{}\" text-anchor=\"end\">{axis}</text>\n\
         <text x=\"18\" y=\"{below}\" transform=\"rotate(-90 18 {below})\">nanoseconds per byte of the message</text>",
        below + 42.0,
    );
    for (at, (series, colour)) in series.iter().zip(COLOURS).enumerate() {
        let line: Vec<String> = series
            .points
            .iter()
            .map(|p| format!("{:.1},{:.1}", x(p.size), y(p.nanoseconds_per_byte)))
            .collect();
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            line.join(" ")
        );
        for point in &series.points {
            let _ = writeln!(
                out,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\" fill=\"{colour}\"/>",
                x(point.size),
                y(point.nanoseconds_per_byte)
            );
        }
        let legend = left + 180.0 * at as f64;
        let _ = writeln!(
            out,
            "<text x=\"{legend}\" y=\"{}\" fill=\"{colour}\">● {}</text>",
            below + 42.0,
            series.name
        );
    }
    out + "</svg>\n"
}

/// A round distance of lines, so that there are about five.
fn step(most: f64) -> f64 {
    let rough = (most / 5.0).max(1e-6);
    let power = 10_f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|f| f * power >= rough);
    factor.unwrap_or(10.0) * power
}

/// A size with as few digits as it needs.
pub(super) fn short(size: u64) -> String {
    match size {
        1_000_000_000.. => format!("{} G", size / 1_000_000_000),
        1_000_000.. => format!("{} M", size / 1_000_000),
        10_000.. => format!("{} k", size / 1_000),
        _ => size.to_string(),
    }
}
