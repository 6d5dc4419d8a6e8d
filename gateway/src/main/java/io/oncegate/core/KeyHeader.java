package io.oncegate.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the key's header field held.
 *
 * <p>The draft (draft-ietf-httpapi-idempotency-key-header-07, 2.1) wants a quoted structured-field string; every SDK
 * sends the bare value. Both are taken and mean the same key. Anything that is more than one item, or an item with
 * parameters, is refused rather than guessed at: a proxy that folds two field lines into one makes a list.
 */
public sealed interface KeyHeader {

    /** Handles each case; a case added later does not compile until every caller handles it. */
    <T> T fold(Supplier<T> absent, Function<IdempotencyKey, T> present, Function<String, T> malformed);

    /** The request has no such field line. */
    record Absent() implements KeyHeader {
        @Override
        public <T> T fold(Supplier<T> absent, Function<IdempotencyKey, T> present, Function<String, T> malformed) {
            return absent.get();
        }
    }

    /**
     * One well-formed key.
     *
     * @param key the bare key
     */
    record Present(IdempotencyKey key) implements KeyHeader {
        @Override
        public <T> T fold(Supplier<T> absent, Function<IdempotencyKey, T> present, Function<String, T> malformed) {
            return present.apply(key);
        }
    }

    /**
     * Something that is no key.
     *
     * @param fault what is wrong with it, in words for the client; never holds the value itself
     */
    record Malformed(String fault) implements KeyHeader {
        @Override
        public <T> T fold(Supplier<T> absent, Function<IdempotencyKey, T> present, Function<String, T> malformed) {
            return malformed.apply(fault);
        }
    }

    /**
     * Reads the field lines of the key's header.
     *
     * @param fieldLines every line with that field name, in order; empty when there is none
     */
    static KeyHeader parse(List<String> fieldLines) {
        if (fieldLines.isEmpty()) {
            return new Absent();
        }
        if (fieldLines.size() > 1) {
            return new Malformed("the key's header is given more than once");
        }
        String item = trimOptionalWhitespace(fieldLines.get(0));
        return item.startsWith("\"") ? quoted(item) : bare(item);
    }

    /** What is wrong with a bare key, if anything. */
    static Optional<String> fault(String key) {
        if (key.isEmpty()) {
            return Optional.of("the key is empty");
        }
        if (key.length() > IdempotencyKey.MAX_LENGTH) {
            return Optional.of("the key is longer than " + IdempotencyKey.MAX_LENGTH + " characters");
        }
        if (!isPrintableAscii(key)) {
            return Optional.of("the key has characters outside printable ASCII");
        }
        // upstreams get the bare key as a field value, where outer spaces vanish and a leading quote changes the form:
        // either would make two keys here one key there
        if (key.startsWith(" ") || key.endsWith(" ") || key.startsWith("\"")) {
            return Optional.of("the key begins or ends with a space, or begins with a quote");
        }
        return Optional.empty();
    }

    private static boolean isPrintableAscii(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static KeyHeader bare(String item) {
        if (item.indexOf('"') >= 0) {
            return new Malformed("the key has a quote inside");
        }
        if (item.indexOf(',') >= 0 || item.indexOf(';') >= 0) {
            return new Malformed("the key is a list or has parameters; one that holds a comma or semicolon is quoted");
        }
        return checked(item);
    }

    private static KeyHeader quoted(String item) {
        StringBuilder key = new StringBuilder(item.length());
        for (int i = 1; i < item.length(); i++) {
            char c = item.charAt(i);
            if (c == '"') {
                return i == item.length() - 1
                        ? checked(key.toString())
                        : new Malformed("something follows the quoted key: a list or parameters");
            }
            if (c == '\\') {
                i++;
                if (i == item.length() || (item.charAt(i) != '"' && item.charAt(i) != '\\')) {
                    return new Malformed("the quoted key has a backslash that escapes neither quote nor backslash");
                }
                c = item.charAt(i);
            }
            key.append(c);
        }
        return new Malformed("the quoted key has no closing quote");
    }

    private static KeyHeader checked(String key) {
        return fault(key).<KeyHeader>map(Malformed::new).orElseGet(() -> new Present(new IdempotencyKey(key)));
    }

    /** Optional whitespace around a field value is space and tab only (RFC 9110, 5.6.3). */
    private static String trimOptionalWhitespace(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && (line.charAt(from) == ' ' || line.charAt(from) == '\t')) {
            from++;
        }
        while (to > from && (line.charAt(to - 1) == ' ' || line.charAt(to - 1) == '\t')) {
            to--;
        }
        return line.substring(from, to);
    }
}
