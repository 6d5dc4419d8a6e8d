package io.oncegate.core;

import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * What an operator may see of entries and do to them. Apart from {@link IdempotencyStore}, which requests use.
 *
 * <p>Every change names the version that the operator saw, compares it inside the store, and leaves an entry that is not
 * that as it is. So does an entry that somebody is executing. What is left after a change has another owner: whoever had
 * the claim before settles nothing any more. Where nothing is left, a late answer still lands, as on an entry that the
 * store has lost: it overwrites nobody, and it is the truth.
 *
 * <p>Every implementation passes the contract test. An error in a returned publisher means broken infrastructure and
 * says nothing of whether the change took effect: look again.
 *
 * @see ChangeRules what may be done to what
 */
public interface EntryAdmin {

    /**
     * An entry with its answer.
     *
     * @param summary what may be seen at a glance
     * @param entry all of it, the customer's data included; empty where it cannot be read
     */
    record Found(EntrySummary summary, Optional<Entry> entry) {}

    /** The entry, as far as there is one. */
    Mono<Optional<Found>> find(EntryId id);

    /** Some of the entries that a filter admits. */
    Mono<EntryListing> list(EntryFilter filter, EntryListing.Ask ask);

    /**
     * Lets the same request run again, as the next attempt, whatever the upstream does: for an outcome that is unknown,
     * for whatever reason. The time that is left stays.
     */
    Mono<EntryChange> release(EntryId id, EntryVersion seen);

    /** Forgets an entry. */
    Mono<EntryChange> delete(EntryId id, EntryVersion seen);

    /** Says that an unknown outcome was not executed: the key is forgotten. */
    Mono<EntryChange> settleNotExecuted(EntryId id, EntryVersion seen);

    /**
     * Says that an unknown outcome was executed, and with what answer: retries get that from now on.
     *
     * @param lifetimes how long it is kept; the lease has no meaning
     */
    Mono<EntryChange> settleDone(EntryId id, EntryVersion seen, Answer.Kept answer, Lifetimes lifetimes);
}
