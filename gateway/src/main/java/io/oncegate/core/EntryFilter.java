package io.oncegate.core;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries to list; what is left empty excludes none.
 *
 * @param namespace the namespace
 * @param caller the caller
 * @param key the key, whosever it is
 * @param states any of these; all where it is empty
 * @param olderThan in their state for at least that long
 * @param youngerThan in their state for less than that
 */
public record EntryFilter(
        Optional<String> namespace,
        Optional<String> caller,
        Optional<String> key,
        Set<EntryState> states,
        Optional<Duration> olderThan,
        Optional<Duration> youngerThan) {

    /** Excludes none. */
    public static final EntryFilter ALL = new EntryFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

    /** Copies the set. */
    public EntryFilter {
        states = Set.copyOf(states);
    }

    /** Whether an entry of that identity may be among them. */
    public boolean admits(EntryId id) {
        return namespace.map(it -> it.equals(id.scope().namespace())).orElse(true)
                && caller.map(it -> it.equals(id.scope().caller())).orElse(true)
                && key.map(it -> it.equals(id.key().value())).orElse(true);
    }

    /** Whether it is one of them. What cannot be read has no age. */
    public boolean admits(EntrySummary entry) {
        return admits(entry.id())
                && (states.isEmpty() || states.contains(entry.state()))
                && olderThan
                        .map(least -> age(entry)
                                .filter(it -> it.compareTo(least) >= 0)
                                .isPresent())
                        .orElse(true)
                && youngerThan
                        .map(most ->
                                age(entry).filter(it -> it.compareTo(most) < 0).isPresent())
                        .orElse(true);
    }

    private static Optional<Duration> age(EntrySummary entry) {
        return entry.details().map(it -> Duration.between(it.since(), entry.now()));
    }
}
