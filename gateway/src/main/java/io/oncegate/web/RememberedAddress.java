package io.oncegate.web;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What {@link RouteToRequestUrlFilter} makes of a request's address on one route, remembered for the next request to the same one:
 * things are created at one address, mostly, and to put it together and read it again takes longer than to compare it.
 */
final class RememberedAddress implements GatewayFilter {

    /**
     * Where requests went last.
     *
     * @param asked the client's address, letter by letter: one that is equal may still be spelled in another way
     * @param upstream the service's
     */
    private record Last(String asked, URI upstream) {}

    private final GlobalFilter filter;
    private volatile @Nullable Last last;

    RememberedAddress(GlobalFilter filter) {
        this.filter = filter;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        String asked = exchange.getRequest().getURI().toString();
        @Nullable Last known = last;
        if (known != null && known.asked().equals(asked)) {
            exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, known.upstream());
            return chain.filter(exchange);
        }
        return filter.filter(exchange, made -> {
            @Nullable URI upstream = made.getAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
            last = upstream == null ? null : new Last(asked, upstream);
            return chain.filter(made);
        });
    }
}
