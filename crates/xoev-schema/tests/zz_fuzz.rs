use xoev_schema::*;
const QUIRK: &str = r###"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified" blockDefault="extension">
<xs:annotation><xs:appinfo><a b="c">x &amp; y</a></xs:appinfo><xs:documentation>d</xs:documentation></xs:annotation>
<xs:simpleType name="S"><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="5"/><xs:pattern value="[a-z]*"/><xs:enumeration value="x"><xs:annotation><xs:appinfo><Wert>w</Wert></xs:appinfo></xs:annotation></xs:enumeration></xs:restriction></xs:simpleType>
<xs:simpleType name="L"><xs:list itemType="t:S"/></xs:simpleType><xs:simpleType name="U"><xs:union memberTypes="t:S xs:int"><xs:simpleType><xs:restriction base="xs:date"/></xs:simpleType></xs:union></xs:simpleType>
<xs:group name="g"><xs:sequence><xs:element name="a" type="t:S"/><xs:choice minOccurs="0"><xs:element name="b"/><xs:element ref="t:head"/></xs:choice></xs:sequence></xs:group>
<xs:attributeGroup name="ag"><xs:attribute name="x" type="t:U" use="required"/><xs:attribute ref="t:ga"/><xs:anyAttribute namespace="##other"/></xs:attributeGroup>
<xs:attribute name="ga" type="xs:int" default="1"/>
<xs:element name="head" abstract="true" type="t:T"/><xs:element name="m1" substitutionGroup="t:head" type="t:E"><xs:key name="k"><xs:selector xpath="t:a"/><xs:field xpath="@x"/></xs:key></xs:element>
<xs:complexType name="T"><xs:sequence><xs:group ref="t:g" maxOccurs="2"/><xs:any namespace="##targetNamespace ##local urn:z" processContents="lax"/></xs:sequence><xs:attributeGroup ref="t:ag"/></xs:complexType>
<xs:complexType name="E"><xs:complexContent><xs:extension base="t:T"><xs:sequence><xs:element name="c" nillable="true"><xs:complexType mixed="true"><xs:all><xs:element name="d" fixed="z" type="xs:string"/></xs:all></xs:complexType></xs:element></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="SC"><xs:simpleContent><xs:extension base="t:S"><xs:attribute name="q"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="SR"><xs:simpleContent><xs:restriction base="t:SC"><xs:length value="3"/></xs:restriction></xs:simpleContent></xs:complexType>
</xs:schema>"###;
#[test]
fn fuzz() {
    Loader::new().memory("t.xsd", QUIRK).root("t.xsd").load().unwrap();
    std::panic::set_hook(Box::new(|_| {}));
    let mut seed = 12345u64;
    let mut rnd = move |n: usize| { seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17; (seed % n as u64) as usize };
    // tokens: tags and attributes
    let mut tokens: Vec<String> = Vec::new();
    let mut cur = String::new();
    for c in QUIRK.chars() { if c == '<' || c == ' ' || c == '>' || c == '/' || c == '"' { if !cur.is_empty() { tokens.push(std::mem::take(&mut cur)); } cur.push(c); } else { cur.push(c); } }
    tokens.push(cur);
    let (mut ok, mut err, mut panics) = (0, 0, std::collections::BTreeMap::<String, usize>::new());
    for _ in 0..60000 {
        let mut t = tokens.clone();
        for _ in 0..1 + rnd(3) {
            let (i, j) = (rnd(t.len()), rnd(t.len()));
            match rnd(5) {
                0 => { t.remove(i); }
                1 => { let x = t[j].clone(); t.insert(i, x); }
                2 => t.swap(i, j),
                3 => { let x = t[j].clone(); t[i] = x; }
                _ => {
                    // whole elements: move the text between two '<' tokens
                    let lt: Vec<usize> = t.iter().enumerate().filter(|(_, s)| s.starts_with('<')).map(|(i, _)| i).collect();
                    let a = lt[rnd(lt.len())]; let b = lt[rnd(lt.len())];
                    let end = t[a+1..].iter().position(|s| s.starts_with('<')).map_or(t.len(), |p| a + 1 + p);
                    let piece: Vec<String> = t[a..end].to_vec();
                    for (k, p) in piece.into_iter().enumerate() { t.insert(b + k, p); }
                }
            }
        }
        let text = t.concat();
        let r = std::panic::catch_unwind(|| Loader::new().memory("t.xsd", text.as_bytes()).root("t.xsd").load());
        match r { Ok(Ok(s)) => { ok += 1; let b = s.to_bytes().unwrap(); assert_eq!(SchemaSet::from_bytes(&b).unwrap(), s); assert!(diff::equality(&s, &s).is_empty()); }
            Ok(Err(e)) => { err += 1; if matches!(e, SchemaError::Miscounted { .. }) { *panics.entry(format!("MISCOUNT {e}")).or_default() += 1; if panics.len() < 4 { println!("{text}"); } } }
            Err(e) => { let m = e.downcast_ref::<String>().cloned().or_else(|| e.downcast_ref::<&str>().map(|s| s.to_string())).unwrap_or_default(); *panics.entry(m.clone()).or_default() += 1; if panics[&m] < 2 { println!("PANIC {m}\n{text}"); } } }
    }
    println!("ok {ok} err {err} {panics:#?}");
}
