package io.oncegate.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A store in front of another: notes what it is asked to do, and does something else instead when told so. */
final class FaultyStore implements IdempotencyStore {

    final List<String> calls = new ArrayList<>();
    final Deque<Supplier<Mono<ClaimOutcome>>> claims = new ArrayDeque<>();
    final Deque<Supplier<Mono<Answer.Kept>>> recalls = new ArrayDeque<>();
    final Deque<Supplier<Mono<Settlement>>> renewals = new ArrayDeque<>();
    final Deque<Supplier<Mono<Settlement>>> settlements = new ArrayDeque<>();

    final Sinks.Many<EntryId> settled = Sinks.many().multicast().directBestEffort();

    private final IdempotencyStore real;

    FaultyStore(IdempotencyStore real) {
        this.real = real;
    }

    @Override
    public Mono<ClaimOutcome> claim(ClaimRequest request) {
        calls.add("claim");
        return claims.isEmpty() ? real.claim(request) : claims.remove().get();
    }

    @Override
    public Mono<Answer.Kept> recall(ClaimRequest request) {
        calls.add("recall");
        return recalls.isEmpty() ? real.recall(request) : recalls.remove().get();
    }

    @Override
    public Mono<Settlement> renew(Claim claim) {
        calls.add("renew");
        return renewals.isEmpty() ? real.renew(claim) : renewals.remove().get();
    }

    @Override
    public Mono<Settlement> settle(Claim claim, Ending ending) {
        calls.add("settle " + ending.fold(answer -> "completed", () -> "not executed", () -> "unknown"));
        return settlements.isEmpty()
                ? real.settle(claim, ending)
                : settlements.remove().get();
    }

    @Override
    public Flux<EntryId> settled() {
        return settled.asFlux();
    }
}
