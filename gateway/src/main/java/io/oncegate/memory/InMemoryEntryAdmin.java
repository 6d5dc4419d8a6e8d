package io.oncegate.memory;

import io.oncegate.core.Answer;
import io.oncegate.core.ChangeRules;
import io.oncegate.core.ChangeRules.Action;
import io.oncegate.core.ChangeRules.Hand;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntryRules.Write;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.EntryVersion;
import io.oncegate.core.Instance;
import io.oncegate.core.Lifetimes;
import io.oncegate.memory.InMemoryIdempotencyStore.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** An operator's view of the entries in this process. The rules are exactly {@link ChangeRules}. */
public final class InMemoryEntryAdmin implements EntryAdmin {

    private static final Comparator<EntryId> ORDER = Comparator.comparing(InMemoryEntryAdmin::spelled);

    private static final String CURSOR = "after ";

    private final InMemoryIdempotencyStore store;
    private final Instance instance;

    /**
     * @param store where the entries are
     * @param instance which gateway this is, for the entries' histories
     */
    public InMemoryEntryAdmin(InMemoryIdempotencyStore store, Instance instance) {
        this.store = store;
        this.instance = instance;
    }

    @Override
    public Mono<Optional<Found>> find(EntryId id) {
        return Mono.fromSupplier(() -> store.look(
                id, (stored, now) -> stored.map(it -> new Found(summary(id, it, now), Optional.of(it.entry())))));
    }

    @Override
    public Mono<EntryListing> list(EntryFilter filter, EntryListing.Ask ask) {
        return Mono.fromSupplier(() -> {
            Optional<String> after = ask.cursor().map(InMemoryEntryAdmin::unpacked);
            if (after.isPresent() && after.get().isEmpty()) {
                return new EntryListing.WrongCursor();
            }
            List<EntrySummary> found = store.all(InMemoryEntryAdmin::summary).stream()
                    .filter(filter::admits)
                    .sorted(Comparator.comparing(EntrySummary::id, ORDER))
                    .filter(it -> after.map(last -> spelled(it.id()).compareTo(last) > 0)
                            .orElse(true))
                    .toList();
            List<EntrySummary> page = found.subList(0, Math.min(ask.limit(), found.size()));
            return new EntryListing.Page(
                    page,
                    page.size() == found.size()
                            ? Optional.empty()
                            : Optional.of(packed(page.get(page.size() - 1).id())));
        });
    }

    @Override
    public Mono<EntryChange> release(EntryId id, EntryVersion seen) {
        return change(
                id,
                seen,
                Action.RELEASE,
                (entry, now) -> Optional.of(new Write(ChangeRules.released(entry, hand(), now), Optional.empty())));
    }

    @Override
    public Mono<EntryChange> delete(EntryId id, EntryVersion seen) {
        return change(id, seen, Action.DELETE, (entry, now) -> Optional.empty());
    }

    @Override
    public Mono<EntryChange> settleNotExecuted(EntryId id, EntryVersion seen) {
        return change(id, seen, Action.SETTLE_NOT_EXECUTED, (entry, now) -> Optional.empty());
    }

    @Override
    public Mono<EntryChange> settleDone(EntryId id, EntryVersion seen, Answer.Kept answer, Lifetimes lifetimes) {
        return change(
                id,
                seen,
                Action.SETTLE_DONE,
                (entry, now) -> Optional.of(new Write(
                        ChangeRules.done(entry, hand(), answer, lifetimes, now), Optional.of(lifetimes.kept()))));
    }

    private Mono<EntryChange> change(
            EntryId id, EntryVersion seen, Action action, BiFunction<Entry, Instant, Optional<Write>> left) {
        return Mono.fromSupplier(() -> store.look(id, (stored, now) -> {
            if (stored.isEmpty()) {
                return new EntryChange.Gone();
            }
            EntrySummary before = summary(id, stored.get(), now);
            if (!before.version().equals(seen)) {
                return new EntryChange.ChangedMeanwhile(before);
            }
            return ChangeRules.refusal(before.state(), action)
                    .<EntryChange>map(EntryChange.NotAllowed::new)
                    .orElseGet(() -> {
                        Optional<Stored> after =
                                store.replace(id, left.apply(stored.get().entry(), now), now);
                        return new EntryChange.Changed(before, after.map(it -> summary(id, it, now)));
                    });
        }));
    }

    private Hand hand() {
        return new Hand(ClaimToken.random(), instance);
    }

    private static EntrySummary summary(EntryId id, Stored stored, Instant now) {
        Entry entry = stored.entry();
        long size = entry instanceof Entry.Kept kept ? kept.answer().body().length : 0;
        Duration left = Duration.between(now, stored.until());
        return EntrySummary.of(id, version(entry), Optional.of(entry), size, Optional.of(left), now);
    }

    private static EntryVersion version(Entry entry) {
        return new EntryVersion(entry.getClass().getSimpleName() + "."
                + entry.head().owner() + "." + entry.head().since().toEpochMilli());
    }

    private static String spelled(EntryId id) {
        // with the lengths, so that no two entries have one spelling
        String namespace = id.scope().namespace();
        String caller = id.scope().caller();
        return namespace.length() + " " + caller.length() + " " + namespace + caller
                + id.key().value();
    }

    private static String packed(EntryId id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((CURSOR + spelled(id)).getBytes(StandardCharsets.UTF_8));
    }

    /** Empty text where it was never packed. */
    private static String unpacked(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(CURSOR) ? text.substring(CURSOR.length()) : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
