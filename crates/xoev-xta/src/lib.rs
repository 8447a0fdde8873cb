//! XTA-WS 2.1.1 as a transport: SOAP 1.2, WS-Addressing, MTOM, mutual TLS.
