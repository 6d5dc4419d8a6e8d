package io.oncegate.web;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;

/** A retry that is held back, from its first line to its answer or to its going on. */
final class HeldRetry {

    private static final Logger LOG = LoggerFactory.getLogger(HeldRetry.class);

    private final EarlyRetry retry;
    private final byte[] body;
    private int length;
    private int messages = 1;
    private boolean whole;
    private @Nullable Asking asking;

    HeldRetry(EarlyRetry retry) {
        this.retry = retry;
        this.body = new byte[retry.length()];
    }

    /** How many messages it has come in so far. */
    int messages() {
        return messages;
    }

    /** Whether all of it is there. */
    boolean isWhole() {
        return whole;
    }

    boolean isAsked() {
        return asking != null;
    }

    /** Takes what follows the first line. Says whether it is what was announced. */
    boolean take(Object message) {
        messages++;
        if (!(message instanceof HttpContent content)
                || content.decoderResult().isFailure()
                || !copied(content.content())) {
            return false;
        }
        whole = message instanceof LastHttpContent;
        return !whole || length == body.length;
    }

    private boolean copied(ByteBuf content) {
        int more = content.readableBytes();
        if (more > body.length - length) {
            return false;
        }
        content.getBytes(content.readerIndex(), body, length, more);
        length += more;
        return true;
    }

    /**
     * Asks for its answer.
     *
     * @param executor where the connection is at home, and where {@code ending} is told
     * @param ending takes the answer, or null where there is none; it may be told at once, and is not told any more after
     *     {@link #end}, unless it was about to be
     */
    void ask(Executor executor, Consumer<@Nullable Supplier<FullHttpResponse>> ending) {
        Asking started = new Asking(executor, ending);
        asking = started;
        try {
            retry.ask(body).subscribe(started);
        } catch (RuntimeException e) {
            started.onError(e);
        }
    }

    void end() {
        if (asking != null) {
            asking.cancel();
        }
        retry.end();
    }

    private static final class Asking extends BaseSubscriber<Supplier<FullHttpResponse>> {

        private final Executor executor;
        private final Consumer<@Nullable Supplier<FullHttpResponse>> ending;
        private boolean heard;

        Asking(Executor executor, Consumer<@Nullable Supplier<FullHttpResponse>> ending) {
            this.executor = executor;
            this.ending = ending;
        }

        @Override
        protected void hookOnNext(Supplier<FullHttpResponse> answer) {
            heard = true;
            executor.execute(() -> ending.accept(answer));
        }

        @Override
        protected void hookOnComplete() {
            if (!heard) {
                executor.execute(() -> ending.accept(null));
            }
        }

        @Override
        protected void hookOnError(Throwable failure) {
            LOG.debug("a request is not answered early", failure);
            executor.execute(() -> ending.accept(null));
        }
    }
}
