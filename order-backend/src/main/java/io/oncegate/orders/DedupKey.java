package io.oncegate.orders;

/**
 * The name a caller gave to one attempt to order: 1 to 255 printable ASCII characters, case-sensitive (contract 3, 9).
 *
 * @param value the bare key
 */
public record DedupKey(String value) {

    /** The longest key, in characters; the width of the column. */
    public static final int MAX_LENGTH = 255;

    /**
     * @throws IllegalArgumentException if {@code value} is not a well-formed bare key
     */
    public DedupKey {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("a key is 1 to 255 printable ASCII characters");
        }
    }

    /**
     * Reads a field value: the bare key, as the gateway sends it, or the quoted string of the Internet-Draft.
     * {@code "abc"} and {@code abc} are one key.
     */
    public static Parsed<DedupKey> parse(String fieldValue) {
        return fieldValue.startsWith("\"") ? quoted(fieldValue) : checked(fieldValue);
    }

    private static Parsed<DedupKey> quoted(String item) {
        StringBuilder key = new StringBuilder(item.length());
        for (int i = 1; i < item.length(); i++) {
            char c = item.charAt(i);
            if (c == '"') {
                return i == item.length() - 1
                        ? checked(key.toString())
                        : new Parsed.Invalid<>("must be one string and nothing after it");
            }
            if (c == '\\') {
                i++;
                if (i == item.length() || (item.charAt(i) != '"' && item.charAt(i) != '\\')) {
                    return new Parsed.Invalid<>("has a backslash that escapes neither a quote nor a backslash");
                }
                c = item.charAt(i);
            }
            key.append(c);
        }
        return new Parsed.Invalid<>("has no closing quote");
    }

    private static Parsed<DedupKey> checked(String key) {
        return isWellFormed(key)
                ? new Parsed.Valid<>(new DedupKey(key))
                : new Parsed.Invalid<>(
                        "must be 1 to 255 printable ASCII characters, without outer spaces or a leading quote");
    }

    /** The same rule as the gateway's: a bare key with outer spaces or a leading quote would change on its way here. */
    private static boolean isWellFormed(String key) {
        return !key.isEmpty()
                && key.length() <= MAX_LENGTH
                && key.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)
                && !key.startsWith(" ")
                && !key.endsWith(" ")
                && !key.startsWith("\"");
    }

    @Override
    public String toString() {
        return value;
    }
}
