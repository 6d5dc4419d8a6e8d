package io.oncegate.core;

import java.util.Optional;

/** Brings JSON into the one form that all its spellings share (RFC 8785). */
@FunctionalInterface
public interface CanonicalJson {

    /**
     * The canonical bytes, or nothing where the body is no JSON or has no form without loss: then its own bytes are
     * compared, which can refuse an honest retry and can never take two requests for one.
     */
    Optional<byte[]> of(byte[] body);
}
