package io.oncegate.web;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.EventExecutor;
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
    private boolean ended;
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
     * @param loop where the connection is at home, and where {@code ending} is told
     * @param ending takes the answer, or null where there is none; it may be told at once, and is not told any more after
     *     {@link #end}
     */
    void ask(EventExecutor loop, Consumer<@Nullable FullHttpResponse> ending) {
        Asking started = new Asking(loop, ending);
        asking = started;
        try {
            retry.ask(body).subscribe(started);
        } catch (RuntimeException e) {
            started.onError(e);
        }
    }

    void end() {
        ended = true;
        if (asking != null) {
            asking.cancel();
        }
        retry.end();
    }

    private final class Asking extends BaseSubscriber<Supplier<FullHttpResponse>> {

        private final EventExecutor loop;
        private final Consumer<@Nullable FullHttpResponse> ending;
        private boolean heard;

        Asking(EventExecutor loop, Consumer<@Nullable FullHttpResponse> ending) {
            this.loop = loop;
            this.ending = ending;
        }

        @Override
        protected void hookOnNext(Supplier<FullHttpResponse> answer) {
            heard = true;
            tell(answer);
        }

        @Override
        protected void hookOnComplete() {
            if (!heard) {
                tell(null);
            }
        }

        @Override
        protected void hookOnError(Throwable failure) {
            LOG.debug("a request is not answered early", failure);
            tell(null);
        }

        private void tell(@Nullable Supplier<FullHttpResponse> answer) {
            if (loop.inEventLoop()) {
                tellHere(answer);
            } else {
                loop.execute(() -> tellHere(answer));
            }
        }

        private void tellHere(@Nullable Supplier<FullHttpResponse> answer) {
            // the client may have left while this was on its way
            if (!ended) {
                ending.accept(made(answer));
            }
        }

        private static @Nullable FullHttpResponse made(@Nullable Supplier<FullHttpResponse> answer) {
            try {
                return answer == null ? null : answer.get();
            } catch (RuntimeException e) {
                LOG.debug("a request is not answered early", e);
                return null;
            }
        }
    }
}
