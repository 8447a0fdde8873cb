//! Messages about messages: rejections, receipts, forwarding, repetitions, packets of documents; what an incoming message is.
