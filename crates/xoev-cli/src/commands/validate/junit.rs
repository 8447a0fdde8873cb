//! Verdicts as JUnit XML, for build servers.

use super::verdict::Verdict;

/// One test case for each file: a failure if it is invalid, an error if it could not be judged.
pub(super) fn document(verdicts: &[Verdict]) -> String {
    let failures = verdicts.iter().filter(|v| v.judged && !v.valid).count();
    let errors = verdicts.iter().filter(|v| !v.judged).count();
    let counts = format!(
        "tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\"",
        verdicts.len()
    );
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {counts}>\n\
         <testsuite name=\"xoev validate\" {counts}>\n"
    );
    for verdict in verdicts {
        let class = verdict.message.unwrap_or("xoev");
        let file = escape(&verdict.file);
        out.push_str(&format!("<testcase name=\"{file}\" classname=\"{class}\""));
        if verdict.valid {
            out.push_str("/>\n");
            continue;
        }
        out.push_str(">\n");
        let tag = if verdict.judged { "failure" } else { "error" };
        // The common schema of JUnit allows one failure for each case.
        let lines = verdict.errors.iter().map(|e| {
            format!(
                "{}:{}:{}: {} {} [{}]",
                verdict.file, e.line, e.column, e.text, e.path, e.rule
            )
        });
        let details = lines.collect::<Vec<_>>().join("\n");
        let (rule, text) = verdict
            .errors
            .first()
            .map_or(("", ""), |error| (error.rule, error.text.as_str()));
        out.push_str(&format!(
            "<{tag} type=\"{}\" message=\"{}\">{}</{tag}>\n</testcase>\n",
            escape(rule),
            escape(text),
            escape(&details)
        ));
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}

/// Text for elements and attributes; characters that XML can't carry become a replacement.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn control_characters_do_not_break_the_report() {
        assert_eq!(escape("a\u{1}<\n\"&"), "a\u{FFFD}&lt;&#10;&quot;&amp;");
    }
}
