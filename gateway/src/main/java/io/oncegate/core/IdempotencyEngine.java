package io.oncegate.core;

import io.oncegate.core.IdempotencyListener.Operation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Claims, runs under the claim with its lease renewed, and settles exactly once. The only caller of
 * {@link IdempotencyStore#settle}.
 *
 * <p>Nothing here is meant to be cancelled by a client that goes away: the caller detaches first.
 */
public final class IdempotencyEngine {

    private static final Logger LOG = Logger.getLogger(IdempotencyEngine.class.getName());
    private static final Duration FIRST_POLL = Duration.ofMillis(25);
    private static final Duration LAST_POLL = Duration.ofMillis(250);

    private final IdempotencyStore store;
    private final IdempotencyListener listener;
    private final Duration storeTimeout;
    private final Scheduler scheduler;

    /**
     * @param store where entries live
     * @param listener told of everything
     * @param storeTimeout the deadline of every single call of the store
     * @param scheduler keeps time, for deadlines, renewal and waiting
     */
    public IdempotencyEngine(
            IdempotencyStore store, IdempotencyListener listener, Duration storeTimeout, Scheduler scheduler) {
        this.store = store;
        this.listener = listener;
        this.storeTimeout = storeTimeout;
        this.scheduler = scheduler;
    }

    /**
     * Claims, waiting while the entry is in flight: an owner that ends without an answer makes a waiter the next owner.
     *
     * @param inFlightWait how long to wait at most; zero tells {@link ClaimOutcome.Busy} at once
     * @return one outcome; an error if the store failed or missed its deadline
     */
    public Mono<ClaimOutcome> claim(ClaimRequest request, Duration inFlightWait) {
        return Mono.defer(() -> claimUntil(request, now() + inFlightWait.toMillis(), FIRST_POLL))
                .doOnNext(outcome -> tell(l -> l.claimed(request, outcome)));
    }

    /**
     * Runs an execution under a claim and settles with its ending. An execution that fails has an unknown ending: only
     * the execution itself can say that nothing was done.
     *
     * @param execution emits the one ending
     * @return whether the ending landed; never an error: the effect has happened, so a store that fails now must not
     *     turn a success into a failure. That is told to the listener, and comes back as {@link Settlement#LOST}
     */
    public Mono<Settlement> run(Claim claim, Mono<Ending> execution) {
        Mono<Ending> ending = execution
                .onErrorResume(failure -> Mono.just(new Ending.Unknown()))
                .defaultIfEmpty(new Ending.Unknown());
        // the first to signal wins and cancels the other: the renewal ends with the execution, and never before it
        return Mono.firstWithSignal(ending, renewal(claim)).flatMap(it -> settle(claim, it));
    }

    private Mono<Settlement> settle(Claim claim, Ending ending) {
        return asked(() -> store.settle(claim, ending))
                .doOnNext(settlement -> tell(l -> l.settled(claim, ending, settlement)))
                .onErrorResume(failure -> {
                    tell(l -> l.storeFailed(claim.id(), Operation.SETTLE, failure));
                    return Mono.just(Settlement.LOST);
                });
    }

    private Mono<ClaimOutcome> claimUntil(ClaimRequest request, long deadline, Duration poll) {
        return asked(() -> store.claim(request))
                .doOnError(failure -> tell(l -> l.storeFailed(request.id(), Operation.CLAIM, failure)))
                .flatMap(outcome -> {
                    long left = deadline - now();
                    if (!(outcome instanceof ClaimOutcome.Busy) || left <= 0) {
                        return Mono.just(outcome);
                    }
                    Duration pause = shorter(poll, Duration.ofMillis(left));
                    return Mono.delay(pause, scheduler)
                            .then(Mono.defer(
                                    () -> claimUntil(request, deadline, shorter(poll.multipliedBy(2), LAST_POLL))));
                });
    }

    /** Renews at a third of the lease, so that two renewals may fail before it lapses. Never signals an ending. */
    private Mono<Ending> renewal(Claim claim) {
        Duration third = claim.request().lifetimes().lease().dividedBy(3);
        return Flux.interval(third, scheduler)
                .onBackpressureDrop()
                .concatMap(tick -> renew(claim), 1)
                .then(Mono.never());
    }

    private Mono<Settlement> renew(Claim claim) {
        return asked(() -> store.renew(claim))
                .doOnNext(settlement -> tell(l -> l.renewed(claim, settlement)))
                .onErrorResume(failure -> {
                    tell(l -> l.storeFailed(claim.id(), Operation.RENEW, failure));
                    return Mono.empty();
                });
    }

    /** One call of the store; one that throws failed like any other, and must not end what it interrupts. */
    private <T> Mono<T> asked(Supplier<Mono<T>> call) {
        return Mono.defer(call).timeout(storeTimeout, scheduler);
    }

    private void tell(Consumer<IdempotencyListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a listener failed; the request goes on", e);
        }
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
