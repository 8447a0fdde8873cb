//! What stands before and after the files: head, overview, rules, filter.

use xoev::Language;

use super::HtmlOptions;
use super::markup::Markup;
use super::policy;
use super::section::{capital, state_class};
use super::statistics::Statistics;
use crate::counts::Counts;
use crate::entry::{Layer, Severity};
use crate::file::State;
use crate::rules;
use crate::words::{self, pick};

/// Width of a whole bar.
const BAR: u64 = 1000;

pub(crate) fn before_files(
    options: &HtmlOptions,
    counts: &Counts,
    statistics: &Statistics,
) -> String {
    let language = options.language;
    let title = pick(language, "Prüfbericht", "Validation report");
    let mut out = Markup::new();
    out.raw("<!DOCTYPE html>\n<html")
        .attribute("lang", pick(language, "de", "en"));
    out.raw(">\n<head>\n<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\"");
    let policy = policy::content_security_policy(policy::STYLE, Some(policy::SCRIPT));
    out.attribute("content", &policy);
    out.raw("/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    out.raw("<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>")
        .raw(title);
    out.raw(": ")
        .text(&words::summary(counts, language))
        .raw("</title>\n<style>");
    out.raw(policy::STYLE).raw("</style>\n</head>\n<body>\n");
    out.raw("<a class=\"skip\" href=\"#files\">");
    out.raw(pick(language, "Zu den Dateien", "Skip to the files"))
        .raw("</a>\n");

    out.raw("<header>\n<h1>")
        .raw(title)
        .raw("</h1>\n<dl class=\"about\">\n");
    let about = [
        (pick(language, "Programm", "Program"), &options.tool),
        (pick(language, "Datum", "Date"), &options.date),
    ];
    for (name, value) in about {
        out.raw("<div><dt>")
            .raw(name)
            .raw("</dt><dd>")
            .foreign(value)
            .raw("</dd></div>\n");
    }
    for (name, value) in &options.settings {
        out.raw("<div><dt>")
            .text(name)
            .raw("</dt><dd>")
            .foreign(value)
            .raw("</dd></div>\n");
    }
    out.raw("</dl>\n<p class=\"privacy\">")
        .raw(privacy_note(options))
        .raw("</p>\n</header>\n<main>\n");

    overview(&mut out, counts, language);
    rule_table(&mut out, options, statistics);
    out.raw("<section aria-labelledby=\"files\">\n<h2 id=\"files\" tabindex=\"-1\">");
    out.raw(pick(language, "Dateien", "Files")).raw("</h2>\n");
    filter(&mut out, statistics, language);
    out.into_string()
}

pub(crate) fn after_files(options: &HtmlOptions, counts: &Counts) -> String {
    let mut out = Markup::new();
    let unlisted = counts.files().saturating_sub(options.max_files);
    if unlisted > 0 {
        let files = words::files(unlisted, options.language);
        out.raw("<p class=\"more\">").text(&pick(
            options.language,
            format!("Dazu {files}, hier nur gezählt: die Liste ist begrenzt."),
            format!("And {files} more, only counted here: the list is limited."),
        ));
        out.raw("</p>\n");
    }
    out.raw("</section>\n</main>\n<script>").raw(policy::SCRIPT);
    out.raw("</script>\n</body>\n</html>\n");
    out.into_string()
}

fn privacy_note(options: &HtmlOptions) -> &'static str {
    match (options.language, options.excerpts) {
        (Language::German, true) => {
            "Dieser Bericht enthält Auszüge und Werte aus den Nachrichten und damit \
             möglicherweise personenbezogene Daten."
        }
        (Language::German, false) => {
            "Auszüge und Werte der Nachrichten sind ausgelassen; Namen von Dateien und Elementen \
             sind enthalten."
        }
        (Language::English, true) => {
            "This report holds excerpts and values of the messages, and with them perhaps \
             personal data."
        }
        (Language::English, false) => {
            "Excerpts and values of the messages are left out; names of files and elements are \
             there."
        }
    }
}

