package io.oncegate.web;

import java.util.Arrays;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/** Reads a request's body once, up to a limit, onto the heap: from there it can be fingerprinted, sent and sent again. */
final class RequestBody {

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
        return Mono.create(sink -> {
            Collector collector = new Collector(sink, limit, (int) announced);
            sink.onDispose(collector);
            request.getBody().subscribe(collector);
        });
    }

    private static final class Collector extends BaseSubscriber<DataBuffer> {

        private static final byte[] EMPTY = {};

        private final MonoSink<byte[]> sink;
        private final int limit;
        private final int announced;
        private byte[] bytes = EMPTY;
        private int size;

        Collector(MonoSink<byte[]> sink, int limit, int announced) {
            this.sink = sink;
            this.limit = limit;
            this.announced = announced;
        }

        @Override
        public Context currentContext() {
            return Context.of(sink.contextView());
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            requestUnbounded();
        }

        @Override
        protected void hookOnNext(DataBuffer buffer) {
            int more = buffer.readableByteCount();
            try {
                if (more > limit - size) {
                    cancel();
                    sink.error(new DataBufferLimitException("the body has more than " + limit + " bytes"));
                } else {
                    makeRoom(more);
                    buffer.read(bytes, size, more);
                    size += more;
                }
            } finally {
                DataBufferUtils.release(buffer);
            }
        }

        /** At once for all that is announced; otherwise twice as much each time. */
        private void makeRoom(int more) {
            if (size + more > bytes.length) {
                int grown = (int) Math.min(limit, Math.max(2L * bytes.length, size + more));
                bytes = Arrays.copyOf(bytes, Math.max(announced, grown));
            }
        }

        @Override
        protected void hookOnComplete() {
            if (announced >= 0 && announced != size) {
                sink.error(new IllegalStateException(
                        "the request's body was read before the IdempotencyKey filter could fingerprint it"));
            } else {
                sink.success(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
            }
        }

        @Override
        protected void hookOnError(Throwable failure) {
            sink.error(failure);
        }
    }
}
