package io.oncegate.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyListener;
import io.oncegate.core.Settlement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what happens. Tags are the routes' namespaces and words of the contract: never a caller, never a key. */
public final class CountingListener implements IdempotencyListener {

    private static final Words WORDS = new Words();

    /** Looking one up in the registry takes longer than the rest of what is done here, on the way of every request. */
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

    private final MeterRegistry meters;

    /**
     * @param meters takes the counts
     */
    public CountingListener(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void claimed(ClaimRequest request, ClaimOutcome outcome) {
        String namespace = request.id().scope().namespace();
        count("oncegate.claims", "namespace", namespace, "outcome", word(outcome));
    }

    @Override
    public void settled(Claim claim, Ending ending, Settlement settlement) {
        count(
                "oncegate.settlements",
                "namespace",
                claim.id().scope().namespace(),
                "ending",
                ending.fold(answer -> "completed", () -> "not-executed", () -> "unknown"),
                "settlement",
                word(settlement));
    }

    @Override
    public void renewed(Claim claim, Settlement settlement) {
        count("oncegate.renewals", "namespace", claim.id().scope().namespace(), "settlement", word(settlement));
    }

    @Override
    public void storeFailed(EntryId id, Operation operation, Throwable failure) {
        count("oncegate.store.failures", "operation", word(operation));
    }

    @Override
    public void late(EntryId id, Operation operation) {
        count("oncegate.store.late", "operation", word(operation));
    }

    @Override
    public void gaveUp(EntryId id, Operation operation) {
        count("oncegate.store.given.up", "operation", word(operation));
    }

    private void count(String name, String... tags) {
        List<String> key = new ArrayList<>(1 + tags.length);
        key.add(name);
        Collections.addAll(key, tags);
        counters.computeIfAbsent(key, unused -> meters.counter(name, tags)).increment();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String word(ClaimOutcome outcome) {
        return outcome.fold(WORDS);
    }
}
