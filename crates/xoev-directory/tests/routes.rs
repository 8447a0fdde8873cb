//! The routing table against the schemas, and what it lets pass.

use std::collections::{BTreeMap, BTreeSet};

use xoev_directory::{
    Key, Mode, Modes, Role, RouteError, RoutingTable, Service, ServiceNames, Source, Version,
};

/// Messages of the schemas: number, name, authors and readers as the schema states them.
struct Stated {
    name: String,
    authors: Vec<String>,
    readers: Vec<String>,
}

fn stated() -> BTreeMap<String, Stated> {
    let set = xoev_bundled::schemas().expect("built rightly");
    let mut messages = BTreeMap::new();
    for element in &set.elements {
        let name = &element.name.local;
        let number = name.rsplit('.').next().unwrap_or_default();
        let counts = matches!(number.len(), 4 | 6) && number.bytes().all(|b| b.is_ascii_digit());
        if !counts || !set.uri(element.name.ns).starts_with("http://www.osci.de/x") {
            continue;
        }
        let roles = |path: &str| -> Vec<String> {
            let text = element.appinfo.first(path).unwrap_or_default();
            text.split(", ")
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let stated = Stated {
            name: name.clone(),
            authors: roles("autor"),
            readers: roles("leser"),
        };
        assert!(
            messages.insert(number.to_owned(), stated).is_none(),
            "{number}"
        );
    }
    messages
}

/// A role as the schema writes it.
fn shown(role: &Role, stated: &[String]) -> String {
    let ways = [
        role.prefixes
            .first()
            .map(|p| format!("{} ({p})", role.name)),
        // One chapter writes the prefix in capitals.
        role.prefixes
            .first()
            .map(|p| format!("{} ({})", role.name, p.to_uppercase())),
        role.key
            .as_ref()
            .map(|key| format!("{} ({key})", role.name)),
        Some(format!("{} (kein Präfix festgelegt)", role.name)),
        Some(role.name.clone()),
    ];
    let mut ways = ways.into_iter().flatten();
    ways.find(|way| stated.contains(way))
        .unwrap_or_else(|| role.id.clone())
}

fn all_shown(roles: &[Role], stated: &[String]) -> Vec<String> {
    roles.iter().map(|role| shown(role, stated)).collect()
}

fn table() -> RoutingTable {
    RoutingTable::bundled().expect("sound")
}

fn version() -> Version {
    "26.11".parse().expect("a version")
}

fn key(text: &str) -> Key {
    text.parse().expect("a key")
}

#[test]
fn the_table_has_every_message_of_the_schemas_and_no_other() {
    let (table, stated) = (table(), stated());
    let in_table: BTreeSet<(String, String)> = table
        .routes()
        .map(|r| (r.number.clone(), r.message.clone()))
        .collect();
    let in_schema: BTreeSet<(String, String)> = stated
        .iter()
        .map(|(number, s)| (number.clone(), s.name.clone()))
        .collect();
    assert_eq!(in_table, in_schema);
    assert!(in_table.len() > 300, "{}", in_table.len());
    assert!(table.routes().all(|r| r.version == version()));
}

#[test]
fn roles_are_those_of_the_schema_unless_a_source_says_otherwise() {
    let stated = stated();
    for route in table().routes() {
        let said = &stated[&route.number];
        let authors = all_shown(&route.authors, &said.authors);
        let readers = all_shown(&route.readers, &said.readers);
        let same = authors == said.authors && readers == said.readers;
        let none = said.authors.is_empty() && said.readers.is_empty();
        let more = said.authors.iter().all(|a| authors.contains(a))
            && said.readers.iter().all(|r| readers.contains(r));
        let number = &route.number;
        match route.roles_source {
            Source::Schema => assert!(same, "{number}: {authors:?} {readers:?}"),
            // The prose adds to the schema, it takes nothing away.
            Source::Prose => assert!(more && !same, "{number}: {authors:?} {readers:?}"),
            Source::Inferred => assert!(none && !route.authors.is_empty(), "{number}"),
            Source::Open => assert!(none && route.authors.is_empty(), "{number}"),
            Source::Corrected => assert!(!same && !none, "{number}"),
            other => panic!("{number}: {other:?} is no source of roles"),
        }
    }
}

#[test]
fn messages_whose_roles_are_not_those_of_the_schema_are_these() {
    let table = table();
    let of = |source: Source| -> Vec<&str> {
        let rows = table.routes().filter(|r| r.roles_source == source);
        rows.map(|r| r.number.as_str()).collect()
    };
    assert_eq!(
        of(Source::Corrected),
        [
            "080003", "090053", "100103", "120121", "130107", "130301", "140008", "140015",
            "140019", "140021", "171103"
        ]
    );
    assert_eq!(
        of(Source::Prose),
        [
            "090020", "090021", "090022", "090023", "110203", "110204", "110205", "110210",
            "110301", "110603", "110604", "110605", "110606", "110607", "110608", "111209",
            "111211", "111602", "111603", "111604"
        ]
    );
    assert_eq!(
        of(Source::Inferred),
        ["000002", "000020", "000030", "010205"]
    );
    let open = of(Source::Open);
    assert!(
        open.len() == 28 && open.iter().all(|n| n.starts_with("18")),
        "{open:?}"
    );
}

#[test]
fn services_of_the_base_module_have_the_versions_of_its_schemas() {
    let set = xoev_bundled::schemas().expect("built rightly");
    let mut seen = 0;
    for route in table().routes() {
        let Some(Service::Base { module, version }) = route.services().next() else {
            continue;
        };
        let uri = format!("http://www.osci.de/xinneres/{module}/{version}");
        let namespace = set.namespace(&uri).expect(&uri);
        assert!(
            set.find_element(namespace, &route.message).is_some(),
            "{uri}"
        );
        seen += 1;
    }
    assert_eq!(seen, 6);
}

#[test]
fn no_answer_of_a_register_is_sent_as_a_message_of_its_own() {
    for route in table().routes() {
        let in_call = route.services().any(|s| *s == Service::InCall);
        assert!(
            !in_call || route.modes == Modes::Synchronous,
            "{}",
            route.number
        );
        let endpoint = route.services().any(|s| matches!(s, Service::Endpoint(_)));
        assert!(
            !endpoint || route.modes == Modes::Synchronous,
            "{}",
            route.number
        );
    }
}

#[test]
fn numbers_of_four_and_six_digits_are_different_messages() {
    let table = table();
    let of = |number: &str| {
        table
            .find(&version(), number)
            .expect(number)
            .message
            .clone()
    };
    assert_eq!(of("0020"), "quittungVonSachverhalten.quittung.0020");
    assert_eq!(of("000020"), "Administration.Sendungswiederholung.000020");
    assert!(table.route(&version(), "20").is_none());
}

#[test]
fn a_synchronous_message_is_not_sent_asynchronously_and_the_other_way_round() {
    let table = table();
    let (abh, other) = (key("azr:120000"), key("azr:130000"));
    let register = key("dbs:490030020000");
    let check = |number: &str, mode, reader: &Key| {
        table
            .find(&version(), number)
            .expect(number)
            .check(mode, &abh, reader)
    };
    assert_eq!(check("090009", Mode::Synchronous, &register), Ok(()));
    let refused = check("090009", Mode::Asynchronous, &register);
    assert!(
        matches!(refused, Err(RouteError::Mode { .. })),
        "{refused:?}"
    );
    assert_eq!(check("010201", Mode::Asynchronous, &other), Ok(()));
    let refused = check("010201", Mode::Synchronous, &other);
    assert!(
        matches!(refused, Err(RouteError::Mode { .. })),
        "{refused:?}"
    );
    let table = table.clone();
    let berd = table.find(&version(), "100001").expect("a row");
    for mode in [Mode::Synchronous, Mode::Asynchronous] {
        assert_eq!(berd.check(mode, &key("dbs:1234"), &key("dbs:5678")), Ok(()));
    }
}

#[test]
fn authors_and_readers_need_a_prefix_of_their_role() {
    let table = table();
    let route = table.find(&version(), "030101").expect("a row");
    let check =
        |author: &str, reader: &str| route.check(Mode::Asynchronous, &key(author), &key(reader));
    assert_eq!(check("ags:01999001", "azr:120000"), Ok(()));
    // Immigration offices are still found by keys of the old form.
    assert_eq!(check("ags:01999001", "ags:02999001"), Ok(()));
    let refused = check("azr:120000", "azr:120000").expect_err("no Meldebehörde");
    assert!(matches!(refused, RouteError::Author { .. }), "{refused:?}");
    assert!(
        refused.to_string().contains("Meldebehörde (ags:)"),
        "{refused}"
    );
    let refused = check("ags:01999001", "dbs:12345").expect_err("no Ausländerbehörde");
    assert!(matches!(refused, RouteError::Reader { .. }), "{refused:?}");
    // Where no prefix is set, any will do.
    let azr = table.find(&version(), "090001").expect("a row");
    assert_eq!(
        azr.check(Mode::Synchronous, &key("xyz:1234"), &key("abc:1234")),
        Ok(())
    );
}

#[test]
fn configuration_can_add_a_prefix_to_a_role() {
    let mut table = table();
    let check = |table: &RoutingTable| {
        let route = table.find(&version(), "110101").expect("a row");
        route.check(Mode::Asynchronous, &key("bam:990010"), &key("azr:120000"))
    };
    assert!(matches!(check(&table), Err(RouteError::Author { .. })));
    assert!(table.allow_prefix("bamf", "bam"));
    assert_eq!(check(&table), Ok(()));
    assert!(!table.allow_prefix("niemand", "bam"));
}

#[test]
fn uris_follow_the_pattern_of_the_services_that_were_seen() {
    let table = table();
    let names = ServiceNames::default();
    let uri = |number: &str, version: &str, reader: &str| {
        let route = table.find(&self::version(), number).expect(number);
        route.service_uri(&version.parse().expect("a version"), &key(reader), &names)
    };
    for (number, version, reader, expected) in [
        (
            "010201",
            "1.10.0",
            "azr:120000",
            "http://www.osci.de/xauslaender1100/xauslaender1100ABHABH.wsdl",
        ),
        (
            "010201",
            "26.11a",
            "azr:120000",
            "http://www.osci.de/xauslaender2611a/xauslaender2611aABHABH.wsdl",
        ),
        (
            "110101",
            "1.18.0",
            "ane:120000",
            "http://www.osci.de/xauslaender1180/xauslaender1180ASYLBAMFAE.wsdl",
        ),
        (
            "130101",
            "1.21.1",
            "azr:120000",
            "http://www.osci.de/xauslaender1211/xauslaender1211OZGPORTALABH.wsdl",
        ),
        (
            "0020",
            "26.11",
            "azr:120000",
            "http://www.osci.de/xinneres/quittung/5/xinneresquittungv5.wsdl",
        ),
        (
            "0010",
            "27.05",
            "ags:01999001",
            "http://www.osci.de/xinneres/rueckweisung/6/xinneresrueckweisungv6.wsdl",
        ),
    ] {
        assert_eq!(uri(number, version, reader).as_deref(), Ok(expected));
    }
}

#[test]
fn a_service_that_is_not_published_is_named_by_configuration_or_refused() {
    let table = table();
    let route = |number: &str| table.find(&version(), number).expect(number);
    let reader = key("azr:120000");
    let none = ServiceNames::default();
    let refused = route("030101").service_uri(&version(), &reader, &none);
    let unnamed = |name: &str, number: &str| {
        Err(RouteError::Unnamed {
            number: number.to_owned(),
            name: name.to_owned(),
        })
    };
    assert_eq!(refused, unnamed("mb-abh", "030101"));
    let refused = route("090001").service_uri(&version(), &reader, &none);
    assert_eq!(refused, unnamed("azr", "090001"));
    let names = ServiceNames::new([("mb-abh", "MBABH"), ("azr", "urn:beispiel:azr")]);
    let names = names.expect("sound");
    assert_eq!(
        route("030101")
            .service_uri(&version(), &reader, &names)
            .as_deref(),
        Ok("http://www.osci.de/xauslaender2611/xauslaender2611MBABH.wsdl")
    );
    assert_eq!(
        route("090001")
            .service_uri(&version(), &reader, &names)
            .as_deref(),
        Ok("urn:beispiel:azr")
    );
}

#[test]
fn what_has_no_service_says_why() {
    let table = table();
    let uri = |number: &str, reader: &str| {
        let route = table.find(&version(), number).expect(number);
        route.service_uri(&version(), &key(reader), &ServiceNames::default())
    };
    assert!(matches!(
        uri("000020", "azr:120000"),
        Err(RouteError::OfContent { .. })
    ));
    assert!(matches!(
        uri("090002", "azr:120000"),
        Err(RouteError::InCall { .. })
    ));
    assert!(matches!(
        uri("110101", "ags:01999001"),
        Err(RouteError::Unnamed { .. })
    ));
    assert!(matches!(
        uri("110101", "lpo:120000"),
        Err(RouteError::NoService { .. })
    ));
}

#[test]
fn names_of_services_are_parts_or_uris() {
    for bad in [
        "",
        "mbabh",
        "MB ABH",
        "../x",
        "http",
        "urn:x",
        "http://a b/cdefg",
        ":abcdefgh",
    ] {
        let refused = ServiceNames::new([("mb-abh", bad)]);
        assert!(matches!(refused, Err(RouteError::Name { .. })), "{bad:?}");
    }
}

#[test]
fn a_table_of_ones_own_replaces_rows() {
    let bundled = include_str!("../data/routes.tsv");
    let head = bundled.lines().next().expect("a head");
    let row = bundled
        .lines()
        .find(|l| l.contains("\t030101\t"))
        .expect("a row");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("routes.tsv");
    let text = format!("{head}\n{}\n", row.replace("{mb-abh}", "MBABH"));
    std::fs::write(&path, text).expect("written");
    let mut table = table();
    let before = table.routes().count();
    table.overlay(RoutingTable::read(&path).expect("sound"));
    assert_eq!(table.routes().count(), before);
    let route = table.find(&version(), "030101").expect("a row");
    let service = route.service(&key("azr:120000"));
    assert_eq!(service, Some(&Service::Part("MBABH".to_owned())));
}

#[test]
fn faults_of_a_table_are_told_with_their_line() {
    let bundled = include_str!("../data/routes.tsv");
    let roles = include_str!("../data/roles.tsv");
    let head = bundled.lines().next().expect("a head");
    let row = bundled
        .lines()
        .find(|l| l.contains("\t030101\t"))
        .expect("a row");
    let told = |text: &str| {
        let error = RoutingTable::from_text(text, roles).expect_err("at fault");
        error.to_string()
    };
    let with = |from: &str, to: &str| told(&format!("{head}\n\n{}\n", row.replace(from, to)));
    assert!(with("asynchron", "irgendwie").starts_with("routes, line 3: there is no way"));
    assert!(with("26.11", "neu").contains("is no version"));
    assert!(with("\t030101\t", "\t3101\u{665}\t").contains("four or six digits"));
    assert!(with("{mb-abh}", "{mb-abh").contains("is no service"));
    assert!(with("\tmb\t", "\tmbx\t").contains("there is no role \"mbx\""));
    assert!(with("schema", "wohl").contains("there is no source"));
    assert!(with("\tmb\t", "\t").contains("columns"));
    assert!(told(&format!("{head}\n{row}\n{row}\n")).contains("line 3: the message has a row"));
    assert!(told("").contains("line 1"));
    let missing = RoutingTable::read("/nicht/da.tsv")
        .expect_err("not there")
        .to_string();
    assert!(missing.starts_with("/nicht/da.tsv: "), "{missing}");
}
