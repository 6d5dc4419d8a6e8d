package io.oncegate.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/**
 * The client's end of a detached exchange: takes the one reply, or is gone. The exchange never depends on it.
 */
final class Client {

    private final Runnable onEnd;
    private final AtomicReference<Reply> offered = new AtomicReference<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Sinks.Empty<Void> cut = Sinks.empty();
    private volatile @Nullable Receiver receiver;
    private volatile Sinks.@Nullable Empty<Void> replied;
    private volatile boolean gone;

    /** @param onEnd told once, when the client has been replied to or has left */
    Client(Runnable onEnd) {
        this.onEnd = onEnd;
    }

    /** Whether nobody waits for a reply any more. */
    boolean isGone() {
        return gone;
    }

    /** Hands over a reply; the first one counts, and one that comes too late is let go of. Says which it was. */
    boolean reply(Reply it) {
        if (!offered.compareAndSet(null, it)) {
            it.discard();
            return false;
        }
        Sinks.Empty<Void> told = replied;
        if (told != null) {
            told.tryEmitEmpty();
        }
        deliver();
        // the client may have left between any two of these lines, and then one of the two lets go
        if (gone) {
            letGo();
        }
        return true;
    }

    /** Nothing will reply any more: where nothing has, the client's request fails. */
    void end() {
        if (offered.get() == null) {
            fail(new IllegalStateException("the exchange ended without a reply"));
        }
    }

    /** Ends the client's request with the gateway's own treatment of errors. */
    void fail(Throwable failure) {
        reply(new Failed(failure));
    }

    /** The client's side: cancelling it is how a client leaves. Subscribed to once. */
    Mono<Void> receive(ServerWebExchange exchange) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Void> actual) {
                Receiver it = new Receiver(actual, exchange);
                actual.onSubscribe(it);
                receiver = it;
                // whoever comes second, the reply or the receiver, finds both
                deliver();
            }
        };
    }

    /** Fails when the exchange is to end, with or without a reply. */
    Mono<Void> cut() {
        return cut.asMono();
    }

    /** Ends the exchange, as far as it lets itself be ended. */
    void cutOff() {
        cut.tryEmitError(new ExchangeCutOffException());
    }

    /** Completes when a reply was handed over. */
    Mono<Void> replied() {
        Sinks.Empty<Void> told = Sinks.empty();
        replied = told;
        if (offered.get() != null) {
            told.tryEmitEmpty();
        }
        return told.asMono();
    }

    private void deliver() {
        @Nullable Receiver to = receiver;
        @Nullable Reply it = offered.get();
        if (to != null && it != null && !gone && taken.compareAndSet(false, true)) {
            to.take(it);
        }
    }

    private void letGo() {
        @Nullable Reply it = offered.get();
        if (it != null && taken.compareAndSet(false, true)) {
            it.discard();
        }
    }

    /** What the client gets where there is nothing to reply. */
    private record Failed(Throwable failure) implements Reply {

        @Override
        public String outcome() {
            return "failed";
        }

        @Override
        public Mono<Void> writeTo(ServerWebExchange exchange) {
            return Mono.error(failure);
        }
    }

    private void ended() {
        if (ended.compareAndSet(false, true)) {
            onEnd.run();
        }
    }

    /** The subscriber of the client's side. One step in place of four operators, since every request has one. */
    private final class Receiver implements Subscription {

        private final Writing writing;

        Receiver(CoreSubscriber<? super Void> actual, ServerWebExchange exchange) {
            this.writing = new Writing(actual, exchange);
        }

        void take(Reply reply) {
            writing.start(reply);
        }

        @Override
        public void request(long n) {
            // nothing is emitted
        }

        @Override
        public void cancel() {
            gone = true;
            letGo();
            writing.cancel();
            ended();
        }
    }

    /** Writes the reply, unless the client leaves before or meanwhile. */
    private final class Writing extends BaseSubscriber<Void> {

        private final CoreSubscriber<? super Void> actual;
        private final ServerWebExchange exchange;
        /** Asked for once: each operator of the writing asks anew, and each of those around the client's side passes that on. */
        private final Context context;

        Writing(CoreSubscriber<? super Void> actual, ServerWebExchange exchange) {
            this.actual = actual;
            this.context = actual.currentContext();
            this.exchange = exchange;
        }

        void start(Reply reply) {
            if (!(reply instanceof Failed)) {
                Outcomes.mark(exchange, reply.outcome());
            }
            // one that throws fails the client's request, and not whoever replies
            Mono.defer(() -> reply.writeTo(exchange)).subscribe(this);
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        protected void hookOnComplete() {
            actual.onComplete();
        }

        @Override
        protected void hookOnError(Throwable failure) {
            actual.onError(failure);
        }

        @Override
        protected void hookFinally(SignalType signal) {
            ended();
        }
    }
}
