package io.oncegate.edge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** The secret by which the gateway shows that a request comes through it (contract 12). */
public final class GatewayToken {

    /** The header that carries the secret. */
    public static final String HEADER = "X-Gateway-Token";

    private final byte[] secret;

    /**
     * @throws IllegalArgumentException if {@code secret} could not arrive in a header field as it is
     */
    public GatewayToken(String secret) {
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "a gateway token is made of printable ASCII characters without spaces, and at least one of them");
        }
        this.secret = bytes(secret);
    }

    /** Whether the header's lines are exactly the secret; how long the answer takes tells nothing about it. */
    boolean isGivenBy(List<String> lines) {
        return lines.size() == 1 && MessageDigest.isEqual(secret, bytes(lines.get(0)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "GatewayToken";
    }
}
