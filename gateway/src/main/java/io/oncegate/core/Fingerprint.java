package io.oncegate.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What was asked under a key, as the first 128 bits of a SHA-256, or of an HMAC of it. Two requests with one fingerprint are one request.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record Fingerprint(long high, long low) {

    /** Compares equal to every other: the route looks at the key only. */
    public static final Fingerprint KEY_ONLY = new Fingerprint(0, 0);

    /** Whether a request with {@code other} is the same request. */
    public boolean matches(Fingerprint other) {
        return equals(other) || equals(KEY_ONLY) || other.equals(KEY_ONLY);
    }

    /** Collects the parts of a request; each is prefixed with its length, so that no two requests share a sequence. */
    static final class Digest {
        private final MessageDigest sha256 = sha256();
        private final byte[] length = new byte[Integer.BYTES];

        Digest part(String text) {
            return part(text.getBytes(StandardCharsets.UTF_8));
        }

        Digest part(byte[] bytes) {
            return part(bytes, 0, bytes.length);
        }

        Digest part(byte[] bytes, int from, int to) {
            ByteBuffer.wrap(length).putInt(to - from);
            sha256.update(length);
            sha256.update(bytes, from, to - from);
            return this;
        }

        Fingerprint fingerprint(FingerprintKey key) {
            ByteBuffer digest = ByteBuffer.wrap(key.keyed(sha256.digest()));
            return new Fingerprint(digest.getLong(), digest.getLong());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
