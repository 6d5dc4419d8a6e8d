package io.oncegate.core;

import io.oncegate.core.IdempotencyListener.Operation;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The store with a deadline on every call, and with every failure told. */
final class TimedStore {

    private final IdempotencyStore store;
    private final Duration timeout;
    private final Telling listener;
    private final Scheduler scheduler;

    TimedStore(IdempotencyStore store, Duration timeout, Telling listener, Scheduler scheduler) {
        this.store = store;
        this.timeout = timeout;
        this.listener = listener;
        this.scheduler = scheduler;
    }

    Mono<ClaimOutcome> claim(ClaimRequest request) {
        return asked(request.id(), Operation.CLAIM, () -> store.claim(request));
    }

    /** Soon given up, since a claim can be asked instead, and has its own time for it. */
    Mono<Answer.Kept> recall(ClaimRequest request) {
        return asked(request.id(), Operation.RECALL, () -> store.recall(request), timeout.dividedBy(4));
    }

    Mono<ClaimOutcome> claimToGiveBack(ClaimRequest request) {
        return asked(request.id(), Operation.CLAIM, () -> store.claimToGiveBack(request));
    }

    Mono<Settlement> renew(Claim claim) {
        return asked(claim.id(), Operation.RENEW, () -> store.renew(claim))
                .doOnNext(settlement -> listener.tell(l -> l.renewed(claim, settlement)));
    }

    Mono<Settlement> settle(Claim claim, Ending ending) {
        return asked(claim.id(), Operation.SETTLE, () -> store.settle(claim, ending))
                .doOnNext(settlement -> listener.tell(l -> l.settled(claim, ending, settlement)));
    }

    <T> Mono<T> asked(EntryId id, Operation operation, Supplier<Mono<T>> call) {
        return asked(id, operation, call, timeout);
    }

    private <T> Mono<T> asked(EntryId id, Operation operation, Supplier<Mono<T>> call, Duration longest) {
        return StoreCall.of(call, new StoreCall.Question(id, operation), longest, listener, scheduler);
    }
}
