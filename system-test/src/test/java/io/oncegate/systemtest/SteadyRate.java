package io.oncegate.systemtest;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A load at a rate that does not depend on the answers. A request's time counts from the moment at which it was due, also
 * where no connection was free for it or its thread woke up late: what a slow answer does to those behind it is in the
 * figures.
 */
final class SteadyRate {

    private final Load load;
    private final String start;
    private final int perSecond;
    private final long[] nanos;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * What came of it.
     *
     * @param p50 microseconds that half of the requests took at most
     * @param p99 microseconds that 99 of a hundred took at most
     */
    record Result(double p50, double p99) {}

    private SteadyRate(Load load, String start, int perSecond, int seconds) {
        this.load = load;
        this.start = start;
        this.perSecond = perSecond;
        this.nanos = new long[perSecond * seconds];
    }

    /** Sends a load, so many requests a second. */
    static Result run(Load load, String start, int perSecond, int seconds) {
        SteadyRate rate = new SteadyRate(load, start, perSecond, seconds);
        long begin = System.nanoTime();
        CompletableFuture.allOf(IntStream.range(0, load.connections())
                        .mapToObj(i -> CompletableFuture.runAsync(() -> rate.send(begin), new OwnThread()))
                        .toArray(CompletableFuture[]::new))
                .join();
        Arrays.sort(rate.nanos);
        return new Result(rate.percentile(0.5), rate.percentile(0.99));
    }

    private void send(long begin) {
        try (Line line = new Line(load.uri().getPort())) {
            for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
                long due = begin + i * 1_000_000_000L / perSecond;
                int place = load.course().isAnswered() ? i % load.course().number() : i;
                byte[] request = load.request(start, place);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                Line.Answer answer = line.ask(request);
                nanos[i] = System.nanoTime() - due;
                if (answer.status() != load.status()) {
                    throw new IllegalStateException(load.name() + " was answered with " + answer.status());
                }
            }
        }
    }

    private double percentile(double share) {
        return nanos[(int) Math.min(nanos.length - 1, Math.ceil(nanos.length * share))] / 1e3;
    }
}
