package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;

/** However many are refused, only so much is recorded and kept. */
class RefusedAccessesTest {

    private final List<AuditEvent> recorded = new ArrayList<>();

    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    private final RefusedAccesses accesses =
            new RefusedAccesses(event -> recorded.add(((AuditApplicationEvent) event).getAuditEvent()), () -> now);

    @Test
    void aFloodIsRecordedUpToItsBoundAndThenCounted() {
        refuse(RefusedAccesses.PER_MINUTE + 5);
        assertThat(recorded).hasSize(RefusedAccesses.PER_MINUTE);

        now = now.plus(Duration.ofSeconds(59));
        refuse(2);
        assertThat(recorded).hasSize(RefusedAccesses.PER_MINUTE);

        now = now.plus(Duration.ofSeconds(1));
        refuse(2);
        assertThat(recorded).hasSize(RefusedAccesses.PER_MINUTE + 2);
        assertThat(recorded.get(RefusedAccesses.PER_MINUTE).getData()).containsEntry("unrecordedBefore", 7L);
        assertThat(recorded.get(RefusedAccesses.PER_MINUTE + 1).getData()).doesNotContainKey("unrecordedBefore");
    }

    @Test
    void aClockThatIsSetBackDoesNotSilenceIt() {
        refuse(RefusedAccesses.PER_MINUTE);
        now = now.minus(Duration.ofHours(1));
        refuse(1);

        assertThat(recorded).hasSize(RefusedAccesses.PER_MINUTE + 1);
    }

    @Test
    void eachIsShortWhateverIsSent() {
        String vast = "x".repeat(10_000);
        accesses.refused(vast, Optional.empty(), vast, "/" + vast, Refusal.ROLE_MISSING);

        assertThat(recorded.get(0).toString()).hasSizeLessThan(600);
    }

    @Test
    void aFloodPushesOutNothingThatOperatorsDid() {
        AuditTrail trail = new AuditTrail();
        trail.add(new AuditEvent("olga", "ENTRY_RELEASED", Map.of()));
        for (int i = 0; i < 10_000; i++) {
            trail.add(new AuditEvent("anonymous", RefusedAccesses.TYPE, Map.of()));
        }

        assertThat(trail.find(null, null, null)).hasSize(AuditTrail.REFUSED + 1);
        assertThat(trail.find("olga", null, null)).hasSize(1);
        assertThat(trail.find(null, null, RefusedAccesses.TYPE)).hasSize(AuditTrail.REFUSED);
        assertThat(trail.find(null, Instant.now().plusSeconds(60), null)).isEmpty();
    }

    @Test
    void theTrailIsBoundedAndInTheOrderOfTime() {
        AuditTrail trail = new AuditTrail();
        for (int i = 0; i < AuditTrail.OTHERS + 1; i++) {
            trail.add(new AuditEvent(now.plusSeconds(2L * i), "olga", "ENTRY_RELEASED", Map.of()));
            trail.add(new AuditEvent(now.plusSeconds(2L * i + 1), "shop", RefusedAccesses.TYPE, Map.of()));
        }

        assertThat(trail.find(null, null, null)).hasSize(AuditTrail.OTHERS + AuditTrail.REFUSED);
        assertThat(trail.find(null, null, null))
                .extracting(AuditEvent::getTimestamp)
                .isSorted();
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            accesses.refused("shop", Optional.empty(), "GET", "/actuator/metrics", Refusal.ROLE_MISSING);
        }
    }
}
