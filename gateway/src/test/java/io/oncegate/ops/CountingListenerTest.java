package io.oncegate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.IdempotencyListener.Operation;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens is counted, under tags that are bounded. */
class CountingListenerTest {

    private static final ClaimRequest REQUEST = Sample.request(Sample.id("the-key"));
    private static final Claim CLAIM = new Claim(REQUEST, 1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CountingListener listener = new CountingListener(meters);

    @Test
    void everyOutcomeOfAClaimHasItsOwnCount() {
        List.of(
                        new ClaimOutcome.Granted(CLAIM),
                        new ClaimOutcome.Replay(Sample.CREATED),
                        new ClaimOutcome.Busy(Duration.ZERO),
                        new ClaimOutcome.Mismatch(),
                        new ClaimOutcome.OutcomeUnknown(UnknownCause.LEASE_LAPSED),
                        new ClaimOutcome.Expired(201, Optional.empty()),
                        new ClaimOutcome.NotKept(201, Optional.empty()))
                .forEach(outcome -> listener.claimed(REQUEST, outcome));

        for (String outcome :
                List.of("granted", "replay", "busy", "mismatch", "unknown-lease-lapsed", "expired", "not-kept")) {
            assertThat(counted("oncegate.claims", "outcome", outcome)).isEqualTo(1);
        }
    }

    @Test
    void endingsLostClaimsAndRenewalsAreCounted() {
        listener.settled(CLAIM, new Ending.Unknown(), Settlement.LOST);
        listener.settled(CLAIM, new Ending.Completed(Sample.CREATED), Settlement.WITHOUT_ANSWER);
        listener.renewed(CLAIM, Settlement.LOST);

        assertThat(counted("oncegate.settlements", "ending", "unknown", "settlement", "lost"))
                .isEqualTo(1);
        assertThat(counted("oncegate.settlements", "ending", "completed", "settlement", "without-answer"))
                .isEqualTo(1);
        assertThat(counted("oncegate.renewals", "settlement", "lost")).isEqualTo(1);
    }

    @Test
    void whatTheStoreDidNotTakeIsCounted() {
        listener.storeAsked(Operation.CLAIM, Duration.ofMillis(3).toNanos());
        listener.storeFailed(REQUEST.id(), Operation.CLAIM, new IllegalStateException());
        listener.retried(REQUEST.id(), Operation.SETTLE);
        listener.late(REQUEST.id(), Operation.SETTLE);
        listener.gaveUp(REQUEST.id(), Operation.SETTLE);

        assertThat(counted("oncegate.store.failures", "operation", "claim")).isEqualTo(1);
        assertThat(counted("oncegate.store.retries", "operation", "settle")).isEqualTo(1);
        assertThat(meters.get("oncegate.store")
                        .tag("operation", "claim")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(3);
        assertThat(counted("oncegate.store.late", "operation", "settle")).isEqualTo(1);
        assertThat(counted("oncegate.store.given.up", "operation", "settle")).isEqualTo(1);
    }

    @Test
    void waitsAreCountedWithTheirLengthAndKeptBodiesWithTheirSize() {
        listener.waited(
                REQUEST,
                new ClaimOutcome.Busy(Duration.ZERO),
                Duration.ofSeconds(2).toNanos());
        listener.settled(CLAIM, new Ending.Completed(Sample.CREATED), Settlement.LANDED);
        listener.settled(CLAIM, new Ending.Completed(Sample.CREATED), Settlement.WITHOUT_ANSWER);
        listener.settled(CLAIM, new Ending.Completed(Sample.TOO_LARGE), Settlement.LANDED);

        assertThat(meters.get("oncegate.waits").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(meters.get("oncegate.kept").summary().count()).isEqualTo(1);
        assertThat(meters.get("oncegate.kept").summary().totalAmount()).isEqualTo(Sample.CREATED.body().length);
    }

    @Test
    void whatIsCountedOfARouteBeginsAtZero() {
        listener.covers("payments", "money", List.of("executed", "bypassed"));

        assertThat(counted("oncegate.requests", "route", "payments", "outcome", "bypassed"))
                .isZero();
        assertThat(counted("oncegate.claims", "namespace", "money", "outcome", "unknown-no-answer"))
                .isZero();
        assertThat(counted("oncegate.settlements", "namespace", "money", "settlement", "lost", "ending", "unknown"))
                .isZero();
        assertThat(meters.get("oncegate.kept")
                        .tag("namespace", "money")
                        .summary()
                        .count())
                .isZero();
    }

    @Test
    void everyCombinationThatCanBeReportedHasAMeter() {
        for (Settlement settlement : List.of(Settlement.LANDED, Settlement.WITHOUT_ANSWER, Settlement.LOST)) {
            List.of(new Ending.Unknown(), new Ending.NotExecuted(), new Ending.Completed(Sample.CREATED))
                    .forEach(ending -> listener.settled(CLAIM, ending, settlement));
            listener.renewed(CLAIM, settlement);
        }
        for (UnknownCause cause : UnknownCause.values()) {
            listener.claimed(REQUEST, new ClaimOutcome.OutcomeUnknown(cause));
        }
        for (Operation operation : Operation.values()) {
            listener.storeAsked(operation, 1);
        }

        assertThat(meters.find("oncegate.settlements").counters()).allMatch(counter -> counter.count() == 1);
    }

    @Test
    void noTagNamesACallerOrAKey() {
        listener.covers("orders", "orders", List.of("executed"));
        listener.waited(REQUEST, new ClaimOutcome.Busy(Duration.ZERO), 1);
        everyOutcomeOfAClaimHasItsOwnCount();
        endingsLostClaimsAndRenewalsAreCounted();
        whatTheStoreDidNotTakeIsCounted();

        assertThat(meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().toString())
                        .doesNotContain(REQUEST.id().key().value())
                        .doesNotContain(REQUEST.id().scope().caller()));
    }

    private double counted(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }
}
