package io.oncegate.core;

import io.oncegate.core.IdempotencyListener.Operation;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Holds callers to their limits. Only who is granted a first attempt is counted and may be refused: replays, retries and
 * whoever waits never are. Where nobody can count, the request goes on.
 */
final class CallerAccounts {

    private final CallerUsage usage;
    private final TimedStore timed;

    CallerAccounts(CallerUsage usage, TimedStore timed) {
        this.usage = usage;
        this.timed = timed;
    }

    /** How long until there is room for what was granted; empty where there is room, and then it is counted. */
    Mono<Optional<Duration>> full(Claim claim) {
        ClaimRequest request = claim.request();
        return claim.attempt() > 1
                ? Mono.just(Optional.empty())
                : timed.asked(
                                request.id(),
                                Operation.COUNT,
                                () -> usage.take(request.id().scope(), request.limits(), window(request)))
                        .onErrorReturn(Optional.empty());
    }

    /** Counts what an ending leaves behind. Never fails. */
    Mono<Void> ended(Claim claim, Ending ending) {
        long bytes = ending.fold(answer -> answer.fold(kept -> kept.body().length, fact -> 0), () -> 0, () -> 0);
        long keys = ending instanceof Ending.NotExecuted && claim.attempt() == 1 ? -1 : 0;
        return bytes == 0 && keys == 0
                ? Mono.empty()
                : timed.asked(
                                claim.id(),
                                Operation.COUNT,
                                () -> usage.add(claim.id().scope(), window(claim.request()), keys, bytes))
                        .onErrorComplete();
    }

    private static Duration window(ClaimRequest request) {
        return request.lifetimes().retention();
    }
}
