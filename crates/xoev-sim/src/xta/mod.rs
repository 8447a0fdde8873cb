//! An XTA server: mailboxes, ids, reports.
