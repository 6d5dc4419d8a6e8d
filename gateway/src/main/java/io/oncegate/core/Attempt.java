package io.oncegate.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of one execution under an entry, or of what an operator did to it by hand.
 *
 * @param started when it was granted; of a change by hand, when it was made
 * @param took from the grant to the ending; empty where no gateway ended it
 * @param how how it ended
 * @param upstreamStatus the status of the upstream's answer, where there was one
 * @param instance the gateway that ran it, or that the operator used
 */
public record Attempt(
        Instant started, Optional<Duration> took, How how, OptionalInt upstreamStatus, Instance instance) {

    /** How an attempt ended, or what was done by hand. */
    public enum How {
        /** It has not ended. */
        IN_FLIGHT,
        /** It was answered. */
        COMPLETED,
        /** Nobody can know whether it had its effect. */
        UNKNOWN,
        /** It certainly had no effect; an earlier one may have had it. */
        NOT_EXECUTED,
        /** It certainly had no effect, and the release by hand before it still stands. */
        STILL_RELEASED,
        /** Nobody ended it: its lease ran out. */
        LAPSED,
        /** An operator let the request run again. */
        RELEASED_BY_HAND,
        /** An operator said that it was done, and gave the answer. */
        SETTLED_BY_HAND;

        /** Whether the same request may run again because an operator said so. */
        boolean isReleased() {
            return this == RELEASED_BY_HAND || this == STILL_RELEASED;
        }
    }
}
