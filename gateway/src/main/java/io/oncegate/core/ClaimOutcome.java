package io.oncegate.core;

import java.time.Duration;
import java.util.Optional;

/**
 * What asking for a claim brought: the claim, or what stands in its way, in the one round trip.
 *
 * <p>{@link Mismatch} is decided before every other case that finds an entry, in flight included (contract 2).
 */
public sealed interface ClaimOutcome {

    /** Handles each case; a case added later does not compile until every caller handles it. */
    <T> T fold(Cases<T> cases);

    /** One function for each outcome. */
    interface Cases<T> {
        /** Yours: execute, then settle exactly once. */
        T granted(Claim claim);

        /** Done before: give this answer. */
        T replay(Answer.Kept answer);

        /** Somebody executes it right now; at most {@code leaseLeft} until the lease would lapse unrenewed. */
        T busy(Duration leaseLeft);

        /** The key belongs to another request. */
        T mismatch();

        /** An earlier attempt may or may not have had its effect, and may not run again. */
        T outcomeUnknown(UnknownCause cause);

        /** The answer's retention is over; only this is left of it. */
        T expired(int firstStatus, Optional<String> location);

        /** Done before, but the answer could not be kept. */
        T notKept(int firstStatus, Optional<String> location);

        /** New, and the caller has as much as it may have; the engine's word, not a store's. */
        T overLimit(Duration untilRoom);
    }

    /** Why an outcome is unknown. */
    enum UnknownCause {
        /** The execution ended without an answer. */
        NO_ANSWER,
        /** The lease ran out with nobody to settle it: its gateway died. */
        LEASE_LAPSED,
        /** There is an entry, and it cannot be read. */
        UNREADABLE
    }

    /** See {@link Cases#granted}. */
    record Granted(Claim claim) implements ClaimOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.granted(claim);
        }
    }

    /** See {@link Cases#replay}. */
    record Replay(Answer.Kept answer) implements ClaimOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.replay(answer);
        }
    }

    /** See {@link Cases#busy}. */
    record Busy(Duration leaseLeft) implements ClaimOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.busy(leaseLeft);
        }
    }

    /** See {@link Cases#mismatch}. */
    record Mismatch() implements ClaimOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.mismatch();
        }
    }

    /** See {@link Cases#outcomeUnknown}. */
    record OutcomeUnknown(UnknownCause cause) implements ClaimOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.outcomeUnknown(cause);
        }
    }

    /** See {@link Cases#expired}. */
    record Expired(int firstStatus, Optional<String> location) implements ClaimOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.expired(firstStatus, location);
        }
    }

    /** See {@link Cases#notKept}. */
    record NotKept(int firstStatus, Optional<String> location) implements ClaimOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.notKept(firstStatus, location);
        }
    }

    /** See {@link Cases#overLimit}. */
    record OverLimit(Duration untilRoom) implements ClaimOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.overLimit(untilRoom);
        }
    }
}
