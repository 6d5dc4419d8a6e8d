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
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || PLAIN.indexOf(c) >= 0) {
                key.append(c);
            } else {
                key.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
    }
}
