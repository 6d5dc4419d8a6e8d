package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What one caller may have (contract 3, {@code caller-limit}). */
class EngineLimitsTest extends EngineInVirtualTime {

    private static final CallerLimits ONE_KEY = new CallerLimits(1, Long.MAX_VALUE);
    private static final CallerLimits ONE_BYTE = new CallerLimits(Long.MAX_VALUE, 1);
    private static final Ending COMPLETED = new Ending.Completed(CREATED);

    @Test
    void whoHasAllItMayHaveIsRefusedAndNothingIsLeftOfTheClaim() {
        claimed(limited("first", ONE_KEY));

        assertThat(refused("second", ONE_KEY)).isTrue();
        assertThat(signals(engine.claim(limited("second", CallerLimits.NONE), Duration.ZERO)))
                .as("the key is as free as it was")
                .contains(new ClaimOutcome.Granted(new Claim(limited("second", CallerLimits.NONE), 1)));
        assertThat(told).contains("settled NotExecuted LANDED", "claimed OverLimit");
    }

    @Test
    void aReplayIsNeverRefused() {
        Claim claim = claimed(limited("first", ONE_KEY));
        signals(engine.run(claim, Mono.just(COMPLETED)));

        assertThat(signals(engine.claim(by(OTHER, limited("first", ONE_KEY)), Duration.ZERO)))
                .contains(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    void aLaterAttemptIsNeverRefused() {
        ClaimRequest again = Sample.deduplicating(limited("first", ONE_KEY));
        Claim claim = claimed(again);
        signals(engine.run(claim, Mono.just(new Ending.Unknown())));

        assertThat(signals(engine.claim(by(OTHER, again), Duration.ZERO)))
                .contains(new ClaimOutcome.Granted(new Claim(by(OTHER, again), 2)));
    }

    @Test
    void whatWasNotExecutedMakesRoom() {
        Claim claim = claimed(limited("first", ONE_KEY));
        signals(engine.run(claim, Mono.just(new Ending.NotExecuted())));

        assertThat(refused("second", ONE_KEY)).isFalse();
    }

    @Test
    void whoHasAllTheBytesKeptThatItMayHaveIsRefused() {
        Claim claim = claimed(limited("first", ONE_BYTE));
        assertThat(refused("meanwhile", ONE_BYTE)).isFalse();
        signals(engine.run(claim, Mono.just(COMPLETED)));

        assertThat(refused("second", ONE_BYTE)).isTrue();
    }

    @Test
    void whatIsNotKeptTakesUpNoBytes() {
        Claim claim = claimed(limited("first", ONE_BYTE));
        signals(engine.run(claim, Mono.just(new Ending.Completed(Sample.TOO_LARGE))));

        assertThat(refused("second", ONE_BYTE)).isFalse();
    }

    @Test
    void whereNobodyCanCountTheRequestGoesOn() {
        CallerUsage silent = new CallerUsage() {
            @Override
            public Mono<Optional<Duration>> take(Scope scope, CallerLimits limits, Duration window) {
                return Mono.never();
            }

            @Override
            public Mono<Void> add(Scope scope, Duration window, long keys, long bytes) {
                return Mono.error(new IllegalStateException("gone"));
            }
        };
        IdempotencyEngine blind = new IdempotencyEngine(store, silent, List.of(), LIMITS, time);

        List<Object> signals = signals(blind.claim(limited("first", ONE_KEY), Duration.ZERO));
        advance(STORE_TIMEOUT);
        assertThat(signals).hasSize(2).first().isInstanceOf(ClaimOutcome.Granted.class);
        Claim claim = ((ClaimOutcome.Granted) signals.get(0)).claim();
        assertThat(signals(blind.run(claim, Mono.just(COMPLETED)))).containsExactly(Settlement.LANDED, "complete");
    }

    @Test
    void whoHasNoLimitsIsNotCounted() {
        signals(engine.run(claimed(limited("first", CallerLimits.NONE)), Mono.just(COMPLETED)));

        assertThat(refused("second", ONE_KEY)).isFalse();
        assertThat(times).filteredOn(it -> it.startsWith("COUNT")).hasSize(1);
    }

    private boolean refused(String key, CallerLimits limits) {
        List<Object> signals = signals(engine.claim(limited(key, limits), Duration.ZERO));
        return signals.get(0) instanceof ClaimOutcome.OverLimit;
    }

    private static ClaimRequest limited(String key, CallerLimits limits) {
        return Sample.limited(limits, request(Sample.id(key)));
    }
}
