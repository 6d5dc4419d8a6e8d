package io.oncegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * No test of this module leaked a buffer. Runs after all the others, in the same JVM; what leaked is reported once it
 * has been collected, at the next allocation.
 */
@Order(Integer.MAX_VALUE)
class BufferLeakTest {

    private static final String PLANTED = "planted-";

    /** Buffers that the libraries make for themselves, show to nobody, and lose when their event loops end too soon. */
    private static final List<String> LOST_AT_SHUTDOWN = List.of(
            "io.lettuce.core.protocol.CommandHandler.channelRegistered",
            "reactor.netty.http.server.WebsocketServerOperations.sendCloseNow");

    @Test
    void noBufferLeakedInAnyTestAndAPlantedLeakIsReported() {
        // what was lost before the first is collected with it, and reported before the second at the latest
        assertReported(plant());
        assertReported(plant());
        assertThat(LeakRecorder.reports())
                .filteredOn(report -> !report.contains(PLANTED))
                .filteredOn(report -> LOST_AT_SHUTDOWN.stream().noneMatch(report::contains))
                .isEmpty();
    }

    private static String plant() {
        String name = PLANTED + UUID.randomUUID();
        ByteBufAllocator.DEFAULT.buffer(16).touch(name);
        return name;
    }

    private static void assertReported(String name) {
        await(name).atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            // looks for leaks
            ByteBufAllocator.DEFAULT.buffer(16).release();
            return LeakRecorder.reports().stream().anyMatch(report -> report.contains(name));
        });
    }
}
