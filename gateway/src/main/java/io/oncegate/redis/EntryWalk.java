package io.oncegate.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntrySummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * One page of a walk over all entries, node by node and step by step, so that no command takes Redis long. Of each key
 * only the head is read.
 *
 * <p>A step that finds more than the page has room for is taken again from where it began, and shorter: so a position
 * between pages is always one that Redis guarantees to go on from, with nothing left out.
 */
final class EntryWalk {

    private static final int LONGEST_STEP = 1000;
    private static final int GROWTH = 4;

    private final NavigableMap<String, StatefulRedisConnection<byte[], byte[]>> nodes;
    private final EntryFilter filter;
    private final EntryListing.Ask ask;
    private final Map<EntryId, EntrySummary> found = new LinkedHashMap<>();
    private final long deadline;
    private int step;
    private Optional<WalkPosition> position = Optional.empty();
    private boolean full;
    private boolean again;

    /**
     * @param nodes those that have keys, by name
     * @param filter what to look for
     * @param ask how much of it
     */
    EntryWalk(
            NavigableMap<String, StatefulRedisConnection<byte[], byte[]>> nodes,
            EntryFilter filter,
            EntryListing.Ask ask) {
        this.nodes = nodes;
        this.filter = filter;
        this.ask = ask;
        this.deadline = System.nanoTime() + ask.budget().toNanos();
        this.step = Math.min(ask.limit(), LONGEST_STEP);
    }

    /** Walks on until the page is full, the time is over or nothing is left. Called once. */
    Mono<EntryListing> page() {
        position = ask.cursor()
                .map(WalkPosition::parse)
                .orElseGet(() -> Optional.of(new WalkPosition(nodes.firstKey(), WalkPosition.START)));
        if (position.isEmpty() || !nodes.containsKey(position.get().node())) {
            return Mono.just(new EntryListing.WrongCursor());
        }
        return Mono.defer(this::step)
                .repeat(this::goesOn)
                .then(Mono.fromSupplier(
                        () -> new EntryListing.Page(List.copyOf(found.values()), position.map(WalkPosition::text))));
    }

    /** A step that was too much is taken again whatever the time: a page without progress would come again for ever. */
    private boolean goesOn() {
        return !full && position.isPresent() && (again || System.nanoTime() - deadline < 0);
    }

    private Mono<Void> step() {
        WalkPosition from = position.orElseThrow();
        EntryHeads heads = new EntryHeads(Objects.requireNonNull(nodes.get(from.node())), filter);
        return heads.scan(from.scan(), step)
                .flatMap(scanned -> heads.matching(scanned.getKeys()).flatMap(matching -> {
                    again = isTooMuch(matching.size());
                    if (again) {
                        return Mono.empty();
                    }
                    position = after(from, scanned.getCursor());
                    return heads.summaries(matching).doOnNext(this::add).then();
                }));
    }

    private boolean isTooMuch(int matching) {
        int room = ask.limit() - found.size();
        if (matching <= room || (step == 1 && found.isEmpty())) {
            return false;
        }
        full = step == 1;
        step = Math.max(1, (int) ((long) step * room / matching));
        return true;
    }

    private void add(List<EntrySummary> entries) {
        entries.forEach(entry -> found.put(entry.id(), entry));
        int room = ask.limit() - found.size();
        full = room <= 0;
        if (entries.size() * GROWTH < room) {
            step = Math.min(step * GROWTH, LONGEST_STEP);
        }
    }

    private Optional<WalkPosition> after(WalkPosition from, String scan) {
        if (!scan.equals(WalkPosition.START)) {
            return Optional.of(new WalkPosition(from.node(), scan));
        }
        return Optional.ofNullable(nodes.higherKey(from.node()))
                .map(node -> new WalkPosition(node, WalkPosition.START));
    }
}
