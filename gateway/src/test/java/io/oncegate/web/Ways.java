package io.oncegate.web;

import java.util.ArrayList;
import java.util.List;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Which way requests went: seen before they part, told before their answers are sent. */
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

    /** Every request on the whole way passes the filter that draws for weights, and none on the short one. */
    private static String way(ServerWebExchange exchange) {
        if (exchange.getAttributes().containsKey(ServerWebExchangeUtils.WEIGHT_ATTR)) {
            return "whole";
        }
        return exchange.getAttributes().containsKey(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR) ? "short" : "none";
    }

    private synchronized void add(String way) {
        ways.add(way);
    }

    /** The way of the request that was answered last. */
    synchronized String last() {
        return ways.get(ways.size() - 1);
    }
}
