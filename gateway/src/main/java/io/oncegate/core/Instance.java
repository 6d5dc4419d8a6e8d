package io.oncegate.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which gateway it was: a number made from its name, so that a record has room for it.
 *
 * @param number the first 32 bits of a SHA-256 over the name
 */
public record Instance(int number) {

    /** The number of the gateway of that name. */
    public static Instance of(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return new Instance(ByteBuffer.wrap(hash).getInt());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** As logs and operators' tools show it: eight hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%08x", number);
    }
}
