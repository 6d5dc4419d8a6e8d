package io.oncegate.web;

import java.util.function.Function;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What the client gets, not yet written: the exchange that made it may outlive the client. */
interface Reply {

    /** One word for it, of {@link Outcomes} or a problem's code. */
    String outcome();

    /** Writes to the client. Called once, or not at all. */
    Mono<Void> writeTo(ServerWebExchange exchange);

    /** Called instead of {@link #writeTo} when no client is there to take it: lets go of what it holds. */
    default void discard() {}

    /** A reply that holds nothing. */
    static Reply of(String outcome, Function<ServerWebExchange, Mono<Void>> writer) {
        return new Reply() {
            @Override
            public String outcome() {
                return outcome;
            }

            @Override
            public Mono<Void> writeTo(ServerWebExchange exchange) {
                return writer.apply(exchange);
            }
        };
    }
}
