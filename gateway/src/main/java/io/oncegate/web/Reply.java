package io.oncegate.web;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What the client gets, not yet written: the exchange that made it may outlive the client. */
@FunctionalInterface
interface Reply {

    /** Writes to the client. Called once, or not at all. */
    Mono<Void> writeTo(ServerWebExchange exchange);

    /** Called instead of {@link #writeTo} when no client is there to take it: lets go of what it holds. */
    default void discard() {}
}
