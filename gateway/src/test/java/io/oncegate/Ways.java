package io.oncegate;

import java.util.ArrayList;
import java.util.List;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Which way requests went: seen before they part, told before their answers are sent. */
public final class Ways implements WebFilter, Ordered {

    private final List<String> ways = new ArrayList<>();
    private final String refused;

    /** @param refused the way of those that security filters refuse: theirs is the whole one, or none where they are ahead of both */
    public Ways(String refused) {
        this.refused = refused;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> add(way(exchange))));
        return chain.filter(exchange);
    }

    /** Every request on the whole way passes the filter that draws for weights; the short way tries routes ahead of it. */
    private String way(ServerWebExchange exchange) {
        if (exchange.getAttributes().containsKey(ServerWebExchangeUtils.WEIGHT_ATTR)) {
            return "whole";
        }
        boolean tried = exchange.getAttributes().containsKey(ServerWebExchangeUtils.GATEWAY_PREDICATE_ROUTE_ATTR);
        boolean routed = exchange.getAttributes().containsKey(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        return tried || routed ? "short" : refused;
    }

    private synchronized void add(String way) {
        ways.add(way);
    }

    /** The way of the request that was answered last. */
    public synchronized String last() {
        return ways.get(ways.size() - 1);
    }
}
