package io.oncegate.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderIdsTest {

    private final OrderIds ids = new OrderIds();

    @Test
    void anIdIsAUuidOfVersion7WithItsTime() {
        UUID id = ids.at(Instant.parse("2022-02-22T19:22:22.000Z"));

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        // the time of the example in RFC 9562, A.6
        assertThat(id.toString()).startsWith("017f22e2-79b0-7");
    }

    @Test
    void laterMicrosecondsHaveGreaterIds() {
        Instant start = Instant.parse("2026-11-23T08:00:00.998500Z");
        String last = "";
        for (int micros = 0; micros < 3000; micros++) {
            String id = ids.at(start.plusNanos(micros * 1000L)).toString();
            assertThat(id).isGreaterThan(last);
            last = id;
        }
    }

    @Test
    void idsOfOneMomentDiffer() {
        Instant now = Instant.EPOCH;
        assertThat(ids.at(now)).isNotEqualTo(ids.at(now));
    }
}
