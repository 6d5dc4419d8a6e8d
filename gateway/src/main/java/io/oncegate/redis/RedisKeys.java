package io.oncegate.redis;

import io.oncegate.core.ClaimToken;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyKey;
import io.oncegate.core.Scope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Spells an entry's key, so that a person can read it: {@code oncegate:v1:<namespace>:<caller>:<key>} (contract 11).
 * The one place that knows.
 */
public final class RedisKeys {

    /** What every key begins with; a new layout of records gets a new version here only if old ones must not be read. */
    public static final String PREFIX = "oncegate:v1:";

    private static final String USAGE_PREFIX = "oncegate:usage:v1:";
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

    /** Where it is counted what a caller has: no entry, and nothing that a list of entries walks over. */
    static String usage(Scope scope) {
        StringBuilder key = new StringBuilder(USAGE_PREFIX);
        append(key, scope.namespace());
        key.append(':');
        append(key, scope.caller());
        return key.toString();
    }

    /** What the keys of a filter's entries match, and maybe others: a star stands for separators too. */
    static String pattern(EntryFilter filter) {
        return PREFIX + part(filter.namespace()) + ':' + part(filter.caller()) + ':' + part(filter.key());
    }

    private static String part(Optional<String> exactly) {
        // encoded, a part holds none of the characters that mean something in a pattern
        return exactly.map(it -> {
                    StringBuilder part = new StringBuilder();
                    append(part, it);
                    return part.toString();
                })
                .orElse("*");
    }

    /** The entry that a key is spelled for; empty if it is not one of {@link #of}. */
    public static Optional<EntryId> parse(String key) {
        if (!key.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = key.substring(PREFIX.length()).split(":", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            EntryId id =
                    new EntryId(new Scope(decoded(parts[0]), decoded(parts[1])), new IdempotencyKey(decoded(parts[2])));
            // one identity, one spelling
            return Optional.of(id).filter(it -> of(it).equals(key));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    static byte[] bytes(EntryId id) {
        return of(id).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Where a claim's record is before it takes the entry's place: in the same slot of a cluster, since the entry's whole key is
     * the tag, and nothing that a list of entries walks over.
     */
    static byte[] beside(byte[] key, ClaimToken owner) {
        byte[] token = HexFormat.of().toHexDigits(owner.value()).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(key.length + 3 + token.length)
                .put((byte) '{')
                .put(key)
                .put((byte) '}')
                .put((byte) ':')
                .put(token)
                .array();
    }

    /** Percent-encodes everything that separates parts, matches patterns, tags a hash slot or needs quoting. */
    private static void append(StringBuilder key, String part) {
        for (int i = 0; i < part.length(); ) {
            int point = part.codePointAt(i);
            i += Character.charCount(point);
            if (isPlain(point)) {
                key.append((char) point);
            } else {
                for (byte b : utf8(point)) {
                    key.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
                }
            }
        }
    }

    private static String decoded(String part) {
        ByteBuffer bytes = ByteBuffer.allocate(part.length());
        StringBuilder text = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) == '%') {
                bytes.put((byte) HexFormat.fromHexDigits(part, i + 1, i + 3));
                i += 2;
            } else {
                bytes.put((byte) part.charAt(i));
            }
            int at = bytes.position();
            if (at >= 3 && bytes.get(at - 3) == (byte) 0xed && (bytes.get(at - 2) & 0xe0) == 0xa0) {
                // half a surrogate pair, see utf8
                text.append(utf8(bytes.array(), at - 3));
                text.append((char) (0xd000 | (bytes.get(at - 2) & 0x3f) << 6 | (bytes.get(at - 1) & 0x3f)));
                bytes.clear();
            }
        }
        return text.append(utf8(bytes.array(), bytes.position())).toString();
    }

    private static String utf8(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
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
