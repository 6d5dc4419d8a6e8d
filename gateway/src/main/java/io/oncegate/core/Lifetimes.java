package io.oncegate.core;

import java.time.Duration;

/**
 * How long the parts of an entry's life last (contract 8).
 *
 * @param lease how long a claim stands without being renewed
 * @param retention how long an answer is kept and replayed, or an unknown outcome is remembered
 * @param tombstone how long after that the bare fact is remembered; zero forgets at once
 */
public record Lifetimes(Duration lease, Duration retention, Duration tombstone) {

    /**
     * @throws IllegalArgumentException if lease or retention is not positive, or the tombstone is negative
     */
    public Lifetimes {
        if (lease.toMillis() <= 0 || retention.toMillis() <= 0 || tombstone.isNegative()) {
            throw new IllegalArgumentException("lease and retention are positive, tombstone is not negative");
        }
    }

    /** An entry in flight outlives its lease, so that a claim nobody settled is still known (contract 5). */
    public Duration inFlight() {
        return lease.plus(retention);
    }

    /** A kept answer, and after it its tombstone. */
    public Duration kept() {
        return retention.plus(tombstone);
    }
}
