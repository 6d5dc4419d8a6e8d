package io.oncegate.web;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBuffer;
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

    /** Is told how reading ended, before anybody goes on from there. */
    interface Reading {

        /** That many bytes are held now. */
        void read(byte[] body);

        /** Nothing is: too large, broken, or the client has left. */
        void gaveUp();
    }

    /**
     * Reads the body.
     *
     * @return its bytes; empty if they are more than {@code limit}. Fails with {@link IllegalStateException} if somebody
     *     has read it before: a fingerprint of nothing would take any two requests for one
     */
    static Mono<Optional<byte[]>> read(ServerHttpRequest request, int limit, Reading reading) {
        long announced = request.getHeaders().getContentLength();
        return Mono.create(sink -> {
            if (announced > limit) {
                reading.gaveUp();
                sink.success(Optional.empty());
                return;
            }
            Collector collector = new Collector(sink, reading, limit, (int) announced);
            sink.onDispose(collector);
            request.getBody().subscribe(collector);
        });
    }

    private static final class Collector extends BaseSubscriber<DataBuffer> {

        private static final byte[] EMPTY = {};

        private final MonoSink<Optional<byte[]>> sink;
        private final Reading reading;
        private final int limit;
        private final int announced;
        private byte[] bytes = EMPTY;
        private int size;

        Collector(MonoSink<Optional<byte[]>> sink, Reading reading, int limit, int announced) {
            this.sink = sink;
            this.reading = reading;
            this.limit = limit;
            this.announced = announced;
        }

        @Override
        public Context currentContext() {
            return Context.of(sink.contextView());
        }

        @Override
        protected void hookOnNext(DataBuffer buffer) {
            int more = buffer.readableByteCount();
            try {
                if (more > limit - size) {
                    cancel();
                    sink.success(Optional.empty());
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
                reading.gaveUp();
                sink.error(new IllegalStateException(
                        "the request's body was read before the IdempotencyKey filter could fingerprint it"));
            } else {
                byte[] body = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
                reading.read(body);
                sink.success(Optional.of(body));
            }
        }

        @Override
        protected void hookOnError(Throwable failure) {
            reading.gaveUp();
            sink.error(failure);
        }

        @Override
        protected void hookOnCancel() {
            reading.gaveUp();
        }
    }
}
