//! The handshake of TLS as a server.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a client may take for the handshake, and to read why it is refused.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection after its handshake; none if the client was refused or is too slow.
pub(crate) async fn accept(
    acceptor: &TlsAcceptor,
    stream: TcpStream,
) -> Option<TlsStream<TcpStream>> {
    let accept = acceptor.accept(stream).into_fallible();
    match tokio::time::timeout(PATIENCE, accept).await {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err((error, stream))) => {
            tracing::debug!(%error, "handshake");
            refuse(stream).await;
            None
        }
        Err(_) => None,
    }
}

/// Lets the client read why it is refused: closing with its request unread would throw that away.
async fn refuse(mut stream: TcpStream) {
    let drained = async {
        stream.shutdown().await?;
        let mut unread = [0; 8192];
        while stream.read(&mut unread).await? > 0 {}
        io::Result::Ok(())
    };
    if let Ok(Err(error)) = tokio::time::timeout(PATIENCE, drained).await {
        tracing::debug!(%error, "refused");
    }
}
