package io.oncegate.core;

import java.security.SecureRandom;

/**
 * Who owns a claim: a random number that every write after the claim must show (contract 6).
 *
 * @param value 64 random bits; contenders for one entry are a handful, so chance never makes two alike
 */
public record ClaimToken(long value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A token nobody else has. */
    public static ClaimToken random() {
        return new ClaimToken(RANDOM.nextLong());
    }

    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
