package io.oncegate.orders;

import java.util.function.Function;

/**
 * What came of reading a value that a caller sent.
 *
 * @param <V> the type of a well-formed value
 */
public sealed interface Parsed<V> {

    /** Handles both cases. */
    <T> T fold(Function<V, T> valid, Function<String, T> invalid);

    /**
     * A well-formed value.
     *
     * @param value the value
     */
    record Valid<V>(V value) implements Parsed<V> {
        @Override
        public <T> T fold(Function<V, T> valid, Function<String, T> invalid) {
            return valid.apply(value);
        }
    }

    /**
     * Not a value of that type.
     *
     * @param fault what is wrong, in words for the caller that follow the field's name: "must be positive"
     */
    record Invalid<V>(String fault) implements Parsed<V> {
        @Override
        public <T> T fold(Function<V, T> valid, Function<String, T> invalid) {
            return invalid.apply(fault);
        }
    }
}
