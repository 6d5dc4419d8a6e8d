package io.oncegate.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The requests in this process that wait for an entry in flight, in line by entry. All of a line are woken at once when
 * the owner is heard to have ended; until then only the first of it asks the store, so that a thousand waiters poll
 * no more than one.
 */
final class Waiters {

    private final Map<EntryId, Set<Place>> lines = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private final int mostPerEntry;
    private final int mostInAll;

    /**
     * @param mostPerEntry how many may wait for one entry
     * @param mostInAll how many may wait together
     */
    Waiters(int mostPerEntry, int mostInAll) {
        this.mostPerEntry = mostPerEntry;
        this.mostInAll = mostInAll;
    }

    int count() {
        return total.get();
    }

    /** Takes a place at the end of the line; empty where too many wait already. Whoever got one leaves it. */
    Optional<Place> join(EntryId id) {
        if (total.incrementAndGet() > mostInAll) {
            total.decrementAndGet();
            return Optional.empty();
        }
        Place place = new Place(id);
        // the map's own lock for that key: no line is left by its last while another joins it
        lines.compute(id, (key, line) -> {
            Set<Place> present = line == null ? new LinkedHashSet<>() : line;
            if (present.size() < mostPerEntry) {
                present.add(place);
                place.joined = true;
            }
            return present.isEmpty() ? null : present;
        });
        if (!place.joined) {
            total.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(place);
    }

    /** Makes everybody who waits for an entry ask again. */
    void wake(EntryId id) {
        if (!lines.containsKey(id)) {
            return;
        }
        List<Place> woken = new ArrayList<>();
        lines.computeIfPresent(id, (key, line) -> {
            woken.addAll(line);
            return line;
        });
        // outside the lock: whoever is woken asks the store at once, on this thread
        woken.forEach(Place::wake);
    }

    /** One waiter's place in the line. */
    final class Place {

        private final EntryId id;
        private volatile boolean joined;
        private volatile boolean first;
        private volatile Sinks.Empty<Void> woken = Sinks.empty();

        private Place(EntryId id) {
            this.id = id;
        }

        /**
         * Completes at the next call of {@link Waiters#wake}. Called before the store is asked: what happens between the
         * store's answer and the wait is not missed then.
         */
        Mono<Void> nextWake() {
            Sinks.Empty<Void> next = Sinks.empty();
            woken = next;
            return next.asMono();
        }

        /** Whether this one asks the store for all of the line. */
        boolean isFirst() {
            if (!first) {
                lines.computeIfPresent(id, (key, line) -> {
                    first = line.iterator().next() == this;
                    return line;
                });
            }
            return first;
        }

        /** Leaves the line; if it was the first, the next one is woken, to ask from now on. */
        void leave() {
            total.decrementAndGet();
            List<Place> next = new ArrayList<>(1);
            lines.computeIfPresent(id, (key, line) -> {
                boolean ledIt = line.iterator().next() == this;
                line.remove(this);
                if (line.isEmpty()) {
                    return null;
                }
                if (ledIt) {
                    next.add(line.iterator().next());
                }
                return line;
            });
            next.forEach(Place::wake);
        }

        private void wake() {
            woken.tryEmitEmpty();
        }
    }
}
