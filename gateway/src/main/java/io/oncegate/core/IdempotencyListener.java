package io.oncegate.core;

/**
 * Told of what happens, for metrics and logs. Whatever a listener throws is logged and goes no further: watching never
 * breaks a request. Keys are unbounded and the client's: never a metric's tag, never in a log as they are.
 */
public interface IdempotencyListener {

    /** A claim was decided, after any waiting. */
    default void claimed(ClaimRequest request, ClaimOutcome outcome) {}

    /** An execution ended and the store was told, with what effect. */
    default void settled(Claim claim, Ending ending, Settlement settlement) {}

    /** A lease was renewed, or found lost. */
    default void renewed(Claim claim, Settlement settlement) {}

    /** The store failed or did not answer in time. */
    default void storeFailed(EntryId id, Operation operation, Throwable failure) {}

    /** The store could not be told: it is tried again in the background. */
    default void late(EntryId id, Operation operation) {}

    /** The store could not be told until the lease's end, and is not told any more. */
    default void gaveUp(EntryId id, Operation operation) {}

    /** What the store was asked to do. */
    enum Operation {
        /** {@link IdempotencyStore#claim} */
        CLAIM,
        /** {@link IdempotencyStore#renew} */
        RENEW,
        /** {@link IdempotencyStore#settle} */
        SETTLE
    }
}
