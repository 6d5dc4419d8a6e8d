package io.oncegate.core;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where entries live. {@link #claim} is the one way in; the {@link Claim} that it may grant is the one way on.
 *
 * <pre>
 *                              claim
 *          (nothing) ─────────────────────────────► IN FLIGHT, attempt 1
 *              ▲                                    │  │  │  ▲
 *              │  settle NotExecuted, attempt 1     │  │  │  │ renew (owner)
 *              └────────────────────────────────────┘  │  └──┘
 *                                                      │
 *            ┌──────────────────┬──────────────────────┼──────────────────────┐
 *            │ settle Completed │ settle Completed     │ settle Unknown       │ the lease runs out
 *            │ (kept)           │ (not kept)           ▼                      ▼ (nothing is written)
 *            ▼                  ▼                   UNKNOWN ◄─ read as ─ IN FLIGHT, lapsed
 *          KEPT ─────────────► TOMBSTONE               │                      │
 *             retention over    │                      └─────────┬────────────┘
 *                               │                                │ claim, where the upstream deduplicates
 *                               ▼                                ▼
 *                          (nothing)                   IN FLIGHT, attempt n + 1, another owner
 *                        tombstone over
 * </pre>
 *
 * <p>NotExecuted on a later attempt goes back to UNKNOWN: the earlier one may have had its effect. An operator may change
 * what nobody is executing ({@link EntryAdmin}); what was released by hand is RELEASED, and the next claim is granted
 * whether the upstream deduplicates or not.
 *
 * <p>Each write compares the owner's token inside the store and says whether it landed. A settlement also lands where
 * the store has lost the entry: it then overwrites nobody. Entries outlive their lease; the store's clock is the only
 * clock that leases and lifetimes go by. Every operation is safe to repeat with the same arguments, which is what a driver does after a reconnect.
 *
 * <p>Every implementation passes the store contract test. Errors in the returned publishers mean broken
 * infrastructure, and say nothing of whether the operation took effect.
 *
 * @see EntryRules the transitions as code
 */
public interface IdempotencyStore {

    /**
     * Asks for the entry: grants it, or brings back what stands in the way. One round trip.
     *
     * <p>Cancelling the returned publisher does not undo a claim that was granted meanwhile.
     */
    Mono<ClaimOutcome> claim(ClaimRequest request);

    /**
     * The answer that {@link #claim} would bring back, without claiming; empty where it would bring anything else, and
     * where there is any doubt. Cheaper than a claim, for those who expect an answer.
     *
     * <p>No clock is looked at. Only who has settled the entry, and less than the request's retention ago, knows that the
     * answer's time is not over; all others have to ask for the claim.
     */
    default Mono<Answer.Kept> recall(ClaimRequest request) {
        return Mono.empty();
    }

    /**
     * Asks again for a claim that failed and may have been granted all the same, only to give it back. A store whose
     * claims have to wait for more than its own word need not wait here.
     */
    default Mono<ClaimOutcome> claimToGiveBack(ClaimRequest request) {
        return claim(request);
    }

    /** Extends the lease of a claim in flight to the full length from now. */
    Mono<Settlement> renew(Claim claim);

    /**
     * Ends a claim: keeps the answer, forgets the key, or marks the outcome unknown.
     *
     * @return {@link Settlement#LOST} where somebody else owns the entry by now; it is left as it is
     */
    Mono<Settlement> settle(Claim claim, Ending ending);

    /**
     * Entries whose claim ended while another claimant found them busy, in whatever process. A hint that it is worth
     * asking again: some are missed, some come twice. Never completes, and fails only where hearing is impossible.
     */
    default Flux<EntryId> settled() {
        return Flux.never();
    }
}
