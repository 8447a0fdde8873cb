//! Reading a long code list, and finding its rows: rows per second.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use xoev_codelist::{CodeList, Limits};

const ROWS: u64 = 100_000;

/// A list in the form of XRepository, with as many columns as the longest ones of the AZR.
fn genericode() -> String {
    let mut text = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
             xmlns:xoev-cl-4="http://xoev.de/schemata/genericode/4">
   <Identification>
      <ShortName>lang</ShortName>
      <Version>1</Version>
      <CanonicalUri>urn:beispiel:lang</CanonicalUri>
      <CanonicalVersionUri>urn:beispiel:lang_1</CanonicalVersionUri>
   </Identification>
   <ColumnSet>
      <Column Id="code" Use="required"><ShortName>code</ShortName><Data Type="string"/></Column>
      <Column Id="Kurzbeschreibung" Use="required"><ShortName>Kurzbeschreibung</ShortName><Data Type="string"/></Column>
      <Column Id="meldbar-ab" Use="optional"><ShortName>meldbar-ab</ShortName><Data Type="string"/></Column>
      <Column Id="meldbar-bis" Use="optional"><ShortName>meldbar-bis</ShortName><Data Type="string"/></Column>
      <Key Id="codeKey">
         <Annotation><AppInfo><xoev-cl-4:recommendedKeyColumn/></AppInfo></Annotation>
         <ShortName>codeKey</ShortName>
         <ColumnRef Ref="code"/>
      </Key>
   </ColumnSet>
   <SimpleCodeList>
"#,
    );
    for number in 0..ROWS {
        let cells = [
            ("code", format!("{number:06}")),
            (
                "Kurzbeschreibung",
                format!("Eintrag Nummer {number} &amp; ein wenig Text dazu"),
            ),
            ("meldbar-ab", "01.05.2024".to_owned()),
        ];
        text.push_str("      <Row>\n");
        for (column, value) in cells {
            let _ = write!(
                text,
                "         <Value ColumnRef=\"{column}\">\n            <SimpleValue>{value}</SimpleValue>\n         </Value>\n"
            );
        }
        text.push_str("      </Row>\n");
    }
    text.push_str("   </SimpleCodeList>\n</gc:CodeList>\n");
    text
}

fn long_list(criterion: &mut Criterion) {
    let text = genericode();
    let limits = Limits::default();
    let Ok(list) = CodeList::from_genericode("lang.xml", text.as_bytes(), &limits) else {
        println!("the list cannot be read");
        return;
    };
    let mut group = criterion.benchmark_group("code list of 100,000 rows");
    group.throughput(Throughput::Elements(ROWS));
    group.sample_size(10);
    group.bench_function("read Genericode", |b| {
        b.iter(|| {
            black_box(CodeList::from_genericode(
                "lang.xml",
                text.as_bytes(),
                &limits,
            ))
        });
    });
    group.bench_function("read Genericode and find a row", |b| {
        b.iter(|| {
            let list = CodeList::from_genericode("lang.xml", text.as_bytes(), &limits);
            list.is_ok_and(|list| list.contains("000007"))
        });
    });
    let keys: Vec<String> = (0..ROWS).map(|number| format!("{number:06}")).collect();
    group.bench_function("find every row", |b| {
        b.iter(|| keys.iter().filter(|key| list.contains(key)).count());
    });
    group.finish();
}

criterion_group!(benches, long_list);
criterion_main!(benches);
