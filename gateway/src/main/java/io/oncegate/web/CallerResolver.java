package io.oncegate.web;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Says who calls (contract 7). A bean of this type replaces what {@code caller: principal} means.
 *
 * <p>The name must be stable across retries and not the client's to choose: never bytes of a token, which changes when
 * it is refreshed.
 */
@FunctionalInterface
public interface CallerResolver {

    /**
     * The caller's name, or nothing where there is none: the request is then refused with 401 {@code caller-unknown}.
     */
    Mono<String> resolve(ServerWebExchange exchange);
}
