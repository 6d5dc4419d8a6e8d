package io.oncegate.redis;

import io.oncegate.core.EntryId;
import java.nio.charset.StandardCharsets;

/**
 * Spells an entry's key, so that a person can read it: {@code oncegate:v1:<namespace>:<caller>:<key>} (contract 11).
 * The one place that knows.
 */
public final class RedisKeys {

    /** What every key begins with; a new layout of records gets a new version here only if old ones must not be read. */
    public static final String PREFIX = "oncegate:v1:";

    private static final String PLAIN = "-._~@+=/";
    private static final String HEX = "0123456789ABCDEF";

    private RedisKeys() {}

    /** The key of an entry, as {@code redis-cli} shows it. */
    public static String of(EntryId id) {
        StringBuilder key = new StringBuilder(PREFIX);
        append(key, id.scope().namespace());
        key.append(':');
        append(key, id.scope().caller());
        key.append(':');
        append(key, id.key().value());
        return key.toString();
    }

    static byte[] bytes(EntryId id) {
        return of(id).getBytes(StandardCharsets.US_ASCII);
    }

    /** Percent-encodes everything that separates parts, matches patterns, tags a hash slot or needs quoting. */
    private static void append(StringBuilder key, String part) {
        part.codePoints().forEach(point -> {
            if (isPlain(point)) {
                key.append((char) point);
            } else {
                for (byte b : utf8(point)) {
                    key.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
                }
            }
        });
    }

    private static boolean isPlain(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || PLAIN.indexOf(c) >= 0;
    }

    private static byte[] utf8(int point) {
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            // half a pair has no UTF-8, and as a question mark two callers would be one
            return new byte[] {(byte) 0xed, (byte) (0x80 | (point >> 6 & 0x3f)), (byte) (0x80 | (point & 0x3f))};
        }
        return Character.toString(point).getBytes(StandardCharsets.UTF_8);
    }
}
