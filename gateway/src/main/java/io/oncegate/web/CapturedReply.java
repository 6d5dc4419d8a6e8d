package io.oncegate.web;

import io.oncegate.core.IdempotencyKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A first answer as the upstream and the inner filters made it, all of its headers included.
 *
 * @param outcome one word for it
 * @param key echoed
 * @param capture what was written
 * @param stream the body, where it is not held
 */
record CapturedReply(
        String outcome, IdempotencyKey key, ResponseCapture capture, Optional<ResponseCapture.Stream> stream)
        implements Reply {

    int status() {
        return status(capture);
    }

    static int status(ResponseCapture capture) {
        @Nullable HttpStatusCode status = capture.getStatusCode();
        return status == null ? 200 : status.value();
    }

    boolean isBodiless() {
        return Replies.isBodiless(status());
    }

    @Override
    public Mono<Void> writeTo(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            discard();
            return Mono.empty();
        }
        response.setStatusCode(HttpStatusCode.valueOf(status()));
        capture.fields().replace(response);
        ResponseFields.covered(response, key);
        capture.getCookies().values().forEach(cookies -> cookies.forEach(response::addCookie));
        if (stream.isPresent()) {
            return stream.get().writer().apply(response);
        }
        response.getHeaders().remove(HttpHeaders.TRANSFER_ENCODING);
        return Replies.writeBody(response, status(), capture.body());
    }

    @Override
    public void discard() {
        stream.ifPresent(it -> it.discard().run());
    }
}
