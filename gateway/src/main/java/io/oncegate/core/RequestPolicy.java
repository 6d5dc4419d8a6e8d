package io.oncegate.core;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which requests a route covers (contract 2: method covered, key present, key well-formed).
 *
 * @param methods the covered methods, in capitals
 * @param keyRequired whether a covered request without a key is refused
 */
public record RequestPolicy(Set<String> methods, boolean keyRequired) {

    /** Copies the methods. */
    public RequestPolicy {
        methods = Set.copyOf(methods);
    }

    /** What is to be done with a request. */
    public sealed interface Admission {

        /** Handles each case; a case added later does not compile until every caller handles it. */
        <T> T fold(
                Supplier<T> notCovered,
                Function<IdempotencyKey, T> covered,
                Supplier<T> keyMissing,
                Function<String, T> keyInvalid);
    }

    /** Passes through as if there were no filter. */
    public record NotCovered() implements Admission {
        @Override
        public <T> T fold(
                Supplier<T> notCovered,
                Function<IdempotencyKey, T> covered,
                Supplier<T> keyMissing,
                Function<String, T> keyInvalid) {
            return notCovered.get();
        }
    }

    /** Runs at most once under its key. */
    public record Covered(IdempotencyKey key) implements Admission {
        @Override
        public <T> T fold(
                Supplier<T> notCovered,
                Function<IdempotencyKey, T> covered,
                Supplier<T> keyMissing,
                Function<String, T> keyInvalid) {
            return covered.apply(key);
        }
    }

    /** Refused: the route wants a key. */
    public record KeyMissing() implements Admission {
        @Override
        public <T> T fold(
                Supplier<T> notCovered,
                Function<IdempotencyKey, T> covered,
                Supplier<T> keyMissing,
                Function<String, T> keyInvalid) {
            return keyMissing.get();
        }
    }

    /** Refused: what was given is no key, and running it unprotected would surprise its sender. */
    public record KeyInvalid(String fault) implements Admission {
        @Override
        public <T> T fold(
                Supplier<T> notCovered,
                Function<IdempotencyKey, T> covered,
                Supplier<T> keyMissing,
                Function<String, T> keyInvalid) {
            return keyInvalid.apply(fault);
        }
    }

    /**
     * Decides on a request.
     *
     * @param method the HTTP method
     * @param mediaType the {@code Content-Type}, empty when there is none
     * @param upgrades the field lines of {@code Upgrade}
     * @param keyLines the field lines of the key's header
     */
    public Admission admit(String method, String mediaType, List<String> upgrades, List<String> keyLines) {
        // a gRPC call or a WebSocket is a stream of messages: no one answer could be kept for it
        boolean stream = mediaType.toLowerCase(Locale.ROOT).startsWith("application/grpc")
                || upgrades.stream().anyMatch(RequestPolicy::namesWebSocket);
        if (stream || !methods.contains(method)) {
            return new NotCovered();
        }
        return KeyHeader.parse(keyLines)
                .fold(() -> keyRequired ? new KeyMissing() : new NotCovered(), Covered::new, KeyInvalid::new);
    }

    /** Of all upgrades only this one: an HTTP/1.1 client that offers h2c means an ordinary request all the same. */
    private static boolean namesWebSocket(String upgrade) {
        return upgrade.toLowerCase(Locale.ROOT).contains("websocket");
    }
}
