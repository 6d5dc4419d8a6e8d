package io.oncegate.systemtest;

import java.util.concurrent.atomic.AtomicInteger;

/** Amounts of which no two are equal, so that orders of one test raise no question in another. */
final class Amounts {

    private static final AtomicInteger LAST = new AtomicInteger(1000);

    private Amounts() {}

    static String next() {
        return LAST.incrementAndGet() + ".50";
    }
}
