package io.oncegate.core;

import static io.oncegate.core.Sample.ANOTHER_ORDER;
import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.TOO_LARGE;
import static io.oncegate.core.Sample.asking;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Answers that were heard of are looked for first, and whatever comes of that a claim decides as ever. */
class EngineRecallTest extends EngineInVirtualTime {

    private static final List<Object> REPLAY = List.of(new ClaimOutcome.Replay(CREATED), "complete");

    @Test
    void anAnswerThatThisGatewaySettledIsLookedForWithoutAClaim() {
        settle(new Ending.Completed(CREATED));

        assertThat(engine.mayRecall(REQUEST.id().key())).isTrue();
        assertThat(signals(engine.recall(OTHERS))).containsExactly(CREATED, "complete");
        assertThat(signals(engine.claim(OTHERS, Duration.ZERO))).isEqualTo(REPLAY);

        assertThat(store.calls).containsExactly("recall", "recall");
        assertThat(told).containsExactly("claimed Replay", "claimed Replay");
    }

    @Test
    void anAnswerThatAnotherGatewaySettledIsClaimed() {
        Claim claim = claimed(REQUEST);
        store.settle(claim, new Ending.Completed(CREATED)).block();
        store.calls.clear();

        assertThat(signals(engine.recall(OTHERS))).containsExactly("complete");
        assertThat(store.calls).isEmpty();
        assertThat(signals(engine.claim(OTHERS, Duration.ZERO))).isEqualTo(REPLAY);
        assertThat(signals(engine.claim(OTHERS, Duration.ZERO))).isEqualTo(REPLAY);

        assertThat(store.calls).containsExactly("claim", "claim");
    }

    @Test
    void anAnswerIsLookedForInTheFirstHalfOfItsRetentionAndClaimedAfterThat() {
        settle(new Ending.Completed(CREATED));

        advance(RETENTION.dividedBy(2).minusSeconds(1));
        assertThat(signals(engine.claim(OTHERS, Duration.ZERO))).isEqualTo(REPLAY);
        advance(Duration.ofSeconds(1));
        assertThat(signals(engine.claim(OTHERS, Duration.ZERO))).isEqualTo(REPLAY);
        assertThat(store.calls).containsExactly("recall", "claim");

        advance(RETENTION);
        assertThat(signals(engine.claim(OTHERS, Duration.ZERO)).get(0)).isInstanceOf(ClaimOutcome.Expired.class);
    }

    @Test
    void anAnswerThatTheStoreWasToldLateIsLookedForToo() {
        for (int i = 0; i < 2; i++) {
            store.settlements.add(() -> Mono.error(new IllegalStateException("gone")));
        }
        engine.background().subscribe();
        settle(new Ending.Completed(CREATED));
        assertThat(engine.mayRecall(REQUEST.id().key())).isFalse();

        advance(Duration.ofSeconds(20));

        assertThat(engine.mayRecall(REQUEST.id().key())).isTrue();
    }

    static List<Ending> withoutAnAnswer() {
        return List.of(new Ending.NotExecuted(), new Ending.Unknown(), new Ending.Completed(TOO_LARGE));
    }

    @ParameterizedTest
    @MethodSource("withoutAnAnswer")
    void endingsWithoutAnAnswerAreNotLookedFor(Ending ending) {
        settle(ending);
        assertThat(engine.mayRecall(REQUEST.id().key())).isFalse();
        assertThat(signals(engine.recall(OTHERS))).containsExactly("complete");
        assertThat(signals(engine.claim(OTHERS, Duration.ZERO))).hasSize(2);
        assertThat(store.calls).containsExactly("claim");
    }

    @Test
    void aSettlementThatDidNotLandIsNotLookedFor() {
        store.settlements.add(() -> Mono.just(Settlement.LOST));
        settle(new Ending.Completed(CREATED));
        assertThat(engine.mayRecall(REQUEST.id().key())).isFalse();
    }

    @Test
    void anEntryThatIsGoneIsClaimedAndNotLookedForAgain() {
        settle(new Ending.Completed(CREATED));
        store.recalls.add(Mono::empty);
        store.claims.add(() -> Mono.just(new ClaimOutcome.Granted(new Claim(OTHERS, 1))));

        assertThat(signals(engine.claim(OTHERS, Duration.ZERO)))
                .containsExactly(new ClaimOutcome.Granted(new Claim(OTHERS, 1)), "complete");

        assertThat(store.calls).containsExactly("recall", "claim");
        assertThat(told).containsExactly("claimed Granted");
        assertThat(engine.mayRecall(REQUEST.id().key())).isFalse();
    }

    @Test
    void anotherRequestUnderTheKeyIsDecidedByTheClaim() {
        settle(new Ending.Completed(CREATED));

        assertThat(signals(engine.claim(asking(ANOTHER_ORDER, OTHERS), Duration.ZERO)))
                .containsExactly(new ClaimOutcome.Mismatch(), "complete");

        assertThat(store.calls).containsExactly("recall", "claim");
        assertThat(told).containsExactly("claimed Mismatch");
    }

    @Test
    void aStoreThatFailsToRecallIsAskedForTheClaim() {
        settle(new Ending.Completed(CREATED));
        store.recalls.add(() -> Mono.error(new IllegalStateException("gone")));

        assertThat(signals(engine.claim(OTHERS, Duration.ZERO))).isEqualTo(REPLAY);

        assertThat(store.calls).containsExactly("recall", "claim");
        assertThat(told).containsExactly("failed RECALL IllegalStateException", "claimed Replay");
    }

    @Test
    void aStoreThatDoesNotAnswerIsGivenUpOnAfterAQuarterOfItsTime() {
        settle(new Ending.Completed(CREATED));
        store.recalls.add(Mono::never);

        List<Object> signals = signals(engine.claim(OTHERS, Duration.ZERO));
        advance(STORE_TIMEOUT.dividedBy(4).minusMillis(1));
        assertThat(signals).isEmpty();
        advance(Duration.ofMillis(1));

        assertThat(signals).isEqualTo(REPLAY);
        assertThat(told).containsExactly("failed RECALL TimeoutException", "claimed Replay");
    }

    @Test
    void asksNobodyBeforeItIsSubscribedTo() {
        settle(new Ending.Completed(CREATED));
        engine.recall(OTHERS);
        engine.claim(OTHERS, Duration.ZERO);
        assertThat(store.calls).isEmpty();
    }

    private void settle(Ending ending) {
        engine.run(claimed(REQUEST), Mono.just(ending)).block();
        store.calls.clear();
        told.clear();
    }
}
