package io.oncegate.core;

/** How a route compares a retry with the first request (contract 8, argument {@code fingerprint}). */
public enum FingerprintMode {
    /** Exact bytes; of a multipart body, everything but its boundary. */
    BODY,
    /** JSON in its canonical form (RFC 8785), so that member order and white space do not matter. */
    JSON,
    /** Nothing but the key. */
    KEY_ONLY
}
