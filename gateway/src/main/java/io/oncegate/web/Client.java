package io.oncegate.web;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The client's end of a detached exchange: takes the one reply, or is gone. The exchange never depends on it.
 */
final class Client {

    private final Sinks.One<Reply> reply = Sinks.one();
    private volatile boolean gone;

    /** Whether nobody waits for a reply any more. */
    boolean isGone() {
        return gone;
    }

    /** Hands over a reply; the first one counts, and one that comes too late is let go of. */
    void reply(Reply it) {
        if (gone || reply.tryEmitValue(it).isFailure()) {
            it.discard();
        }
    }

    /** Ends the client's request with the gateway's own treatment of errors. */
    void fail(Throwable failure) {
        reply.tryEmitError(failure);
    }

    /** The client's side: cancelling it is how a client leaves. */
    Mono<Void> receive(ServerWebExchange exchange) {
        return reply.asMono().doOnCancel(() -> gone = true).flatMap(it -> it.writeTo(exchange));
    }

    /** Emits when a reply was handed over. */
    Mono<Reply> replied() {
        return reply.asMono();
    }
}
