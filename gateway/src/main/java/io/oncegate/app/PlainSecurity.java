package io.oncegate.app;

import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.ReactorContextWebFilter;
import org.springframework.security.web.server.context.SecurityContextServerWebExchangeWebFilter;
import org.springframework.security.web.server.savedrequest.ServerRequestCacheWebFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The filters of the gateway's own security chain, without those that find nothing to do: there is no session to load a
 * context from and no cache of requests, and without credentials there is nothing to authenticate.
 */
final class PlainSecurity implements WebFilter {

    /** The exchange in the context is for clients of other services, of which a route has none. */
    private static final Set<String> IDLE = Set.of(
            ReactorContextWebFilter.class.getName(),
            ServerRequestCacheWebFilter.class.getName(),
            "org.springframework.security.config.web.server.ServerHttpSecurity$ServerWebExchangeReactorContextWebFilter");

    private static final Set<Class<?>> FOR_CREDENTIALS = Set.of(
            AuthenticationWebFilter.class, UnusedCredentials.class, SecurityContextServerWebExchangeWebFilter.class);

    private final List<WebFilter> withCredentials;
    private final List<WebFilter> withoutCredentials;

    PlainSecurity(SecurityWebFilterChain chain) {
        this.withCredentials = chain.getWebFilters()
                .toStream()
                .filter(filter -> !IDLE.contains(filter.getClass().getName()))
                .toList();
        this.withoutCredentials = withCredentials.stream()
                .filter(filter -> !FOR_CREDENTIALS.contains(filter.getClass()))
                .toList();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        boolean credentials = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        return from(0, credentials ? withCredentials : withoutCredentials, chain)
                .filter(exchange);
    }

    private static WebFilterChain from(int next, List<WebFilter> filters, WebFilterChain chain) {
        return next == filters.size()
                ? chain
                : exchange -> filters.get(next).filter(exchange, from(next + 1, filters, chain));
    }
}
