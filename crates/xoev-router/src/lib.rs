//! The router: outbox, inbox, directory and transports, set up by one file.
