package io.oncegate.core;

import io.oncegate.core.IdempotencyListener.Operation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * One call of the store, under way: ends with its answer, its failure or its deadline, whichever comes first, and tells of
 * it. One step in place of the five operators that would do the same, since every request makes one such call or two.
 */
final class StoreCall<T> extends BaseSubscriber<T> {

    /**
     * What tells calls apart.
     *
     * @param id the entry
     * @param operation what is asked
     */
    record Question(EntryId id, Operation operation) {}

    private final MonoSink<T> sink;
    private final Question question;
    private final Telling listener;
    private final Scheduler scheduler;
    private final long asked;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Disposable.Swap deadline = Disposables.swap();

    private StoreCall(MonoSink<T> sink, Question question, Telling listener, Scheduler scheduler) {
        this.sink = sink;
        this.question = question;
        this.listener = listener;
        this.scheduler = scheduler;
        this.asked = scheduler.now(TimeUnit.NANOSECONDS);
    }

    /** Asks when subscribed to. A store that throws failed like any other, and must not end what it interrupts. */
    static <T> Mono<T> of(
            Supplier<Mono<T>> store, Question question, Duration longest, Telling listener, Scheduler scheduler) {
        return Mono.create(sink -> {
            StoreCall<T> call = new StoreCall<>(sink, question, listener, scheduler);
            call.deadline.update(scheduler.schedule(call::late, longest.toNanos(), TimeUnit.NANOSECONDS));
            sink.onDispose(call);
            answer(store).subscribe(call);
        });
    }

    private static <T> Mono<T> answer(Supplier<Mono<T>> store) {
        try {
            return store.get();
        } catch (RuntimeException e) {
            return Mono.error(e);
        }
    }

    @Override
    public Context currentContext() {
        return Context.of(sink.contextView());
    }

    @Override
    protected void hookOnNext(T value) {
        if (end()) {
            sink.success(value);
        }
    }

    @Override
    protected void hookOnComplete() {
        if (end()) {
            sink.success();
        }
    }

    @Override
    protected void hookOnError(Throwable failure) {
        fail(failure);
    }

    @Override
    protected void hookOnCancel() {
        deadline.dispose();
    }

    private void late() {
        fail(new TimeoutException("the store did not answer in time"));
        cancel();
    }

    private void fail(Throwable failure) {
        if (end()) {
            listener.tell(it -> it.storeFailed(question.id(), question.operation(), failure));
            sink.error(failure);
        }
    }

    /** Whether this is the first end. */
    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        deadline.dispose();
        // a clock that is set back must not look like less than no time
        long nanos = Math.max(0, scheduler.now(TimeUnit.NANOSECONDS) - asked);
        listener.tell(it -> it.storeAsked(question.operation(), nanos));
        return true;
    }
}
