//! Code lists to read in tests, in the form in which XRepository delivers them.

#![allow(dead_code)] // no test needs all of it

use std::io::Write as _;

use xoev_codelist::{CodeList, CodeListError, Limits};

/// A column set of a code, a text and an optional date; the code is the recommended key.
pub(crate) const COLUMNS: &str = r#"
   <ColumnSet>
      <Column Id="code" Use="required">
         <ShortName>code</ShortName>
         <LongName>Schlüssel</LongName>
         <Data Type="string"/>
      </Column>
      <Column Id="wert" Use="required">
         <ShortName>wert</ShortName>
         <Data Type="string" Lang="de"/>
      </Column>
      <Column Id="meldbar-bis" Use="optional">
         <ShortName>meldbar-bis</ShortName>
         <Data Type="date"/>
      </Column>
      <Key Id="codeKey">
         <Annotation>
            <AppInfo>
               <xoev-cl-4:recommendedKeyColumn/>
            </AppInfo>
         </Annotation>
         <ShortName>codeKey</ShortName>
         <ColumnRef Ref="code"/>
      </Key>
   </ColumnSet>"#;

/// Two rows for [`COLUMNS`].
pub(crate) const ROWS: &str = r#"
      <Row>
         <Value ColumnRef="code"><SimpleValue>01</SimpleValue></Value>
         <Value ColumnRef="wert"><SimpleValue>Rot &amp; Gr&#xFC;n</SimpleValue></Value>
      </Row>
      <Row>
         <Value ColumnRef="code"><SimpleValue>02</SimpleValue></Value>
         <Value ColumnRef="wert"><SimpleValue><![CDATA[Blau]]></SimpleValue></Value>
         <Value ColumnRef="meldbar-bis"><SimpleValue>2024-12-31</SimpleValue></Value>
      </Row>"#;

/// A document of these parts.
pub(crate) fn document(uri: &str, version: &str, columns: &str, rows: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xmlns:xoev-cl-4="http://xoev.de/schemata/genericode/4">
   <Annotation>
      <Description>
         <xoev-cl-4:shortName>Farben</xoev-cl-4:shortName>
         <xoev-cl-4:codelistDescription>Erfundene Farben.</xoev-cl-4:codelistDescription>
         <xoev-cl-4:validFrom>2024-05-01</xoev-cl-4:validFrom>
      </Description>
   </Annotation>
   <Identification>
      <ShortName>farben</ShortName>
      <LongName>Farben der Beispiele</LongName>
      <Version>{version}</Version>
      <CanonicalUri>{uri}</CanonicalUri>
      <CanonicalVersionUri>{uri}_{version}</CanonicalVersionUri>
      <LocationUri>https://beispiel.invalid/farben.xml</LocationUri>
      <Agency>
         <ShortName>BfF</ShortName>
         <LongName>Bundesamt für Farben</LongName>
      </Agency>
   </Identification>{columns}
   <SimpleCodeList>{rows}
   </SimpleCodeList>
</gc:CodeList>
"#
    )
}

/// The document of [`COLUMNS`] and [`ROWS`].
pub(crate) fn colours(version: &str) -> String {
    document("urn:beispiel:farben", version, COLUMNS, ROWS)
}

/// Reads a document with the default limits.
pub(crate) fn read(text: &str) -> Result<CodeList, CodeListError> {
    CodeList::from_genericode("liste.xml", text.as_bytes(), &Limits::default())
}

/// Reads a document with these rows for [`COLUMNS`].
pub(crate) fn with_rows(rows: &str) -> Result<CodeList, CodeListError> {
    read(&document("urn:beispiel:farben", "1", COLUMNS, rows))
}

/// Reads a document with these columns and rows.
pub(crate) fn with_columns(columns: &str, rows: &str) -> Result<CodeList, CodeListError> {
    let columns = format!("<ColumnSet>{columns}</ColumnSet>");
    read(&document("urn:beispiel:farben", "1", &columns, rows))
}

/// An archive with these files.
pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in files {
        writer.start_file(*name, options).expect("entry");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("archive").into_inner()
}
