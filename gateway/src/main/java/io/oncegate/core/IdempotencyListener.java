package io.oncegate.core;

import java.util.Collection;

/**
 * Told of what happens, for metrics and logs. Whatever a listener throws is logged and goes no further: watching never
 * breaks a request. Keys are unbounded and the client's: never a metric's tag, never in a log as they are.
 */
public interface IdempotencyListener {

    /**
     * There is a route with the filter on it. Said again whenever the routes are built again.
     *
     * @param outcomes all that {@link #answered} may say
     */
    default void covers(String route, String namespace, Collection<String> outcomes) {}

    /**
     * A request with a covered method was answered, whether or not its client is still there.
     *
     * @param outcome {@code executed}, {@code replayed}, {@code bypassed}, {@code refused-inside} by an inner filter with
     *     nothing sent, or the code of a problem of contract 3
     */
    default void answered(String route, String outcome) {}

    /** A claim was decided, after any waiting. */
    default void claimed(ClaimRequest request, ClaimOutcome outcome) {}

    /** A request waited for an entry in flight, that long, for this outcome. */
    default void waited(ClaimRequest request, ClaimOutcome outcome, long nanos) {}

    /** An execution ended and the store was told, with what effect. */
    default void settled(Claim claim, Ending ending, Settlement settlement) {}

    /** A lease was renewed, or found lost. */
    default void renewed(Claim claim, Settlement settlement) {}

    /** The store was asked, and answered, failed or ran out of time after that long. */
    default void storeAsked(Operation operation, long nanos) {}

    /** The store failed or did not answer in time. */
    default void storeFailed(EntryId id, Operation operation, Throwable failure) {}

    /** The store could not be told: it is tried again in the background. */
    default void late(EntryId id, Operation operation) {}

    /** What the store could not be told is being told it again. */
    default void retried(EntryId id, Operation operation) {}

    /** The store could not be told until the lease's end, and is not told any more. */
    default void gaveUp(EntryId id, Operation operation) {}

    /** What the store was asked to do. */
    enum Operation {
        /** {@link IdempotencyStore#claim} */
        CLAIM,
        /** {@link IdempotencyStore#recall} */
        RECALL,
        /** {@link IdempotencyStore#renew} */
        RENEW,
        /** {@link IdempotencyStore#settle} */
        SETTLE,
        /** {@link CallerUsage}; only of callers with limits */
        COUNT
    }
}
