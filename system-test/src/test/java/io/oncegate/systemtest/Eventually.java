package io.oncegate.systemtest;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what is bound to happen, and says what did not. */
final class Eventually {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 10;

    private Eventually() {}

    /**
     * Looks again and again until it is so.
     *
     * @param what completes the sentence "it never happened that ..."
     */
    static void happens(String what, BooleanSupplier isSo) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it never happened that " + what);
            }
            pause(PAUSE_MILLIS);
        }
    }

    /** Lets some time pass between two looks. */
    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
