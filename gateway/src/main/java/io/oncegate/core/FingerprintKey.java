package io.oncegate.core;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * What fingerprints are made with. Without a secret they are plain hashes, and whoever reads the store can find out by
 * trying whether a request was the one that he thinks of.
 */
public final class FingerprintKey {

    /** Fingerprints are plain hashes. */
    public static final FingerprintKey NONE = new FingerprintKey(Optional.empty());

    private static final byte[] PURPOSE = "oncegate fingerprint 1".getBytes(StandardCharsets.US_ASCII);

    private final Optional<SecretKeySpec> key;

    private FingerprintKey(Optional<SecretKeySpec> key) {
        this.key = key;
    }

    /** Fingerprints are HMACs under a key derived from a secret. */
    public static FingerprintKey of(byte[] secret) {
        return new FingerprintKey(Optional.of(new SecretKeySpec(new Hkdf(secret).key(PURPOSE), "HmacSHA256")));
    }

    byte[] keyed(byte[] hash) {
        return key.map(it -> Hkdf.hmac(it, hash)).orElse(hash);
    }
}
