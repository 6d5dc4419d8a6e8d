package io.oncegate.app;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
        return exchange.getPrincipal()
                .map(principal -> Optional.ofNullable(principal.getName()).filter(name -> !name.isBlank()))
                .defaultIfEmpty(Optional.empty())
                .flatMap(name -> chain.filter(identified(exchange, name)));
    }

    private static ServerWebExchange identified(ServerWebExchange exchange, Optional<String> name) {
        HttpHeaders headers = HttpHeaders.copyOf(exchange.getRequest().getHeaders());
        headers.remove(USER_ID);
        name.map(CallerIdentity::encoded).ifPresent(id -> headers.set(USER_ID, id));
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, "Basic", 0, 5)) {
            headers.remove(HttpHeaders.AUTHORIZATION);
        }
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
