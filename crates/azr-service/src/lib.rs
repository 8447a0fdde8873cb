//! The synchronous web service of the register AZR as a transport. Its address is configuration: none is published.
