package io.oncegate.autoconfigure;

import io.oncegate.core.IdempotencyEngine;
import io.oncegate.web.DetachedExchanges;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Owns what goes on besides the requests, and at the end waits for what runs on without a client: the server's own
 * graceful shutdown knows nothing of that.
 */
final class IdempotencyLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyLifecycle.class);

    /** After the server's graceful shutdown, when nobody begins anything, and before it and its connections are gone. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024 - 512;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    private final IdempotencyEngine engine;
    private final DetachedExchanges exchanges;
    private final Duration drainTimeout;
    private final Duration storeTimeout;
    private final Disposable.Swap background = Disposables.swap();
    private volatile boolean running;

    IdempotencyLifecycle(
            IdempotencyEngine engine, DetachedExchanges exchanges, Duration drainTimeout, Duration storeTimeout) {
        this.engine = engine;
        this.exchanges = exchanges;
        this.drainTimeout = drainTimeout;
        this.storeTimeout = storeTimeout;
    }

    @Override
    public void start() {
        background.update(engine.background()
                .subscribe(
                        ignored -> {},
                        failure -> LOG.error(
                                "waiters are not woken and late writes not repeated any more: {}",
                                failure.toString())));
        running = true;
    }

    @Override
    public void stop(Runnable callback) {
        exchanges
                .drain(drainTimeout)
                .then(Mono.defer(this::lateWritesDone))
                .doFinally(end -> {
                    stop();
                    callback.run();
                })
                .subscribe();
    }

    @Override
    public void stop() {
        background.update(Disposables.disposed());
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** A store that is away is not waited for: what it could not be told is an unknown outcome once the lease is over. */
    private Mono<Void> lateWritesDone() {
        return Flux.interval(Duration.ZERO, BETWEEN_LOOKS)
                .onBackpressureDrop()
                .takeUntil(tick -> engine.lateWrites() == 0)
                .takeUntilOther(Mono.delay(storeTimeout.multipliedBy(2)))
                .then();
    }
}
