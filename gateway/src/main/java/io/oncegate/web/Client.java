package io.oncegate.web;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The client's end of a detached exchange: takes the one reply, or is gone. The exchange never depends on it.
 */
final class Client {

    private final Sinks.One<Reply> reply = Sinks.one();
    private final Sinks.Empty<Void> cut = Sinks.empty();
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile @Nullable Reply offered;
    private volatile boolean gone;

    /** Whether nobody waits for a reply any more. */
    boolean isGone() {
        return gone;
    }

    /** Hands over a reply; the first one counts, and one that comes too late is let go of. Says which it was. */
    boolean reply(Reply it) {
        if (reply.tryEmitValue(it).isFailure()) {
            it.discard();
            return false;
        }
        offered = it;
        // the client may have left between any two of these lines, and then one of the two lets go
        if (gone) {
            letGo();
        }
        return true;
    }

    /** Nothing will reply any more: where nothing has, the client's request fails. */
    void end() {
        if (offered == null) {
            fail(new IllegalStateException("the exchange ended without a reply"));
        }
    }

    /** Ends the client's request with the gateway's own treatment of errors. */
    void fail(Throwable failure) {
        reply.tryEmitError(failure);
    }

    /** The client's side: cancelling it is how a client leaves. */
    Mono<Void> receive(ServerWebExchange exchange) {
        return reply.asMono()
                .doOnCancel(this::leave)
                .flatMap(it -> taken.compareAndSet(false, true) ? write(it, exchange) : Mono.empty());
    }

    /** Fails when the exchange is to end, with or without a reply. */
    Mono<Void> cut() {
        return cut.asMono();
    }

    /** Ends the exchange, as far as it lets itself be ended. */
    void cutOff() {
        cut.tryEmitError(new ExchangeCutOffException());
    }

    /** Emits when a reply was handed over. */
    Mono<Reply> replied() {
        return reply.asMono();
    }

    private static Mono<Void> write(Reply reply, ServerWebExchange exchange) {
        Outcomes.mark(exchange, reply.outcome());
        return reply.writeTo(exchange);
    }

    private void leave() {
        gone = true;
        letGo();
    }

    private void letGo() {
        Reply it = offered;
        if (it != null && taken.compareAndSet(false, true)) {
            it.discard();
        }
    }
}
