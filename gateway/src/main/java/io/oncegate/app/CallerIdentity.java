package io.oncegate.app;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tells upstreams who calls (contract 12): whatever {@code X-User-Id} a client sends is removed, and the principal's name
 * put in its place. Basic credentials end here: they are between client and gateway.
 */
@Component
final class CallerIdentity implements GlobalFilter, Ordered {

    static final String USER_ID = "X-User-Id";

    /** Ahead of the route's own filters and of whatever copies the request. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 100;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Mono<Principal> principal = exchange.getPrincipal();
        if (principal == Mono.<Principal>empty()) {
            // nobody, as is known without asking
            return chain.filter(anonymous(exchange));
        }
        return principal
                .map(it -> Optional.ofNullable(it.getName()).filter(name -> !name.isBlank()))
                .defaultIfEmpty(Optional.empty())
                .flatMap(name ->
                        chain.filter(name.map(it -> identified(exchange, it)).orElseGet(() -> anonymous(exchange))));
    }

    private static ServerWebExchange anonymous(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        return headers.containsHeader(USER_ID) || hasBasic(headers) ? with(exchange, cleared(headers)) : exchange;
    }

    private static ServerWebExchange identified(ServerWebExchange exchange, String name) {
        HttpHeaders headers = cleared(exchange.getRequest().getHeaders());
        headers.set(USER_ID, encoded(name));
        return with(exchange, headers);
    }

    /** A copy without what a client says of itself, and without what is between it and the gateway. */
    private static HttpHeaders cleared(HttpHeaders headers) {
        HttpHeaders cleared = HttpHeaders.copyOf(headers);
        cleared.remove(USER_ID);
        if (hasBasic(headers)) {
            cleared.remove(HttpHeaders.AUTHORIZATION);
        }
        return cleared;
    }

    private static boolean hasBasic(HttpHeaders headers) {
        @Nullable String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Basic", 0, 5);
    }

    private static ServerWebExchange with(ServerWebExchange exchange, HttpHeaders headers) {
        return exchange.mutate()
                .request(new Identified(exchange.getRequest(), HttpHeaders.readOnlyHttpHeaders(headers)))
                .build();
    }

    /** The same request with other headers; to build a new one would take its address apart once more. */
    private static final class Identified extends ServerHttpRequestDecorator {

        private final HttpHeaders headers;

        Identified(ServerHttpRequest request, HttpHeaders headers) {
            super(request);
            this.headers = headers;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }

    /** A name may hold anything, a line break included: what is not plain is percent-encoded, and so is the percent. */
    private static String encoded(String name) {
        StringBuilder id = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c > 0x20 && c < 0x7f && c != '%') {
                id.append(c);
            } else {
                id.append(String.format("%%%02X", (int) c));
            }
        }
        return id.toString();
    }
}
