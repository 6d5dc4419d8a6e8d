package io.oncegate.core;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of their own for each purpose from one secret: HKDF with SHA-256 (RFC 5869), of whose output the first block is
 * all that a key needs.
 */
public final class Hkdf {

    private static final String HMAC = "HmacSHA256";
    private static final byte[] NO_SALT = new byte[32];

    private final SecretKeySpec extracted;

    /** Not kept: what keys are derived from is not the secret any more. */
    public Hkdf(byte[] secret) {
        this(secret, NO_SALT);
    }

    Hkdf(byte[] secret, byte[] salt) {
        this.extracted = new SecretKeySpec(hmac(new SecretKeySpec(salt, HMAC), secret), HMAC);
    }

    /** A key of 32 bytes; another one for every other sequence of bytes. */
    public byte[] key(byte[]... info) {
        byte[][] block = new byte[info.length + 1][];
        System.arraycopy(info, 0, block, 0, info.length);
        block[info.length] = new byte[] {1};
        return hmac(extracted, block);
    }

    static byte[] hmac(SecretKeySpec key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
