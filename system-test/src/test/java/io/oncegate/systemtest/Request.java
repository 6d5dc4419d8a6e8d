package io.oncegate.systemtest;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One of a caller's requests, to be sent as often as need be.
 *
 * @param route where it goes
 * @param key its key
 * @param number tells its content from that of all others
 */
record Request(Route route, String key, int number) {

    private static final AtomicInteger NUMBER = new AtomicInteger(100);

    /** A new one on each route of the product. */
    static List<Request> onEachRoute() {
        return Stream.of(Route.ORDERS, Route.FEEDBACK)
                .map(route -> new Request(route, Http.newKey(), NUMBER.incrementAndGet()))
                .toList();
    }

    /** Sends it; empty where the connection was lost before a whole answer came. */
    CompletableFuture<Optional<Http.Reply>> send(Http http) {
        return http.sendAsync(Http.posting(route.to(http), key, route.body(number)))
                .thenApply(Optional::of)
                .exceptionally(lost -> Optional.empty());
    }

    String entry() {
        return route.entry(key);
    }

    /** What the database knows by that what it made. */
    String mark() {
        return route.mark(key, number);
    }

    int rows(Tables tables) {
        return route.rows(tables, key, number);
    }

    /** Whether something names it. */
    Predicate<String> isNamed() {
        return text -> text.contains(key);
    }

    /** Whether something sent to Redis names it and brings its answer. */
    Predicate<String> isSettled() {
        return text -> text.contains(key) && text.indexOf(route.answerMark(), text.indexOf(key)) >= 0;
    }
}
