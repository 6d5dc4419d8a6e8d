package io.oncegate.core;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a key. Values only: who may turn one into another, and when, is in {@link EntryRules}.
 *
 * <p>All times are the store's, to the millisecond.
 */
public sealed interface Entry {

    /** What every entry has. */
    Head head();

    /**
     * What every entry has.
     *
     * @param owner the token of the claim that wrote it
     * @param fingerprint the request it stands for
     * @param attempt how many executions there were under it, the current one included
     * @param since when it entered its state; for one in flight, when this attempt was granted
     */
    record Head(ClaimToken owner, Fingerprint fingerprint, int attempt, Instant since) {}

    /**
     * Being executed while {@code now < leaseUntil}. After that nobody is there to settle it: its outcome is unknown,
     * yet whatever its owner still brings is taken.
     */
    record InFlight(Head head, Instant leaseUntil) implements Entry {}

    /** Executed and answered; replayed while {@code now < keptUntil}. */
    record Kept(Head head, Instant keptUntil, Answer.Kept answer) implements Entry {}

    /** Executed or not: the exchange ended and nobody can know. */
    record Unknown(Head head) implements Entry {}

    /**
     * Executed, with no answer left to replay.
     *
     * @param expired true where an answer was kept and its time is over; false where it could never be kept
     */
    record Tombstone(Head head, boolean expired, int firstStatus, Optional<String> location) implements Entry {}
}
