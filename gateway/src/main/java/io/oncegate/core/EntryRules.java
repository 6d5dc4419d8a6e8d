package io.oncegate.core;

import io.oncegate.core.Attempt.How;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The transitions of an entry, pure. {@link IdempotencyStore} draws them; the in-memory store runs them as they are,
 * and the Redis store's scripts are a second implementation that is held against this one.
 */
public final class EntryRules {

    private EntryRules() {}

    /**
     * What becomes of an entry, and what the caller is told.
     *
     * @param outcome what the caller is told
     * @param write the entry to write, if any
     */
    public record Claimed(ClaimOutcome outcome, Optional<Write> write) {
        private static Claimed told(ClaimOutcome outcome) {
            return new Claimed(outcome, Optional.empty());
        }
    }

    /**
     * An entry to write.
     *
     * @param entry what to write
     * @param timeToLive how long the store keeps it; empty leaves the present time to live as it is
     */
    public record Write(Entry entry, Optional<Duration> timeToLive) {}

    /** Decides a claim on the entry that is there, or on none. */
    public static Claimed claim(Optional<Entry> present, ClaimRequest request, Instant now) {
        if (present.isEmpty()) {
            return granted(request, 1, List.of(), now);
        }
        Entry entry = present.get();
        if (!entry.head().fingerprint().matches(request.fingerprint())) {
            return Claimed.told(new ClaimOutcome.Mismatch());
        }
        if (entry instanceof Entry.InFlight inFlight) {
            return inFlight(inFlight, request, now);
        }
        if (entry instanceof Entry.Kept kept) {
            return now.isBefore(kept.keptUntil()) ? Claimed.told(new ClaimOutcome.Replay(kept.answer())) : shrunk(kept);
        }
        if (entry instanceof Entry.Tombstone tombstone) {
            return Claimed.told(outcome(tombstone));
        }
        if (entry instanceof Entry.Released) {
            return next(entry, request, now);
        }
        return unknown(entry, UnknownCause.NO_ANSWER, request, now);
    }

    /**
     * The answer that a claim would bring back within its retention; empty where it would bring anything else. An answer
     * that was to be kept for less time than the request's own is left to the claim: who asks counts on that time.
     */
    public static Optional<Answer.Kept> recall(Entry present, ClaimRequest request) {
        return present instanceof Entry.Kept kept
                        && kept.head().fingerprint().matches(request.fingerprint())
                        && !kept.keptUntil()
                                .isBefore(kept.head()
                                        .since()
                                        .plus(request.lifetimes().retention()))
                ? Optional.of(kept.answer())
                : Optional.empty();
    }

    /** Renews a lease: only that of an entry still in flight, and only its owner's. Empty means lost. */
    public static Optional<Write> renew(Optional<Entry> present, Claim claim, Instant now) {
        return present.filter(entry -> entry instanceof Entry.InFlight)
                .filter(entry -> entry.head().owner().equals(claim.token()))
                .map(entry -> {
                    Lifetimes lifetimes = claim.request().lifetimes();
                    Instant leaseUntil = now.plus(lifetimes.lease());
                    return new Write(new Entry.InFlight(entry.head(), leaseUntil), Optional.of(lifetimes.inFlight()));
                });
    }

    /**
     * Whether the owner may still settle: the entry is the owner's, or there is none.
     *
     * <p>No entry means that the store forgot it (a flush, a failover). Nobody else can be overwritten then, and the
     * true answer protects every retry that follows.
     */
    public static boolean maySettle(Optional<Entry> present, Claim claim) {
        return present.map(entry -> entry.head().owner().equals(claim.token())).orElse(true);
    }

    /**
     * The entry that an ending leaves behind; empty where the key is forgotten.
     *
     * <p>A later attempt that was certainly not executed says nothing of the earlier one, which may have had its effect:
     * that stays unknown, or released where an operator had let it run again.
     *
     * @param present the entry that is there, the owner's; empty where the store has lost it, with its history
     */
    public static Optional<Write> settle(Optional<Entry> present, Claim claim, Ending ending, Instant now) {
        Lifetimes lifetimes = claim.request().lifetimes();
        Entry.Head head = ended(present, claim, now);
        Duration remembered = lifetimes.retention();
        OptionalInt status = ending.upstreamStatus();
        return ending.fold(
                answer -> Optional.of(answer.fold(
                        kept -> new Write(
                                new Entry.Kept(head, now.plus(lifetimes.retention()), kept),
                                Optional.of(lifetimes.kept())),
                        notKept -> new Write(
                                new Entry.Tombstone(head, false, notKept.status(), notKept.location()),
                                Optional.of(lifetimes.kept())))),
                () -> claim.attempt() == 1
                        ? Optional.empty()
                        : Optional.of(new Write(notExecuted(head, status), Optional.of(remembered))),
                () -> Optional.of(new Write(new Entry.Unknown(head, How.UNKNOWN, status), Optional.of(remembered))));
    }