fn overview(out: &mut Markup, counts: &Counts, language: Language) {
    out.raw("<section aria-labelledby=\"overview\">\n<h2 id=\"overview\">");
    out.raw(pick(language, "Übersicht", "Overview"))
        .raw("</h2>\n<dl class=\"tiles\">\n");
    out.raw("<div class=\"tile\"><dt>")
        .raw(pick(language, "Dateien", "files"));
    out.raw("</dt><dd>")
        .text(&words::number(counts.files(), language))
        .raw("</dd></div>\n");
    for state in State::ALL {
        out.raw("<div class=\"tile ")
            .raw(state_class(state))
            .raw("\"><dt>");
        out.raw(words::state(state, language)).raw("</dt><dd>");
        out.text(&words::number(counts.state(state), language))
            .raw("</dd></div>\n");
    }
    out.raw("</dl>\n");
    let parts = State::ALL.map(|state| (state_class(state), counts.state(state)));
    bar(out, &parts, counts.files());

    out.raw("<table class=\"layers\">\n<caption>");
    out.raw(pick(
        language,
        "Befunde nach Ebene und Gewicht",
        "Findings by layer and severity",
    ));
    out.raw("</caption>\n<thead><tr><th scope=\"col\">");
    out.raw(pick(language, "Ebene", "Layer")).raw("</th>");
    for severity in Severity::ALL {
        out.raw("<th scope=\"col\" class=\"figure\">");
        out.raw(words::severities(severity, language)).raw("</th>");
    }
    // The bars repeat the figures.
    out.raw("<td></td></tr></thead>\n<tbody>\n");
    let of_layer = |layer| Severity::ALL.map(|severity| counts.findings(layer, severity));
    let most = Layer::ALL.map(|layer| of_layer(layer).iter().sum::<u64>());
    let most = most.into_iter().max().unwrap_or(0);
    for layer in Layer::ALL {
        out.raw("<tr><th scope=\"row\">")
            .number(layer.number())
            .raw(" ");
        out.raw(words::layer(layer, language)).raw("</th>");
        for count in of_layer(layer) {
            out.raw("<td class=\"figure\">")
                .text(&words::number(count, language))
                .raw("</td>");
        }
        out.raw("<td class=\"bar-cell\">");
        let parts = Severity::ALL.map(|s| (s.name(), counts.findings(layer, s)));
        bar(out, &parts, most);
        out.raw("</td></tr>\n");
    }
    out.raw("</tbody>\n</table>\n");
    if counts.omitted() > 0 {
        let findings = words::findings(counts.omitted(), language);
        out.raw("<p class=\"more\">").text(&pick(
            language,
            format!("Dazu {findings}, die bei der Prüfung nur gezählt wurden."),
            format!("And {findings} more that were only counted when validating."),
        ));
        out.raw("</p>\n");
    }
    out.raw("</section>\n");
}

