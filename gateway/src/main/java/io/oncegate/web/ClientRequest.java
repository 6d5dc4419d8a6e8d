package io.oncegate.web;

import io.oncegate.core.RequestContent;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/** What a client's request says, and what it has no say in. */
final class ClientRequest {

    private ClientRequest() {}

    /**
     * The exchange without the fields that only the gateway or the upstream may set (contract 6).
     *
     * @param header the route's header for the key; where it is another, {@code Idempotency-Key} has no meaning either
     */
    static ServerWebExchange ownFieldsOnly(ServerWebExchange exchange, String header) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        boolean otherHeader = !header.equalsIgnoreCase(FieldNames.IDEMPOTENCY_KEY);
        if (!hasForeign(headers) && !(otherHeader && headers.containsHeader(FieldNames.IDEMPOTENCY_KEY))) {
            return exchange;
        }
        return exchange.mutate()
                .request(request -> request.headers(it -> {
                    FieldNames.NOT_THE_CLIENTS.forEach(it::remove);
                    if (otherHeader) {
                        it.remove(FieldNames.IDEMPOTENCY_KEY);
                    }
                }))
                .build();
    }

    private static boolean hasForeign(HttpHeaders headers) {
        for (String name : FieldNames.NOT_THE_CLIENTS) {
            if (headers.containsHeader(name)) {
                return true;
            }
        }
        return false;
    }

    /** What a retry is compared by: before any filter of the route has rewritten it. */
    static RequestContent content(ServerHttpRequest request, byte[] body) {
        String query = request.getURI().getRawQuery();
        String path = request.getURI().getRawPath();
        return new RequestContent(
                request.getMethod().name(),
                query == null ? path : path + "?" + query,
                Optional.ofNullable(request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE))
                        .orElse(""),
                body);
    }
}
