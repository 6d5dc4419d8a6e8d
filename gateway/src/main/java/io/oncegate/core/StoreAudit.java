package io.oncegate.core;

import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Looks at where entries live: is a reservation safe there? Asks only, and needs no right that a store may refuse. */
@FunctionalInterface
public interface StoreAudit {

    /** What is to be had at the moment; fails only where the store does not answer. */
    Mono<Report> report();

    /**
     * What was found.
     *
     * @param details by name, in the order to be shown; what the store does not tell is {@code unknown}
     * @param warnings what endangers reservations, in words
     */
    record Report(Map<String, String> details, List<String> warnings) {}
}
