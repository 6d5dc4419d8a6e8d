package io.oncegate.web;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

/**
 * Stands in for the client's response towards the inner filters and takes what they write, whichever of the three ways
 * they use, up to a limit. Nothing reaches the client from here: an answer is acknowledged only once it is stored.
 *
 * <p>An answer over the limit, or one that is written piece by piece to be flushed, becomes a {@link Stream}: its bytes
 * pass through as the client takes them and are never held whole.
 */
final class ResponseCapture extends AbstractServerHttpResponse {

    /**
     * A body that is not held.
     *
     * @param writer writes it to a response; called once or not at all
     * @param discard lets go of it instead
     */
    record Stream(Function<ServerHttpResponse, Mono<Void>> writer, Runnable discard) {}

    private final ServerHttpResponse client;
    private final int limit;
    private final Consumer<Stream> onStream;
    private final IntConsumer onHeld;
    private final MessageFields fields;
    private final List<byte[]> chunks = new ArrayList<>();
    private int size;

    /**
     * @param client the response to stand in for; its headers so far are copied, so that inner filters see them
     * @param limit the largest body to hold, in bytes
     * @param onStream told when the body turns out to be a stream; status and headers are final by then
     * @param onHeld told how many bytes more are held, or fewer
     */
    ResponseCapture(ServerHttpResponse client, int limit, Consumer<Stream> onStream, IntConsumer onHeld) {
        this(client, limit, onStream, onHeld, MessageFields.of(client.getHeaders()));
    }

    private ResponseCapture(
            ServerHttpResponse client, int limit, Consumer<Stream> onStream, IntConsumer onHeld, MessageFields fields) {
        super(client.bufferFactory(), fields);
        this.fields = fields;
        this.client = client;
        this.limit = limit;
        this.onStream = onStream;
        this.onHeld = onHeld;
    }

    /** The body, complete once the inner filters have completed. */
    byte[] body() {
        if (chunks.size() == 1) {
            return chunks.get(0);
        }
        byte[] body = new byte[size];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, body, at, chunk.length);
            at += chunk.length;
        }
        return body;
    }

    int size() {
        return size;
    }

    /** The same as {@link #getHeaders}, which wraps them once they are final. */
    MessageFields fields() {
        return fields;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
    public <T> T getNativeResponse() {
        return ServerHttpResponseDecorator.getNativeResponse(client);
    }

    @Override
    protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
        return Mono.create(written -> {
            Collector collector = new Collector(written);
            written.onDispose(collector::abandon);
            body.subscribe(collector);
        });
    }

    /** Whoever wants each piece flushed is streaming: server-sent events and their like. */
    @Override
    protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        Sinks.Empty<Void> written = Sinks.empty();
        Sinks.Empty<Void> cut = Sinks.empty();
        onStream.accept(new Stream(
                response -> response.writeAndFlushWith(Flux.from(body).takeUntilOther(cut.asMono()))
                        .doFinally(signal -> written.tryEmitEmpty()),
                () -> {
                    letGo(Flux.from(body).concatMap(piece -> piece));
                    written.tryEmitEmpty();
                }));
        return written.asMono().doOnCancel(() -> cut.tryEmitError(cutOff()));
    }

    /** A body that is not even asked for would hold its connection for ever: takes it, and drops it at once. */
    private static void letGo(Flux<? extends DataBuffer> body) {
        body.subscribe(DataBufferUtils.releaseConsumer(), ignored -> {}).dispose();
    }

    /** An error, because a stream that is cut off must not look whole to its client. */
    private static CancellationException cutOff() {
        return new CancellationException("the exchange was cut off");
    }

    @Override
    protected void applyStatusCode() {
        // read from here when the answer is judged
    }

    @Override
    protected void applyHeaders() {
        // read from here when the answer is judged
    }

    @Override
    protected void applyCookies() {
        // read from here when the answer is judged
    }

    /** Collects up to the limit; over it, passes on the same subscription at the client's pace. */
    private final class Collector extends BaseSubscriber<DataBuffer> {

        private final MonoSink<Void> written;
        /** Only where the body turns out to be one: its queue is larger than most answers. */
        private volatile Sinks.@Nullable Many<DataBuffer> stream;

        Collector(MonoSink<Void> written) {
            this.written = written;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        protected void hookOnNext(DataBuffer buffer) {
            Sinks.Many<DataBuffer> passedOn = stream;
            if (passedOn != null) {
                emit(passedOn, buffer);
            } else if (buffer.readableByteCount() > limit - size) {
                startStreaming(buffer);
            } else {
                collect(buffer);
                request(1);
            }
        }

        @Override
        protected void hookOnComplete() {
            Sinks.Many<DataBuffer> passedOn = stream;
            if (passedOn != null) {
                passedOn.tryEmitComplete();
            }
            written.success();
        }

        @Override
        protected void hookOnError(Throwable failure) {
            fail(failure);
            written.error(failure);
        }

        /** The inner filters were cut off: by a time limit, or at the end of everything. */
        void abandon() {
            // at an ordinary end, or when the client has left, there is nobody to tell
            if (!isDisposed()) {
                cancel();
                fail(cutOff());
            }
        }

        private void fail(Throwable failure) {
            Sinks.Many<DataBuffer> passedOn = stream;
            if (passedOn != null) {
                passedOn.tryEmitError(failure);
            }
        }

        private void collect(DataBuffer buffer) {
            byte[] chunk = new byte[buffer.readableByteCount()];
            buffer.read(chunk);
            DataBufferUtils.release(buffer);
            if (chunk.length > 0) {
                chunks.add(chunk);
                size += chunk.length;
                onHeld.accept(chunk.length);
            }
        }

        private void startStreaming(DataBuffer buffer) {
            Sinks.Many<DataBuffer> passedOn = Sinks.many().unicast().onBackpressureBuffer();
            stream = passedOn;
            byte[] head = body();
            chunks.clear();
            onHeld.accept(-size);
            emit(passedOn, buffer);
            Flux<DataBuffer> tail = passedOn.asFlux()
                    .doOnRequest(this::request)
                    .doOnCancel(this::leave)
                    .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
            Flux<DataBuffer> whole = head.length == 0
                    ? tail
                    : tail.startWith(Mono.fromSupplier(() -> bufferFactory().wrap(head)));
            onStream.accept(new Stream(response -> response.writeWith(whole), () -> letGo(tail)));
        }

        private static void emit(Sinks.Many<DataBuffer> passedOn, DataBuffer buffer) {
            if (passedOn.tryEmitNext(buffer).isFailure()) {
                DataBufferUtils.release(buffer);
            }
        }

        /** The client is gone, and the fact is stored: nobody needs the rest. */
        private void leave() {
            cancel();
            written.success();
        }
    }
}
