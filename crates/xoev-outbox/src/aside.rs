//! Long work on a message, where it keeps no other task waiting.

use std::io;
use std::panic::resume_unwind;

/// Up to so many bytes a message is looked at where the caller is: to hand it to another thread and
/// back takes longer than that.
const INLINE: usize = 64 * 1024;

/// Does work on a message of so many bytes: of a large one on a thread for work that blocks, so that
/// the threads that carry calls stay free. A panic goes on to the caller.
///
/// # Errors
/// If the program is ending, and the work was not begun.
pub async fn aside<T: Send + 'static>(
    bytes: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    if bytes <= INLINE {
        return Ok(work());
    }
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| match error.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(_) => io::Error::other("the program is ending"),
    })
}
