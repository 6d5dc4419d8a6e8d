package io.oncegate.web;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Reads a request's body once, up to a limit, onto the heap: from there it can be fingerprinted, sent and sent again. */
final class RequestBody {

    private static final byte[] EMPTY = {};

    private RequestBody() {}

    /** How many bytes the body has at most: as many as are announced, else the limit. */
    static long atMost(ServerHttpRequest request, int limit) {
        long announced = request.getHeaders().getContentLength();
        return announced < 0 ? limit : Math.min(announced, limit);
    }

    /**
     * Reads the body.
     *
     * @return its bytes, at most {@code limit}; fails with {@link DataBufferLimitException} if there are more, and with
     *     {@link IllegalStateException} if somebody has read it before: a fingerprint of nothing would take any two
     *     requests for one
     */
    static Mono<byte[]> read(ServerHttpRequest request, int limit) {
        long announced = request.getHeaders().getContentLength();
        if (announced > limit) {
            return Mono.error(new DataBufferLimitException("the body is announced with " + announced + " bytes"));
        }
        return DataBufferUtils.join(request.getBody(), limit)
                .map(RequestBody::onHeap)
                .defaultIfEmpty(EMPTY)
                .filter(body -> announced < 0 || announced == body.length)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(
                        "the request's body was read before the IdempotencyKey filter could fingerprint it")));
    }

    private static byte[] onHeap(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }
}
