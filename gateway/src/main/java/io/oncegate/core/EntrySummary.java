package io.oncegate.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an operator sees of an entry at a glance; never a byte of an answer.
 *
 * @param id which entry
 * @param version what a change has to name
 * @param state in one word
 * @param size how many bytes the store holds for it
 * @param timeLeft until the store forgets it; empty where it never does
 * @param now the store's clock when it was looked at
 * @param details empty where it cannot be read; there, though it is unreadable, where only its answer cannot
 */
public record EntrySummary(
        EntryId id,
        EntryVersion version,
        EntryState state,
        long size,
        Optional<Duration> timeLeft,
        Instant now,
        Optional<Details> details) {

    /**
     * What can be read of it.
     *
     * @param fingerprint the request it stands for
     * @param attempt how many executions there were
     * @param since when it entered its state
     * @param until the lease's or the answer's end, where there is one
     * @param attempts everything that happened, as far as it is remembered, oldest first
     */
    public record Details(
            Fingerprint fingerprint, int attempt, Instant since, Optional<Instant> until, List<Attempt> attempts) {

        private static Details of(Entry entry) {
            return new Details(
                    entry.head().fingerprint(),
                    entry.head().attempt(),
                    entry.head().since(),
                    end(entry),
                    entry.attempts());
        }

        private static Optional<Instant> end(Entry entry) {
            if (entry instanceof Entry.InFlight inFlight) {
                return Optional.of(inFlight.leaseUntil());
            }
            return entry instanceof Entry.Kept kept ? Optional.of(kept.keptUntil()) : Optional.empty();
        }
    }

    /**
     * The same of an entry whose answer turned out to be unreadable.
     *
     * @param seen what a change has to name then
     */
    public EntrySummary withUnreadableAnswer(EntryVersion seen) {
        return new EntrySummary(id, seen, EntryState.UNREADABLE, size, timeLeft, now, details);
    }

    /**
     * Sums up what a store found.
     *
     * @param entry empty where it cannot be read; of an answer only the status is looked at
     */
    public static EntrySummary of(
            EntryId id,
            EntryVersion version,
            Optional<Entry> entry,
            long size,
            Optional<Duration> timeLeft,
            Instant now) {
        return new EntrySummary(
                id,
                version,
                entry.map(it -> EntryState.of(it, now)).orElse(EntryState.UNREADABLE),
                size,
                timeLeft,
                now,
                entry.map(Details::of));
    }
}
