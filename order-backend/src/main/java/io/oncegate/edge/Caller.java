package io.oncegate.edge;

import java.util.List;
import java.util.Optional;

/**
 * Who the gateway says is calling (contract 12).
 *
 * @param userId the caller's name, 1 to 255 printable ASCII characters
 */
public record Caller(String userId) {

    /** The header by which the gateway names the caller. */
    public static final String HEADER = "X-User-Id";

    private static final int MAX_LENGTH = 255;

    /**
     * Reads the header's lines. Two lines name nobody: one of them was not the gateway's. Nor does a name outside ASCII,
     * which header fields do not carry faithfully, so that two names could arrive as one.
     */
    static Optional<Caller> named(List<String> lines) {
        return lines.size() == 1 && isName(lines.get(0)) ? Optional.of(new Caller(lines.get(0))) : Optional.empty();
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }
}
