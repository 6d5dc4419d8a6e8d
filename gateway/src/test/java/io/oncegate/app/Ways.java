package io.oncegate.app;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Which way requests went: seen before they part, told before their answers are sent. */
@Component
@ConditionalOnBooleanProperty("test.ways")
final class Ways implements WebFilter, Ordered {

    private final List<String> ways = new ArrayList<>();

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> add(way(exchange))));
        return chain.filter(exchange);
    }

    /** The short way tries routes ahead of the security filters; all on the whole way draws for weights behind them. */
    private static String way(ServerWebExchange exchange) {
        boolean tried = exchange.getAttributes().containsKey(ServerWebExchangeUtils.GATEWAY_PREDICATE_ROUTE_ATTR);
        boolean routed = exchange.getAttributes().containsKey(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        boolean drawn = exchange.getAttributes().containsKey(ServerWebExchangeUtils.WEIGHT_ATTR);
        return (tried || routed) && !drawn ? "short" : "whole";
    }

    private synchronized void add(String way) {
        ways.add(way);
    }

    /** The way of the request that was answered last. */
    synchronized String last() {
        return ways.get(ways.size() - 1);
    }
}
