package io.oncegate.core;

import io.oncegate.core.IdempotencyListener.Operation;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Claims, runs under the claim with its lease renewed, and settles exactly once. The only caller of
 * {@link IdempotencyStore#settle}.
 *
 * <p>Nothing here is meant to be cancelled by a client that goes away: the caller detaches first. What outlives every
 * request (hearing from other gateways, telling the store late) happens in {@link #background}.
 */
public final class IdempotencyEngine {

    private final IdempotencyStore store;
    private final TimedStore timed;
    private final Telling listener;
    private final Waiters waiters;
    private final InFlightWait wait;
    private final Backlog backlog;
    private final CallerAccounts accounts;
    private final HeardAnswers heard;
    private final Scheduler scheduler;

    /**
     * @param store where entries live
     * @param usage counts what callers have, where they have limits
     * @param listeners told of everything
     * @param limits what it takes on at most
     * @param scheduler keeps time, for deadlines, renewal and waiting
     */
    public IdempotencyEngine(
            IdempotencyStore store,
            CallerUsage usage,
            List<IdempotencyListener> listeners,
            EngineLimits limits,
            Scheduler scheduler) {
        this.store = store;
        this.listener = new Telling(listeners);
        this.timed = new TimedStore(store, limits.storeTimeout(), this.listener, scheduler);
        this.waiters = new Waiters(limits.waitersPerEntry(), limits.waiters());
        this.wait = new InFlightWait(timed, waiters, this.listener, scheduler);
        this.backlog = new Backlog(limits.lateWrites(), scheduler);
        this.accounts = new CallerAccounts(usage, timed);
        this.heard = new HeardAnswers(scheduler);
        this.scheduler = scheduler;
    }

    /**
     * Claims, waiting while the entry is in flight: an owner that ends without an answer makes a waiter the next owner.
     *
     * @param inFlightWait how long to wait at most; zero tells {@link ClaimOutcome.Busy} at once, and so does a line of
     *     waiters that is full
     * @return one outcome; an error if the store failed or missed its deadline. The claim may have been granted all the
     *     same: it is taken back in the background
     */
    public Mono<ClaimOutcome> claim(ClaimRequest request, Duration inFlightWait) {
        return heard.has(request.id())
                ? recalled(request)
                        .<ClaimOutcome>map(ClaimOutcome.Replay::new)
                        .switchIfEmpty(Mono.defer(() -> claimed(request, inFlightWait)))
                : claimed(request, inFlightWait);
    }

    /** Whether {@link #recall} may find an answer under a key, whoever's it is. */
    public boolean mayRecall(IdempotencyKey key) {
        return heard.hasKey(key);
    }

    /**
     * The answer to a request that was answered through this gateway in the first half of the answer's retention, without a
     * claim. Empty in all other cases, a failing store among them: {@link #claim} is to be asked then.
     */
    public Mono<Answer.Kept> recall(ClaimRequest request) {
        return heard.has(request.id()) ? recalled(request) : Mono.empty();
    }

    private Mono<Answer.Kept> recalled(ClaimRequest request) {
        return timed.recall(request)
                .doOnNext(answer -> listener.tell(l -> l.claimed(request, new ClaimOutcome.Replay(answer))))
                .onErrorComplete()
                .switchIfEmpty(Mono.fromRunnable(() -> heard.remove(request.id())));
    }

    private Mono<ClaimOutcome> claimed(ClaimRequest request, Duration inFlightWait) {
        Mono<ClaimOutcome> asked = wait.claim(request, inFlightWait).doOnError(failure -> takeBack(request));
        Mono<ClaimOutcome> allowed = request.limits().isNone()
                ? asked
                : asked.flatMap(outcome ->
                        outcome instanceof ClaimOutcome.Granted granted ? withinLimits(granted) : Mono.just(outcome));
        return allowed.doOnNext(outcome -> listener.tell(l -> l.claimed(request, outcome)));
    }

    /**
     * Runs an execution under a claim and settles with its ending. An execution that fails has an unknown ending: only
     * the execution itself can say that nothing was done.
     *
     * @param execution emits the one ending
     * @return whether the ending landed; never an error: the effect has happened, so a store that fails now must not
     *     turn a success into a failure. It is {@link Settlement#LATE} then
     */
    public Mono<Settlement> run(Claim claim, Mono<Ending> execution) {
        Mono<Ending> ending = execution
                .onErrorResume(failure -> Mono.just(new Ending.Unknown()))
                .defaultIfEmpty(new Ending.Unknown());
        // at a third of the lease, so that two renewals may fail before it lapses
        Duration third = claim.request().lifetimes().lease().dividedBy(3);
        return LeasedExecution.of(ending, () -> timed.renew(claim), third, scheduler)
                .flatMap(it -> claim.request().limits().isNone() ? settle(claim, it) : settleAndCount(claim, it));
    }

    /**
     * What goes on besides the requests: waking waiters when other gateways settle, and telling the store what it could
     * not be told in time. Whoever made the engine subscribes once, and cancels at the end.
     */
    public Mono<Void> background() {
        return Mono.when(backlog.work(), store.settled().doOnNext(waiters::wake).then());
    }

    /** Tells the listeners of what only those see who answer requests. */
    public void tell(Consumer<IdempotencyListener> event) {
        listener.tell(event);
    }

    /** How many requests wait for an entry in flight. */
    public int waiters() {
        return waiters.count();
    }

    /** How many writes the store could not be told yet. */
    public int lateWrites() {
        return backlog.size();
    }

    /** Who has too much gives the claim back: nothing was executed, and the key is as free as it was. */
    private Mono<ClaimOutcome> withinLimits(ClaimOutcome.Granted granted) {
        return accounts.full(granted.claim())
                .flatMap(full -> full.isPresent()
                        ? settle(granted.claim(), new Ending.NotExecuted())
                                .thenReturn(new ClaimOutcome.OverLimit(full.get()))
                        : Mono.just(granted));
    }

    private Mono<Settlement> settleAndCount(Claim claim, Ending ending) {
        return Mono.zip(
                settle(claim, ending),
                accounts.ended(claim, ending).thenReturn(ending),
                (settlement, it) -> settlement);
    }

    private Mono<Settlement> settle(Claim claim, Ending ending) {
        long asked = heard.now();
        Mono<Settlement> settlement = timed.settle(claim, ending).doOnNext(landed -> {
            if (landed == Settlement.LANDED && isKept(ending)) {
                heard.add(claim.id(), asked, claim.request().lifetimes().retention());
            }
            waiters.wake(claim.id());
        });
        return settlement.onErrorResume(failure -> {
            later(claim.request(), Operation.SETTLE, settlement);
            return Mono.just(Settlement.LATE);
        });
    }

    private static boolean isKept(Ending ending) {
        return ending instanceof Ending.Completed completed && completed.answer() instanceof Answer.Kept;
    }

    /**
     * A claim that failed may have been granted with nobody to hear it. Asked again with the same token, the store
     * recognises its owner; nothing was executed under it.
     */
    private void takeBack(ClaimRequest request) {
        Mono<Settlement> nothingLeft = timed.claimToGiveBack(request)
                .flatMap(outcome -> outcome instanceof ClaimOutcome.Granted granted
                        ? timed.settle(granted.claim(), new Ending.NotExecuted())
                                .doOnNext(landed -> waiters.wake(request.id()))
                        : Mono.empty());
        later(request, Operation.CLAIM, nothingLeft);
    }

    /** Until the lease's end: after that others decide what became of the entry. */
    private void later(ClaimRequest request, Operation operation, Mono<Settlement> write) {
        listener.tell(l -> l.late(request.id(), operation));
        Mono<Settlement> again = Mono.defer(() -> {
            listener.tell(l -> l.retried(request.id(), operation));
            return write;
        });
        backlog.add(
                again, request.lifetimes().lease(), failure -> listener.tell(l -> l.gaveUp(request.id(), operation)));
    }
}
