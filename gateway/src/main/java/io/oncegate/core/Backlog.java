package io.oncegate.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;
import reactor.util.retry.Retry;

/**
 * What the store could not be told when it happened, told later: tried again until it lands or its time is over. A few
 * at a time, however many there are, so that a store that comes back is not met by all at once.
 */
final class Backlog {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int AT_A_TIME = 16;

    /**
     * A write that is late.
     *
     * @param write tells the store, once each time it is subscribed to; safe to repeat
     * @param until when it is of no use any more, in the scheduler's milliseconds
     * @param gaveUp told if it never landed
     */
    private record Late(Mono<?> write, long until, Consumer<Throwable> gaveUp) {}

    private final Sinks.Many<Late> queue = Sinks.many()
            .unicast()
            .onBackpressureBuffer(Queues.<Late>unboundedMultiproducer().get());
    private final AtomicInteger size = new AtomicInteger();
    private final int capacity;
    private final Scheduler scheduler;

    /**
     * @param capacity how many writes may be late at once; more are given up
     * @param scheduler keeps time
     */
    Backlog(int capacity, Scheduler scheduler) {
        this.capacity = capacity;
        this.scheduler = scheduler;
    }

    /** How many writes are late. */
    int size() {
        return size.get();
    }

    /** Adds a write that is of use for that long. */
    void add(Mono<?> write, Duration useful, Consumer<Throwable> gaveUp) {
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            gaveUp.accept(new IllegalStateException("more than " + capacity + " writes are late already"));
            return;
        }
        Late late = new Late(write, now() + useful.toMillis(), gaveUp);
        // producers are many; each turn is a few instructions
        queue.emitNext(late, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
    }

    /** Works it off until cancelled. Subscribed to once. */
    Mono<Void> work() {
        return queue.asFlux().flatMap(this::attempt, AT_A_TIME).then();
    }

    private Flux<Object> attempt(Late late) {
        Duration left = Duration.ofMillis(Math.max(1, late.until() - now()));
        Retry backOff = Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .scheduler(scheduler);
        return late.write()
                .retryWhen(backOff)
                .cast(Object.class)
                .timeout(left, scheduler)
                .doOnError(TimeoutException.class, late.gaveUp())
                .onErrorComplete()
                .doFinally(signal -> size.decrementAndGet())
                .flux();
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }
}
