package io.oncegate.systemtest;

import io.oncegate.run.Ports;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for what the tests start. They lie below those that the system gives to connections and to whoever asks for any
 * port, and each Java machine that runs tests has some of its own: nobody takes one before its user does.
 */
public final class OwnPorts {

    /** Which of the Java machines that run tests at the same time this is, from 1 on. */
    static final int FORK = Integer.getInteger("oncegate.fork", 1);

    private static final int EACH = 2_000;
    private static final int FIRST = 10_000 + EACH * (FORK - 1);

    // tests of another working copy begin elsewhere
    private static final AtomicInteger TAKEN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(EACH));

    private OwnPorts() {}

    /** One on which nobody listens, and which nobody was given lately. */
    public static int any() {
        for (int tried = 0; tried < EACH; tried++) {
            int port = FIRST + Math.floorMod(TAKEN.getAndIncrement(), EACH);
            if (Ports.isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from " + FIRST + " on is free");
    }
}
