package io.oncegate.web;

import java.util.function.Function;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Runs exchanges that no client can cancel: a client that goes away changes nothing (contract 5). The one place that
 * subscribes, and so the one that owns what runs.
 */
final class DetachedExchanges {

    /**
     * Starts an exchange when the client's side is subscribed to, with its context.
     *
     * @param work replies to the client and goes on as long as it must; its completion without a reply, and its
     *     errors, fail the client's request
     */
    Mono<Void> start(ServerWebExchange exchange, Function<Client, Mono<Void>> work) {
        return Mono.deferContextual(context -> {
            Client client = new Client();
            work.apply(client)
                    .contextWrite(context)
                    .subscribe(
                            ignored -> {},
                            client::fail,
                            () -> client.fail(new IllegalStateException("the exchange ended without a reply")));
            return client.receive(exchange);
        });
    }
}
