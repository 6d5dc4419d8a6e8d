package io.oncegate.core;

import io.oncegate.core.Attempt.How;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What is remembered of a key. Values only: who may turn one into another, and when, is in {@link EntryRules}.
 *
 * <p>All times are the store's, to the millisecond.
 */
public sealed interface Entry {

    /** What every entry has. */
    Head head();

    /** How the latest attempt ended, or what was done by hand after it. */
    How how();

    /** The status that the upstream gave the latest attempt, or that an operator gave for it. */
    OptionalInt upstreamStatus();

    /** When the latest attempt was granted, or the entry changed by hand. */
    default Instant started() {
        return head().since().minus(head().history().took().orElse(Duration.ZERO));
    }

    /** Everything that happened, as far as it is remembered, oldest first. */
    default List<Attempt> attempts() {
        History history = head().history();
        Optional<Duration> took = history.took().filter(it -> how() != How.IN_FLIGHT);
        Attempt latest = new Attempt(started(), took, how(), upstreamStatus(), history.instance());
        return Stream.concat(history.earlier().stream(), Stream.of(latest)).toList();
    }

    /**
     * What every entry has.
     *
     * @param owner the token of the claim that wrote it, or one of its own where it was written by hand
     * @param fingerprint the request it stands for
     * @param attempt how many executions there were under it, the current one included
     * @param since when it entered its state; for one in flight, when this attempt was granted
     * @param history what happened under it
     */
    record Head(ClaimToken owner, Fingerprint fingerprint, int attempt, Instant since, History history) {}

    /**
     * Being executed while {@code now < leaseUntil}. After that nobody is there to settle it: its outcome is unknown,
     * yet whatever its owner still brings is taken.
     */
    record InFlight(Head head, Instant leaseUntil) implements Entry {
        @Override
        public How how() {
            return How.IN_FLIGHT;
        }

        @Override
        public OptionalInt upstreamStatus() {
            return OptionalInt.empty();
        }
    }

    /** Executed and answered; replayed while {@code now < keptUntil}. */
    record Kept(Head head, Instant keptUntil, Answer.Kept answer) implements Entry {
        @Override
        public How how() {
            return completed(head);
        }

        @Override
        public OptionalInt upstreamStatus() {
            return OptionalInt.of(answer.status());
        }
    }

    /**
     * Executed or not: the exchange ended and nobody can know.
     *
     * @param how what is known of the latest attempt
     */
    record Unknown(Head head, How how, OptionalInt upstreamStatus) implements Entry {}

    /**
     * May run again though nobody knows what became of it: an operator said so.
     *
     * @param how whether that was the last that happened, or an attempt after it was not executed
     */
    record Released(Head head, How how, OptionalInt upstreamStatus) implements Entry {}

    /**
     * Executed, with no answer left to replay.
     *
     * @param expired true where an answer was kept and its time is over; false where it could never be kept
     */
    record Tombstone(Head head, boolean expired, int firstStatus, Optional<String> location) implements Entry {
        @Override
        public How how() {
            return completed(head);
        }

        @Override
        public OptionalInt upstreamStatus() {
            return OptionalInt.of(firstStatus);
        }
    }

    private static How completed(Head head) {
        return head.history().took().isPresent() ? How.COMPLETED : How.SETTLED_BY_HAND;
    }
}
