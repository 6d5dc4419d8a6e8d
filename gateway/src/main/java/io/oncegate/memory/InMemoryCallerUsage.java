package io.oncegate.memory;

import io.oncegate.core.CallerLimits;
import io.oncegate.core.CallerUsage;
import io.oncegate.core.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/** Counts in this process only. */
public final class InMemoryCallerUsage implements CallerUsage {

    /** What was added during one step. */
    private record Step(long keys, long bytes) {

        static final Step NOTHING = new Step(0, 0);

        Step plus(Step other) {
            return new Step(keys + other.keys, bytes + other.bytes);
        }

        Step minus(Step other) {
            return new Step(keys - other.keys, bytes - other.bytes);
        }

        boolean isFull(CallerLimits limits) {
            return keys >= limits.keys() || bytes >= limits.keptBytes();
        }
    }

    private final Map<Scope, NavigableMap<Long, Step>> used = new HashMap<>();
    private final Clock clock;

    /**
     * @param clock says which step it is
     */
    public InMemoryCallerUsage(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Optional<Duration>> take(Scope scope, CallerLimits limits, Duration window) {
        return Mono.fromSupplier(() -> taken(scope, limits, window));
    }

    @Override
    public Mono<Void> add(Scope scope, Duration window, long keys, long bytes) {
        return Mono.fromRunnable(() -> put(scope, window, new Step(keys, bytes)));
    }

    private synchronized Optional<Duration> taken(Scope scope, CallerLimits limits, Duration window) {
        NavigableMap<Long, Step> steps = current(scope, window);
        Step all = steps.values().stream().reduce(Step.NOTHING, Step::plus);
        for (Map.Entry<Long, Step> oldest : steps.entrySet()) {
            if (!all.isFull(limits)) {
                break;
            }
            all = all.minus(oldest.getValue());
            if (!all.isFull(limits)) {
                return Optional.of(Duration.ofMillis((oldest.getKey() + STEPS + 1) * width(window) - clock.millis()));
            }
        }
        put(scope, window, new Step(1, 0));
        return Optional.empty();
    }

    private synchronized void put(Scope scope, Duration window, Step more) {
        current(scope, window).merge(clock.millis() / width(window), more, Step::plus);
    }

    /** Only the steps that count now; those after now are of a clock that was set back, or of another window. */
    private NavigableMap<Long, Step> current(Scope scope, Duration window) {
        long now = clock.millis() / width(window);
        NavigableMap<Long, Step> steps = used.computeIfAbsent(scope, it -> new TreeMap<>());
        steps.headMap(now - STEPS).clear();
        steps.tailMap(now, false).clear();
        return steps;
    }

    private static long width(Duration window) {
        return Math.max(1, window.toMillis() / STEPS);
    }
}
