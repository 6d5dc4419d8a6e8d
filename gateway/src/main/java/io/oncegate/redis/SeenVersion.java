package io.oncegate.redis;

import io.oncegate.core.EntryVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Versions of entries, as the operators' scripts have them too. */
final class SeenVersion {

    /** Never the beginning of another version. */
    private static final String UNOPENED = "u";

    private static final int OWNER = 4;
    private static final int OWNER_END = 12;
    private static final int SINCE_END = RecordCodec.TIMES_AT + 6;

    private SeenVersion() {}

    /**
     * The version of a string.
     *
     * @param start its first bytes, at least a head's
     * @param size how long it is
     */
    static EntryVersion of(byte[] start, long size) {
        HexFormat hex = HexFormat.of();
        if (start.length >= RecordCodec.HEAD && RecordCodec.isKnown(start[0])) {
            byte state = start[1] == RecordCodec.AWAITED ? RecordCodec.IN_FLIGHT : start[1];
            return new EntryVersion(hex.toHexDigits(state)
                    + hex.formatHex(start, OWNER, OWNER_END)
                    + hex.formatHex(start, RecordCodec.TIMES_AT, SINCE_END));
        }
        byte[] head = Arrays.copyOf(start, Math.min(start.length, RecordCodec.HEAD));
        return new EntryVersion("x" + size + hex.formatHex(sha1(head)));
    }

    /** The version of a key that holds something else than a string. */
    static EntryVersion ofType(String type) {
        return new EntryVersion("x" + type);
    }

    static byte[] bytes(EntryVersion version) {
        // anything else than what was given out is no version, whatever it becomes here
        return version.text().getBytes(StandardCharsets.US_ASCII);
    }

    /** Says which record it is, byte by byte, as a script can compare it. */
    static byte[] whole(byte[] record) {
        return HexFormat.of().formatHex(sha1(record)).getBytes(StandardCharsets.US_ASCII);
    }

    /** The version of an entry whose answer does not open: what may be done to it is more than to a kept one. */
    static EntryVersion unopened(EntryVersion version) {
        return new EntryVersion(UNOPENED + version.text());
    }

    static boolean isUnopened(EntryVersion version) {
        return version.text().startsWith(UNOPENED);
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
