package io.oncegate.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * An execution whose lease is renewed for as long as it goes on, and not a moment longer: with its end, and before anybody hears
 * of that, the renewals end too. A renewal that fails is nothing to the execution; the next one may succeed.
 *
 * <p>One step in place of seven operators, since every first request has one; hardly any is there yet when the first renewal is due.
 */
final class LeasedExecution extends BaseSubscriber<Ending> {

    private final MonoSink<Ending> sink;
    private final Supplier<Mono<Settlement>> renewal;
    private final long everyNanos;
    private final Scheduler scheduler;
    private final Disposable.Swap next = Disposables.swap();
    private final Disposable.Swap renewing = Disposables.swap();
    private final AtomicBoolean busy = new AtomicBoolean();

    private LeasedExecution(
            MonoSink<Ending> sink, Supplier<Mono<Settlement>> renewal, Duration every, Scheduler scheduler) {
        this.sink = sink;
        this.renewal = renewal;
        this.everyNanos = every.toNanos();
        this.scheduler = scheduler;
    }

    /**
     * Starts the execution when subscribed to.
     *
     * @param execution emits the one ending, and does not fail
     * @param renewal renews the lease once
     * @param every how long after its start, and after each renewal was due, the next one is
     */
    static Mono<Ending> of(
            Mono<Ending> execution, Supplier<Mono<Settlement>> renewal, Duration every, Scheduler scheduler) {
        return Mono.create(sink -> {
            LeasedExecution leased = new LeasedExecution(sink, renewal, every, scheduler);
            sink.onDispose(leased);
            leased.setNext();
            execution.subscribe(leased);
        });
    }

    private void setNext() {
        next.update(scheduler.schedule(this::due, everyNanos, TimeUnit.NANOSECONDS));
    }

    private void due() {
        setNext();
        // one at a time: a store that takes so long for a renewal is not helped by a second
        if (busy.compareAndSet(false, true)) {
            renewing.update(renewal.get()
                    .onErrorComplete()
                    .doFinally(signal -> busy.set(false))
                    .subscribe());
        }
    }

    @Override
    public Context currentContext() {
        return Context.of(sink.contextView());
    }

    @Override
    protected void hookOnNext(Ending ending) {
        endRenewals();
        sink.success(ending);
    }

    @Override
    protected void hookOnComplete() {
        endRenewals();
        sink.success();
    }

    @Override
    protected void hookOnError(Throwable failure) {
        endRenewals();
        sink.error(failure);
    }

    @Override
    protected void hookOnCancel() {
        endRenewals();
    }

    /** What is set from now on is disposed of at once. */
    private void endRenewals() {
        next.dispose();
        renewing.dispose();
    }
}
