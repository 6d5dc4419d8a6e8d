package io.oncegate.core;

import java.time.Duration;

/**
 * What an engine takes on at most.
 *
 * @param storeTimeout the deadline of every single call of the store
 * @param waitersPerEntry how many requests may wait for one entry in flight; further ones are told that it is busy
 * @param waiters how many requests may wait together
 * @param lateWrites how many writes that the store did not take may be tried again; further ones are given up
 */
public record EngineLimits(Duration storeTimeout, int waitersPerEntry, int waiters, int lateWrites) {

    /**
     * @throws IllegalArgumentException if the deadline is not positive, or a number is negative
     */
    public EngineLimits {
        if (storeTimeout.isZero() || storeTimeout.isNegative()) {
            throw new IllegalArgumentException("the store's deadline is not positive: " + storeTimeout);
        }
        if (waitersPerEntry < 0 || waiters < 0 || lateWrites < 0) {
            throw new IllegalArgumentException("no limit can be negative");
        }
    }
}
