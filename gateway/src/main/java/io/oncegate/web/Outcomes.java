package io.oncegate.web;

import io.micrometer.common.KeyValue;
import io.oncegate.core.IdempotencyEngine;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * Says how the requests of one route were answered: to whoever listens, and in the trace, where a replay of 2 ms would
 * look like a service that did nothing.
 */
final class Outcomes {

    /** The upstream's answer, or what was made of it on the way. */
    static final String EXECUTED = "executed";
    /** The kept answer. */
    static final String REPLAYED = "replayed";
    /** The upstream's answer, unprotected. */
    static final String BYPASSED = "bypassed";
    /** An inner filter's answer, with nothing sent. */
    static final String REFUSED_INSIDE = "refused-inside";

    private static final String NAME = "oncegate.outcome";

    private final String route;
    private final IdempotencyEngine engine;

    /**
     * @param settings the route's
     * @param engine knows who listens
     */
    Outcomes(RouteSettings settings, IdempotencyEngine engine) {
        this.route = settings.routeId();
        this.engine = engine;
        List<String> all = Stream.concat(
                        Stream.of(EXECUTED, REPLAYED, BYPASSED, REFUSED_INSIDE),
                        Stream.of(Problem.values()).map(Problem::code))
                .toList();
        engine.tell(listener -> listener.covers(route, settings.namespace(), all));
    }

    /** A request was answered, or would have been if its client were still there. */
    void answered(String outcome) {
        engine.tell(listener -> listener.answered(route, outcome));
    }

    /** A request was answered without having been claimed. */
    void refused(ServerWebExchange exchange, Problem problem) {
        answered(problem.code());
        mark(exchange, problem.code());
    }

    /**
     * Marks the server's observation. For the trace only, which is what "high cardinality" means there: as a tag it would
     * multiply the series of the server's own metric, and {@code oncegate.requests} counts the same.
     */
    static void mark(ServerWebExchange exchange, String outcome) {
        ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .ifPresent(context -> context.addHighCardinalityKeyValue(KeyValue.of(NAME, outcome)));
    }
}
