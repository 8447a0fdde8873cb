//! Versions stand in two tables: what is taken here, and what is sent in `xoev-directory`. Neither may
//! use the other, but they have to agree.

use chrono::{Days, NaiveDate};
use xoev_administration::einordnung::Versionen;
use xoev_directory::{Calendar, Validity};

#[test]
fn versions_are_taken_on_the_days_on_which_they_are_sent() {
    let calendar = Calendar::bundled().expect("sound");
    let versions = Versionen::bundled();
    let own = versions.zeilen().iter();
    let own: Vec<_> = own.filter(|z| z.standard == "XAusländer").collect();
    assert!(!own.is_empty());
    for row in own {
        let version = row.version.as_str().parse().expect("a version");
        let on = |day: NaiveDate| calendar.validity(&version, day);
        let from = row.ab.expect("a first day");
        assert_eq!(on(from - Days::new(1)), Validity::Later(from), "{row:?}");
        assert_eq!(on(from), Validity::Valid, "{row:?}");
        match row.bis {
            Some(last) => {
                assert_eq!(on(last), Validity::Valid, "{row:?}");
                assert_eq!(on(last + Days::new(1)), Validity::Ended(last), "{row:?}");
            }
            // A release that follows in one table has to follow in the other.
            None => assert_eq!(on(NaiveDate::MAX), Validity::Valid, "{row:?}"),
        }
    }
}
