package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.StoreAudit.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made of what a Redis says, where no Redis at hand says it. */
class RedisFactsTest {

    @Test
    void anOldRedisIsWarnedOf() {
        assertThat(warnings("6.2.14")).singleElement().asString().startsWith("Redis 6.2.14 is older than 7.0");
    }

    @Test
    void aNewerRedisAndAVersionThatIsNoNumberAreNot() {
        assertThat(warnings("8.2.1")).isEmpty();
        assertThat(warnings("255.255.255")).isEmpty();
        assertThat(warnings("unstable")).isEmpty();
    }

    @Test
    void aValkeyIsToldByItsOwnVersionAndJudgedByThatOfTheRedisItIsLike() {
        Report report = new RedisFacts(
                        Map.of("redis_version", "7.2.4", "valkey_version", "8.0.1", "aof_enabled", "1"),
                        Optional.of(""),
                        Optional.empty(),
                        RedisFacts.Replicas.NOT_WAITED_FOR)
                .report();
        assertThat(report.details()).containsEntry("version", "Valkey 8.0.1");
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void linesAreReadWithTheirSectionsLeftOut() {
        assertThat(RedisFacts.parse(
                        "# Server\r\nredis_version:7.0.15\r\n\r\n# Memory\r\nmaxmemory_policy:noeviction\r\n"))
                .containsExactly(Map.entry("redis_version", "7.0.15"), Map.entry("maxmemory_policy", "noeviction"));
    }

    @Test
    void fewerReplicasThanClaimsWaitForAreWarnedOf() {
        assertThat(waiting(2, Optional.of(1)))
                .singleElement()
                .asString()
                .startsWith("replicas-to-wait is 2, and a primary has 1 replica:");
        assertThat(waiting(2, Optional.of(2))).isEmpty();
        assertThat(waiting(2, Optional.empty())).isEmpty();
    }

    private static List<String> waiting(int needed, Optional<Integer> connected) {
        return new RedisFacts(
                        Map.of("aof_enabled", "1"),
                        Optional.of(""),
                        Optional.empty(),
                        new RedisFacts.Replicas(needed, connected))
                .report()
                .warnings();
    }

    private static List<String> warnings(String version) {
        Map<String, String> info = Map.of("redis_version", version, "aof_enabled", "1");
        return new RedisFacts(info, Optional.of(""), Optional.of(Duration.ZERO), RedisFacts.Replicas.NOT_WAITED_FOR)
                .report()
                .warnings();
    }
}
