package io.oncegate.core;

import java.time.Instant;

/** The state of an entry in one word, as an operator asks for it. */
public enum EntryState {
    /** Being executed. */
    IN_FLIGHT,
    /** Its lease ran out with nobody to settle it: an unknown outcome. */
    LAPSED,
    /** Answered, and replayed. */
    KEPT,
    /** Answered, and the answer's time is over. */
    EXPIRED,
    /** Answered, and the answer could not be kept. */
    NOT_KEPT,
    /** Nobody can know whether it was executed. */
    UNKNOWN,
    /** An operator lets it run again. */
    RELEASED,
    /** There is something, and it cannot be read: an unknown outcome. */
    UNREADABLE;

    /** The state at a moment of the store's clock. */
    public static EntryState of(Entry entry, Instant now) {
        if (entry instanceof Entry.InFlight inFlight) {
            return now.isBefore(inFlight.leaseUntil()) ? IN_FLIGHT : LAPSED;
        }
        if (entry instanceof Entry.Kept kept) {
            return now.isBefore(kept.keptUntil()) ? KEPT : EXPIRED;
        }
        if (entry instanceof Entry.Tombstone tombstone) {
            return tombstone.expired() ? EXPIRED : NOT_KEPT;
        }
        return entry instanceof Entry.Released ? RELEASED : UNKNOWN;
    }
}
