package io.oncegate.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Claims, and waits while the entry is in flight. Whoever waits is woken when the owner is heard to have ended, in this
 * process or another. Not every end is heard (an owner that died says nothing, a message may be lost), so the first in
 * line also asks from time to time.
 */
final class InFlightWait {

    private static final Duration FIRST_POLL = Duration.ofMillis(25);
    private static final Duration LAST_POLL = Duration.ofMillis(250);

    private final TimedStore store;
    private final Waiters waiters;
    private final Telling listener;
    private final Scheduler scheduler;

    InFlightWait(TimedStore store, Waiters waiters, Telling listener, Scheduler scheduler) {
        this.store = store;
        this.waiters = waiters;
        this.listener = listener;
        this.scheduler = scheduler;
    }

    /** The outcome, after waiting for it that long at most. */
    Mono<ClaimOutcome> claim(ClaimRequest request, Duration longest) {
        Mono<ClaimOutcome> asked = store.claim(request);
        return longest.isZero()
                ? asked
                : asked.flatMap(outcome -> isBusy(outcome) ? join(request, outcome, longest) : Mono.just(outcome));
    }

    private Mono<ClaimOutcome> join(ClaimRequest request, ClaimOutcome busy, Duration longest) {
        Optional<Waiters.Place> place = waiters.join(request.id());
        if (place.isEmpty()) {
            return Mono.just(busy);
        }
        // one timer for all rounds: no clock that could be set back is read
        Mono<Turn> late = Mono.delay(longest, scheduler).thenReturn(Turn.LATE).cache();
        long joined = scheduler.now(TimeUnit.NANOSECONDS);
        return Mono.using(place::get, it -> round(request, it, it.nextWake(), late, FIRST_POLL), Waiters.Place::leave)
                .doOnNext(outcome -> tellTime(request, outcome, joined));
    }

    private void tellTime(ClaimRequest request, ClaimOutcome outcome, long joined) {
        long nanos = Math.max(0, scheduler.now(TimeUnit.NANOSECONDS) - joined);
        listener.tell(l -> l.waited(request, outcome, nanos));
    }

    private Mono<ClaimOutcome> round(
            ClaimRequest request, Waiters.Place place, Mono<Void> woken, Mono<Turn> late, Duration poll) {
        Mono<Turn> polled = place.isFirst() ? Mono.delay(poll, scheduler).thenReturn(Turn.POLLED) : Mono.never();
        return Mono.firstWithSignal(woken.thenReturn(Turn.WOKEN), late, polled).flatMap(turn -> {
            Mono<Void> next = place.nextWake();
            return store.claim(request).flatMap(outcome -> {
                if (isBusy(outcome) && turn != Turn.LATE) {
                    return round(request, place, next, late, longer(poll));
                }
                if (turn == Turn.POLLED && !(outcome instanceof ClaimOutcome.Granted)) {
                    // nobody was told: the others in line learn it from here
                    waiters.wake(request.id());
                }
                return Mono.just(outcome);
            });
        });
    }

    /** Why a waiter asks again. */
    private enum Turn {
        WOKEN,
        POLLED,
        LATE
    }

    private static boolean isBusy(ClaimOutcome outcome) {
        return outcome instanceof ClaimOutcome.Busy;
    }

    private static Duration longer(Duration poll) {
        Duration twice = poll.multipliedBy(2);
        return twice.compareTo(LAST_POLL) < 0 ? twice : LAST_POLL;
    }
}
