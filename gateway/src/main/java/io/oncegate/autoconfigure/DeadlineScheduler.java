package io.oncegate.autoconfigure;

import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps time for deadlines, of which every request sets several and hardly any passes. A wheel takes and forgets one
 * without waking a thread, where a queue in order of time wakes one for each that is the next; in exchange it is late
 * by up to a tick. What is due runs on the parallel scheduler, which also does whatever repeats.
 */
final class DeadlineScheduler implements Scheduler {

    private static final long TICK_MILLIS = 10;
    private static final int TICKS_OF_A_TURN = 512;

    private final Scheduler work = Schedulers.parallel();
    private final HashedWheelTimer wheel = new HashedWheelTimer(
            new DefaultThreadFactory("oncegate-deadlines", true),
            TICK_MILLIS,
            TimeUnit.MILLISECONDS,
            TICKS_OF_A_TURN,
            false,
            -1,
            work::schedule);

    @Override
    public Disposable schedule(Runnable task) {
        return work.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        try {
            return wheel.newTimeout(timeout -> task.run(), delay, unit)::cancel;
        } catch (IllegalStateException e) {
            throw new RejectedExecutionException("no deadline can be set after the end", e);
        }
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return work.schedulePeriodically(task, initialDelay, period, unit);
    }

    @Override
    public Worker createWorker() {
        return work.createWorker();
    }

    /** Since some moment or other: what is measured here is how long something took, by a clock that nobody sets. */
    @Override
    public long now(TimeUnit unit) {
        return unit.convert(System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Forgets what is not due yet. */
    @Override
    public void dispose() {
        wheel.stop();
    }
}
