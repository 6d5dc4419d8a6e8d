package io.oncegate.web;

import io.oncegate.core.IdempotencyKey;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;

/** The fields that every covered answer carries or must not carry. */
final class ResponseFields {

    private static final List<String> EXPOSED = List.of(
            FieldNames.IDEMPOTENCY_KEY,
            FieldNames.IDEMPOTENT_REPLAYED,
            FieldNames.IDEMPOTENCY_STATUS,
            HttpHeaders.LOCATION,
            HttpHeaders.RETRY_AFTER);

    private ResponseFields() {}

    /** Echoes the key, and drops what is between gateway and upstream or is the gateway's own to say. */
    static void covered(ServerHttpResponse response, IdempotencyKey key) {
        HttpHeaders headers = response.getHeaders();
        headers.remove(FieldNames.IDEMPOTENCY_DISPOSITION);
        headers.remove(FieldNames.IDEMPOTENCY_STATUS);
        headers.set(FieldNames.IDEMPOTENCY_KEY, key.value());
        expose(headers);
    }

    /** Where CORS is on for this request, lets the page's script read our fields. */
    static void expose(HttpHeaders headers) {
        if (!headers.containsHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            return;
        }
        List<String> already = headers.getAccessControlExposeHeaders();
        EXPOSED.stream()
                .filter(name -> already.stream().noneMatch(name::equalsIgnoreCase))
                .forEach(name -> headers.add(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, name));
    }
}
