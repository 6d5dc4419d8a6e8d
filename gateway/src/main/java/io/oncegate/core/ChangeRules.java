package io.oncegate.core;

import io.oncegate.core.Attempt.How;
import io.oncegate.core.EntryChange.Why;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an operator may do to an entry by hand, pure. The in-memory store runs it as it is; the Redis store's script is a
 * second implementation.
 */
public final class ChangeRules {

    private ChangeRules() {}

    /** What is to be done. */
    public enum Action {
        /** {@link EntryAdmin#release} */
        RELEASE,
        /** {@link EntryAdmin#delete} */
        DELETE,
        /** {@link EntryAdmin#settleNotExecuted} */
        SETTLE_NOT_EXECUTED,
        /** {@link EntryAdmin#settleDone} */
        SETTLE_DONE
    }

    /**
     * Who changes it.
     *
     * @param token the entry's next owner, nobody else's
     * @param instance the gateway that the operator uses
     */
    public record Hand(ClaimToken token, Instance instance) {}

    /** Why it may not be done; empty where it may. */
    public static Optional<Why> refusal(EntryState state, Action action) {
        return switch (state) {
            case IN_FLIGHT -> Optional.of(Why.IN_FLIGHT);
            case KEPT, EXPIRED, NOT_KEPT -> action == Action.DELETE ? Optional.empty() : Optional.of(Why.ALREADY_DONE);
            case RELEASED -> action == Action.RELEASE ? Optional.of(Why.ALREADY_RELEASED) : Optional.empty();
            case LAPSED, UNKNOWN, UNREADABLE -> Optional.empty();
        };
    }

    /** What a release leaves. */
    public static Entry released(Entry entry, Hand hand, Instant now) {
        return new Entry.Released(head(entry, hand, now), How.RELEASED_BY_HAND, OptionalInt.empty());
    }

    /** What a settlement as done leaves. */
    public static Entry done(Entry entry, Hand hand, Answer.Kept answer, Lifetimes lifetimes, Instant now) {
        return new Entry.Kept(head(entry, hand, now), now.plus(lifetimes.retention()), answer);
    }

    private static Entry.Head head(Entry entry, Hand hand, Instant now) {
        return new Entry.Head(
                hand.token(),
                entry.head().fingerprint(),
                entry.head().attempt(),
                now,
                History.byHand(hand.instance(), EntryRules.past(entry)));
    }
}