/// A bar of parts. SVG takes its lengths from attributes, which the policy does not have to allow
/// as it would have to with styles.
fn bar(out: &mut Markup, parts: &[(&'static str, u64)], whole: u64) {
    out.raw("<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" ");
    out.raw("aria-hidden=\"true\" focusable=\"false\">");
    let mut from: u64 = 0;
    let scaled = |count: u64| {
        let length = u128::from(count) * u128::from(BAR) / u128::from(whole.max(1));
        u64::try_from(length).unwrap_or(BAR)
    };
    let mut sum: u64 = 0;
    for (class, count) in parts.iter().filter(|(_, count)| *count > 0) {
        sum += count;
        // One broken file among thousands has to be seen.
        let to = scaled(sum).max(from + 4);
        out.raw("<rect class=\"")
            .raw(class)
            .raw("\" x=\"")
            .number(from);
        out.raw("\" y=\"0\" width=\"")
            .number(to - from)
            .raw("\" height=\"10\"/>");
        from = to;
    }
    out.raw("</svg>\n");
}

fn rule_table(out: &mut Markup, options: &HtmlOptions, statistics: &Statistics) {
    let language = options.language;
    out.raw("<section aria-labelledby=\"rules\">\n<h2 id=\"rules\">");
    out.raw(pick(language, "Regeln", "Rules")).raw("</h2>\n");
    if statistics.rules.is_empty() {
        out.raw("<p>").raw(pick(
            language,
            "Keine Regel ist verletzt.",
            "No rule is broken.",
        ));
        out.raw("</p>\n</section>\n");
        return;
    }
    let columns = pick(
        language,
        ["Regel", "Ebene", "Befunde", "Dateien"],
        ["Rule", "Layer", "Findings", "Files"],
    );
    out.raw("<table class=\"rules\">\n<thead><tr><th scope=\"col\">")
        .raw(columns[0]);
    out.raw("</th><th scope=\"col\">").raw(columns[1]);
    out.raw("</th><th scope=\"col\" class=\"figure\">")
        .raw(columns[2]);
    out.raw("</th><th scope=\"col\">")
        .raw(columns[3])
        .raw("</th></tr></thead>\n<tbody>\n");
    for (layer, rule, count) in statistics.by_frequency() {
        out.raw("<tr><th scope=\"row\"><code>")
            .text(rule)
            .raw("</code> <span class=\"name\">");
        out.text(&count.name).raw("</span>");
        if let Some(text) = rules::general(&options.rules, layer, rule, &count.name, language) {
            out.raw("<p>").foreign(text).raw("</p>");
        } else if options.excerpts {
            out.raw("<p>")
                .raw(pick(language, "Zum Beispiel: ", "For example: "));
            out.foreign(count.example.text_in(language)).raw("</p>");
        }
        out.raw("</th><td")
            .attribute("data-label", columns[1])
            .raw(">");
        out.raw(words::layer(layer, language));
        out.raw("</td><td class=\"figure\"")
            .attribute("data-label", columns[2])
            .raw(">");
        out.text(&words::number(count.all(), language));
        for severity in [Severity::Warning, Severity::Note] {
            let part = count.findings[severity as usize];
            if part > 0 && part < count.all() {
                out.raw("<p>").text(&words::number(part, language)).raw(" ");
                out.raw(words::severities(severity, language)).raw("</p>");
            } else if part > 0 {
                out.raw("<p>")
                    .raw(words::severities(severity, language))
                    .raw("</p>");
            }
        }
        out.raw("<p hidden=\"hidden\" data-script=\"yes\"><a")
            .fragment("rule", rule);
        out.raw(">").raw(pick(language, "zeigen", "show"));
        out.raw("</a></p></td><td>")
            .text(&words::files(count.files, language));
        out.raw("<ul class=\"first\">");
        for (section, file) in &count.first {
            out.raw("<li><a href=\"#f")
                .number(*section)
                .raw("\">")
                .foreign(file)
                .raw("</a></li>");
        }
        if count.files > u64::try_from(count.first.len()).unwrap_or(0) {
            out.raw("<li>…</li>");
        }
        out.raw("</ul></td></tr>\n");
    }
    out.raw("</tbody>\n</table>\n");
    if statistics.others > 0 {
        let findings = words::findings(statistics.others, language);
        out.raw("<p class=\"more\">").text(&pick(
            language,
            format!("Dazu {findings} zu weiteren Regeln."),
            format!("And {findings} of further rules."),
        ));
        out.raw("</p>\n");
    }
    out.raw("</section>\n");
}

/// The filter is hidden, and the script shows it: without it, it would do nothing.
fn filter(out: &mut Markup, statistics: &Statistics, language: Language) {
    let all = pick(language, "alle", "all");
    out.raw("<form id=\"filter\" role=\"search\" hidden=\"hidden\" data-script=\"yes\"");
    out.attribute(
        "aria-label",
        pick(language, "Befunde filtern", "Filter the findings"),
    );
    out.raw(">\n<label>").raw(pick(language, "Suche", "Search"));
    out.raw(" <input type=\"search\" name=\"filter\" autocomplete=\"off\" spellcheck=\"false\"/></label>\n");
    select(out, pick(language, "Ebene", "Layer"), "layer", all);
    for layer in Layer::ALL {
        out.raw("<option")
            .attribute("value", &layer.number().to_string())
            .raw(">");
        out.raw(words::layer(layer, language)).raw("</option>");
    }
    out.raw("</select></label>\n");
    select(out, pick(language, "Gewicht", "Severity"), "severity", all);
    for severity in Severity::ALL {
        out.raw("<option")
            .attribute("value", severity.name())
            .raw(">");
        out.raw(capital(severity, language)).raw("</option>");
    }
    out.raw("</select></label>\n");
    select(out, pick(language, "Regel", "Rule"), "rule", all);
    let mut ids: Vec<&str> = statistics.rules.keys().map(|(_, id)| id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        out.raw("<option")
            .attribute("value", id)
            .raw(">")
            .text(&crate::visible::plain(id));
        out.raw("</option>");
    }
    out.raw("</select></label>\n<label class=\"check\"><input type=\"checkbox\" name=\"findings\" value=\"1\"/> ");
    out.raw(pick(
        language,
        "nur Dateien mit Befunden",
        "only files with findings",
    ));
    out.raw("</label>\n<span class=\"buttons\"><button type=\"reset\">");
    out.raw(pick(language, "Zurücksetzen", "Reset"));
    out.raw("</button> <button type=\"button\" id=\"fold\">");
    out.raw(pick(language, "Alle zuklappen", "Fold all"));
    out.raw("</button> <button type=\"button\" id=\"unfold\">");
    out.raw(pick(language, "Alle aufklappen", "Unfold all"));
    out.raw("</button></span>\n<p role=\"status\" id=\"status\"");
    out.attribute(
        "data-text",
        pick(
            language,
            "{files} von {all-files} Dateien, {findings} von {all-findings} Befunden",
            "{files} of {all-files} files, {findings} of {all-findings} findings",
        ),
    );
    out.raw("></p>\n</form>\n");
}

fn select(out: &mut Markup, label: &'static str, name: &'static str, all: &'static str) {
    out.raw("<label>")
        .raw(label)
        .raw(" <select")
        .attribute("name", name);
    out.raw("><option value=\"\">").raw(all).raw("</option>");
}
