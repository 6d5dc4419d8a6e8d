package io.oncegate.redis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a walk over all entries is.
 *
 * @param node the node's name
 * @param scan Redis's own cursor there
 */
record WalkPosition(String node, String scan) {

    static final String START = "0";

    private static final String VERSION = "1";
    private static final int LONGEST = 200;

    /** As operators get it. */
    String text() {
        byte[] plain = String.join(" ", VERSION, scan, node).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }

    /** Empty where the text was never given out. */
    static Optional<WalkPosition> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length != 3 || !parts[0].equals(VERSION)) {
                return Optional.empty();
            }
            String scan = Long.toUnsignedString(Long.parseUnsignedLong(parts[1]));
            return Optional.of(new WalkPosition(parts[2], scan));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
