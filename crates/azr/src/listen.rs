//! The bundled code lists, held once for the whole run of the program.

use std::sync::OnceLock;

use xoev_bundled::{BundleError, BundledLists};

/// The bundled code lists, each read when it is first asked for.
pub(crate) fn listen() -> Result<&'static BundledLists, BundleError> {
    static LISTEN: OnceLock<BundledLists> = OnceLock::new();
    if let Some(listen) = LISTEN.get() {
        return Ok(listen);
    }
    let listen = BundledLists::new()?;
    Ok(LISTEN.get_or_init(|| listen))
}
