package io.oncegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

/** An operator's view of the store under test, and words to use it with. */
public interface AdminUnderTest extends StoreUnderTest {

    EntryAdmin admin();

    default Optional<EntryAdmin.Found> find(EntryId id) {
        return StoreUnderTest.result(admin().find(id));
    }

    /** What the operator sees, who has to see something. */
    default EntrySummary seen(EntryId id) {
        return find(id).orElseThrow().summary();
    }

    default EntryState state(EntryId id) {
        return seen(id).state();
    }

    default List<Attempt> attempts(EntryId id) {
        return seen(id).details().orElseThrow().attempts();
    }

    default EntryChange release(EntrySummary seen) {
        return StoreUnderTest.result(admin().release(seen.id(), seen.version()));
    }

    default EntryChange delete(EntrySummary seen) {
        return StoreUnderTest.result(admin().delete(seen.id(), seen.version()));
    }

    default EntryChange settleNotExecuted(EntrySummary seen) {
        return StoreUnderTest.result(admin().settleNotExecuted(seen.id(), seen.version()));
    }

    default EntryChange settleDone(EntrySummary seen) {
        return StoreUnderTest.result(admin().settleDone(seen.id(), seen.version(), Sample.CREATED, Sample.LIFETIMES));
    }

    /** All that can be done with what was seen. */
    default List<EntryChange> all(EntrySummary seen) {
        return List.of(release(seen), delete(seen), settleNotExecuted(seen), settleDone(seen));
    }

    static EntryState before(EntryChange change) {
        return changed(change).before().state();
    }

    static Optional<EntryState> after(EntryChange change) {
        return changed(change).after().map(EntrySummary::state);
    }

    private static EntryChange.Changed changed(EntryChange change) {
        assertThat(change).isInstanceOf(EntryChange.Changed.class);
        return (EntryChange.Changed) change;
    }
}
