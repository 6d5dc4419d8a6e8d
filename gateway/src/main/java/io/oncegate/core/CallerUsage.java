package io.oncegate.core;

import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Counts what callers have in the store, over a window that moves on in {@value #STEPS} steps. A guard against one caller who fills
 * the store, and no bookkeeping: what happens while the store fails, or is done by an operator, may be missed until the
 * window has passed it. Errors mean broken infrastructure.
 */
public interface CallerUsage {

    /** In how many steps a window moves on: what is counted counts for a window, and for one step more at most. */
    int STEPS = 24;

    /**
     * Counts one more key, unless the caller has all that the limits allow.
     *
     * @return empty where it was counted, else how long until there is room again if nothing is added
     */
    Mono<Optional<Duration>> take(Scope scope, CallerLimits limits, Duration window);

    /**
     * Counts more, or less.
     *
     * @param keys how many keys more; negative for keys that are free again
     * @param bytes how many bytes more
     */
    Mono<Void> add(Scope scope, Duration window, long keys, long bytes);
}
