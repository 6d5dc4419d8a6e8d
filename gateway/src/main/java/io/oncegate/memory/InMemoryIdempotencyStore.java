package io.oncegate.memory;

import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryRules;
import io.oncegate.core.EntryRules.Claimed;
import io.oncegate.core.EntryRules.Write;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Settlement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/**
 * Keeps entries in this process only: what it promises ends with the process, and two gateways share nothing. The
 * rules are exactly {@link EntryRules}.
 */
public final class InMemoryIdempotencyStore implements IdempotencyStore {

    /** An entry, and when it is forgotten. */
    record Stored(Entry entry, Instant until) {}

    private final Map<EntryId, Stored> entries = new HashMap<>();
    private final Clock clock;

    /**
     * @param clock the only clock for leases and lifetimes; cut to milliseconds, as Redis has them
     */
    public InMemoryIdempotencyStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<ClaimOutcome> claim(ClaimRequest request) {
        return Mono.fromSupplier(() -> decide(request));
    }

    @Override
    public Mono<Answer.Kept> recall(ClaimRequest request) {
        return Mono.defer(() -> Mono.justOrEmpty(
                look(request.id(), (stored, now) -> stored.flatMap(it -> EntryRules.recall(it.entry(), request)))));
    }

    @Override
    public Mono<Settlement> renew(Claim claim) {
        return Mono.fromSupplier(() -> extend(claim));
    }

    @Override
    public Mono<Settlement> settle(Claim claim, Ending ending) {
        return Mono.fromSupplier(() -> end(claim, ending));
    }

    private synchronized ClaimOutcome decide(ClaimRequest request) {
        Instant now = now();
        Claimed claimed = EntryRules.claim(present(request.id(), now), request, now);
        claimed.write().ifPresent(write -> put(request.id(), write, now));
        return claimed.outcome();
    }

    private synchronized Settlement extend(Claim claim) {
        Instant now = now();
        Optional<Write> write = EntryRules.renew(present(claim.id(), now), claim, now);
        write.ifPresent(it -> put(claim.id(), it, now));
        return write.isPresent() ? Settlement.LANDED : Settlement.LOST;
    }

    private synchronized Settlement end(Claim claim, Ending ending) {
        Instant now = now();
        Optional<Entry> present = present(claim.id(), now);
        if (!EntryRules.maySettle(present, claim)) {
            return Settlement.LOST;
        }
        EntryRules.settle(present, claim, ending, now)
                .ifPresentOrElse(write -> put(claim.id(), write, now), () -> entries.remove(claim.id()));
        return Settlement.LANDED;
    }

    /** Looks at an entry, or changes it, while nobody else does. */
    synchronized <T> T look(EntryId id, BiFunction<Optional<Stored>, Instant, T> at) {
        Instant now = now();
        return at.apply(stored(id, now), now);
    }

    /** Looks at all entries, while nobody changes one. */
    synchronized <T> List<T> all(Looked<T> at) {
        Instant now = now();
        return entries.entrySet().stream()
                .filter(it -> now.isBefore(it.getValue().until()))
                .map(it -> at.apply(it.getKey(), it.getValue(), now))
                .toList();
    }

    /** Writes what is left of an entry; for use within {@link #look}. */
    synchronized Optional<Stored> replace(EntryId id, Optional<Write> left, Instant now) {
        left.ifPresentOrElse(write -> put(id, write, now), () -> entries.remove(id));
        return stored(id, now);
    }

    /** What an entry is looked at for. */
    interface Looked<T> {
        T apply(EntryId id, Stored stored, Instant now);
    }

    private Optional<Stored> stored(EntryId id, Instant now) {
        return Optional.ofNullable(entries.get(id)).filter(stored -> now.isBefore(stored.until()));
    }

    private Optional<Entry> present(EntryId id, Instant now) {
        return stored(id, now).map(Stored::entry);
    }

    private void put(EntryId id, Write write, Instant now) {
        entries.compute(id, (key, old) -> {
            Instant until = write.timeToLive().map(now::plus).orElseGet(() -> old == null ? now : old.until());
            return new Stored(write.entry(), until);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
