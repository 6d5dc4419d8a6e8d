package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults fall where they are meant to: what is cut off is, and a clock that is set is one process's. */
class GroundTest {

    @Test
    void whatIsIsolatedIsReachedByNobodyUntilGivenBack() {
        try (Ground ground = divisible();
                RedisProcess redis = RedisProcess.start(ground.site())) {
            assertThat(redis.ask("PING")).startsWith("+PONG");

            Held held = ground.isolate(redis.site());
            assertThat(redis.ask("PING")).isEmpty();

            held.release();
            Eventually.happens("it was reached", () -> redis.ask("PING").startsWith("+PONG"));
        }
    }

    @Test
    void whatIsSilencedIsHeardByOthers() {
        try (Ground ground = divisible();
                RedisProcess redis = RedisProcess.start(ground.site());
                RedisProcess replica =
                        RedisProcess.start(ground.site(), "--replicaof " + redis.host() + " " + redis.port())) {
            Site here = new Site(ground.here(), List.of());
            Shard both = Shard.ofAll(List.of(redis, replica));
            Eventually.happens("it was replicated", both::isWhole);

            Held held = ground.silence(List.of(redis.site()), List.of(here));
            assertThat(redis.ask("PING")).isEmpty();
            assertThat(replica.replication()).contains("master_link_status:up");

            held.release();
            Eventually.happens("it was heard", () -> redis.ask("PING").startsWith("+PONG"));
        }
    }

    @Test
    void aClockThatIsSetIsOffForItsProcess() throws Exception {
        Optional<WallClock> found = WallClock.find();
        assumeTrue(found.isPresent(), "no libfaketime here: it comes with the Debian package faketime");
        WallClock clock = found.orElseThrow();

        assertThat(hours(clock) - hours()).isBetween(-1L, 1L);
        clock.set(Duration.ofDays(-2));
        assertThat(hours(clock) - hours()).isBetween(-49L, -47L);
    }

    private static Ground divisible() {
        Ground ground = Ground.divisible();
        assumeTrue(ground.isDivisible(), "nothing can be cut off here: it takes " + PrivateNetwork.NEEDS);
        return ground;
    }

    private static long hours() {
        return Duration.ofMillis(System.currentTimeMillis()).toHours();
    }

    private static long hours(WallClock clock) throws IOException, InterruptedException {
        ProcessBuilder date = new ProcessBuilder("date", "+%s");
        date.environment().putAll(clock.environment());
        Process process = date.start();
        String seconds = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return Duration.ofSeconds(Long.parseLong(seconds.strip())).toHours();
    }
}
