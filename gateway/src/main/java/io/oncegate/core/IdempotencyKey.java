package io.oncegate.core;

import java.util.Objects;

/**
 * The name a client gave to one attempt to have one effect: 1 to 255 printable ASCII characters, case-sensitive.
 *
 * <p>Always the bare value: {@code "abc"} and {@code abc} in the header are this one key (contract 3).
 *
 * @param value the bare key, without quotes or escapes
 */
public record IdempotencyKey(String value) {

    /** The longest key, in characters. */
    public static final int MAX_LENGTH = 255;

    /**
     * @throws IllegalArgumentException if {@code value} is not a well-formed bare key
     */
    public IdempotencyKey {
        Objects.requireNonNull(value, "value");
        KeyHeader.fault(value).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
    }

    @Override
    public String toString() {
        return value;
    }
}
