package io.oncegate.web;

import io.oncegate.core.Answer;
import io.oncegate.core.IdempotencyKey;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** The replies that do not come straight from the upstream. */
final class Replies {

    private Replies() {}

    /** A kept answer once more: same status, same kept headers, same body bytes (contract 1). */
    static Reply replay(IdempotencyKey key, Answer.Kept answer) {
        return Reply.of(Outcomes.REPLAYED, exchange -> {
            ServerHttpResponse response = exchange.getResponse();
            if (response.isCommitted()) {
                return Mono.empty();
            }
            fill(response, key, answer);
            return body(response, answer.status(), answer.body());
        });
    }

    /** All of a kept answer but its body. */
    static void fill(ServerHttpResponse response, IdempotencyKey key, Answer.Kept answer) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        HttpHeaders headers = response.getHeaders();
        for (Answer.Header header : answer.headers()) {
            headers.add(header.name(), header.value());
        }
        headers.set(FieldNames.IDEMPOTENT_REPLAYED, "true");
        ResponseFields.covered(response, key);
        lengthOf(response, answer.status(), answer.body());
    }

    /** One of the gateway's own answers on a request whose key is known. */
    static Reply problem(ProblemResponses problems, IdempotencyKey key, ProblemResponses.Draft draft) {
        return Reply.of(draft.problem().code(), exchange -> {
            exchange.getResponse().getHeaders().set(FieldNames.IDEMPOTENCY_KEY, key.value());
            return problems.write(exchange, draft);
        });
    }

    /** Lets the request through and says so. With the client's own response: what runs unprotected is not detached. */
    static Reply bypassed(IdempotencyKey key, GatewayFilterChain chain, CoveredRequest request) {
        return Reply.of(Outcomes.BYPASSED, exchange -> {
            exchange.getResponse().beforeCommit(() -> {
                ResponseFields.covered(exchange.getResponse(), key);
                exchange.getResponse().getHeaders().set(FieldNames.IDEMPOTENCY_STATUS, "bypassed");
                return Mono.empty();
            });
            return chain.filter(exchange.mutate().request(request).build());
        });
    }

    /** Statuses that have no body, and so no length of one (RFC 9110, 6.4.1). */
    static boolean isBodiless(int status) {
        return status < 200 || status == 204 || status == 304;
    }

    static Mono<Void> writeBody(ServerHttpResponse response, int status, byte[] body) {
        lengthOf(response, status, body);
        return body(response, status, body);
    }

    private static void lengthOf(ServerHttpResponse response, int status, byte[] body) {
        if (isBodiless(status)) {
            response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        } else {
            response.getHeaders().setContentLength(body.length);
        }
    }

    private static Mono<Void> body(ServerHttpResponse response, int status, byte[] body) {
        return body.length == 0 || isBodiless(status)
                ? response.setComplete()
                : response.writeWith(
                        Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