    private static Entry.Head ended(Optional<Entry> present, Claim claim, Instant now) {
        ClaimRequest request = claim.request();
        Instant started = present.map(Entry::started).orElse(now);
        List<Attempt> earlier =
                present.map(entry -> entry.head().history().earlier()).orElse(List.of());
        return new Entry.Head(
                request.token(),
                request.fingerprint(),
                claim.attempt(),
                now,
                History.ended(request.instance(), Duration.between(started, now), earlier));
    }

    private static Entry notExecuted(Entry.Head head, OptionalInt status) {
        return head.history().isReleased()
                ? new Entry.Released(head, How.STILL_RELEASED, status)
                : new Entry.Unknown(head, How.NOT_EXECUTED, status);
    }

    private static Claimed inFlight(Entry.InFlight entry, ClaimRequest request, Instant now) {
        boolean lapsed = !now.isBefore(entry.leaseUntil());
        if (entry.head().owner().equals(request.token())) {
            // the driver repeated our own claim after a reconnect
            return lapsed
                    ? granted(
                            request,
                            entry.head().attempt(),
                            entry.head().history().earlier(),
                            now)
                    : Claimed.told(new ClaimOutcome.Granted(
                            new Claim(request, entry.head().attempt())));
        }
        return lapsed
                ? unknown(entry, UnknownCause.LEASE_LAPSED, request, now)
                : Claimed.told(new ClaimOutcome.Busy(Duration.between(now, entry.leaseUntil())));
    }

    private static Claimed unknown(Entry entry, UnknownCause cause, ClaimRequest request, Instant now) {
        return request.upstreamDeduplicates()
                ? next(entry, request, now)
                : Claimed.told(new ClaimOutcome.OutcomeUnknown(cause));
    }

    private static Claimed next(Entry entry, ClaimRequest request, Instant now) {
        int next = Math.min(entry.head().attempt() + 1, Claim.MAX_ATTEMPT);
        return granted(request, next, past(entry), now);
    }

    /** The history of what follows an entry that nobody is at any more. */
    static List<Attempt> past(Entry entry) {
        History history = entry.head().history();
        boolean lapsed = entry instanceof Entry.InFlight;
        return history.followedBy(new Attempt(
                entry.started(),
                lapsed ? Optional.empty() : history.took(),
                lapsed ? How.LAPSED : entry.how(),
                entry.upstreamStatus(),
                history.instance()));
    }

    private static Claimed granted(ClaimRequest request, int attempt, List<Attempt> earlier, Instant now) {
        Entry.Head head = new Entry.Head(
                request.token(), request.fingerprint(), attempt, now, History.begun(request.instance(), earlier));
        Lifetimes lifetimes = request.lifetimes();
        return new Claimed(
                new ClaimOutcome.Granted(new Claim(request, attempt)),
                Optional.of(new Write(
                        new Entry.InFlight(head, now.plus(lifetimes.lease())), Optional.of(lifetimes.inFlight()))));
    }

    /** The first to ask after retention drops the body; the rest of the time to live stays the tombstone's. */
    private static Claimed shrunk(Entry.Kept kept) {
        Entry.Tombstone tombstone = new Entry.Tombstone(
                kept.head(), true, kept.answer().status(), kept.answer().location());
        return new Claimed(outcome(tombstone), Optional.of(new Write(tombstone, Optional.empty())));
    }

    private static ClaimOutcome outcome(Entry.Tombstone tombstone) {
        return tombstone.expired()
                ? new ClaimOutcome.Expired(tombstone.firstStatus(), tombstone.location())
                : new ClaimOutcome.NotKept(tombstone.firstStatus(), tombstone.location());
    }
}
