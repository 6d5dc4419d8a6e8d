package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.CommandType;
import io.oncegate.core.StoreAudit.Report;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real Redis is found to be, and what it does not tell. */
class RedisAuditTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @AfterEach
    void asItWas() {
        REDIS.commands().configSet("maxmemory-policy", "noeviction");
        REDIS.commands().configSet("appendonly", "no");
        REDIS.commands().configSet("save", "");
        REDIS.commands().replicaofNoOne();
        REDIS.commands().aclDeluser("guest");
    }

    @Test
    void oneThatIsFitHasItsDetailsToldAndNoWarning() {
        REDIS.commands().configSet("appendonly", "yes");

        Report report = report(REDIS.uri(), Clock.systemUTC());

        assertThat(report.warnings()).isEmpty();
        assertThat(report.details())
                .containsEntry("role", "master")
                .containsEntry("maxmemory-policy", "noeviction")
                .containsEntry("persistence", "append-only file")
                .containsEntry("replicas", "0")
                .containsKeys("version", "clock-ahead");
        assertThat(report.details().get("version")).startsWith("7.");
    }

    @Test
    void aPolicyThatEvictsIsWarnedOf() {
        REDIS.commands().configSet("maxmemory-policy", "allkeys-lru");

        assertThat(report(REDIS.uri(), Clock.systemUTC()).warnings())
                .anyMatch(warning -> warning.startsWith("maxmemory-policy is allkeys-lru"));
    }

    @Test
    void noPersistenceIsWarnedOfAndSnapshotsAreNot() {
        assertThat(report(REDIS.uri(), Clock.systemUTC()).warnings())
                .singleElement()
                .asString()
                .startsWith("Redis writes nothing to disk");

        REDIS.commands().configSet("save", "3600 1");
        Report report = report(REDIS.uri(), Clock.systemUTC());
        assertThat(report.warnings()).isEmpty();
        assertThat(report.details()).containsEntry("persistence", "snapshots");
    }

    @Test
    void aReplicaIsWarnedOf() {
        REDIS.commands().replicaof("127.0.0.1", 1);

        Report report = report(REDIS.uri(), Clock.systemUTC());
        assertThat(report.warnings()).anyMatch(warning -> warning.startsWith("this Redis is a replica"));
        assertThat(report.details()).containsEntry("role", "replica");
    }

    @Test
    void clocksThatAreApartAreWarnedOf() {
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));

        assertThat(report(REDIS.uri(), behind).warnings())
                .anyMatch(warning -> warning.startsWith("the clocks of Redis and of this gateway are 3"));
    }

    @Test
    void whatItDoesNotTellIsUnknownAndNoFailure() {
        REDIS.commands()
                .aclSetuser(
                        "guest",
                        AclSetuserArgs.Builder.on()
                                .addPassword("secret")
                                .allKeys()
                                .allCommands()
                                .removeCommand(CommandType.CONFIG)
                                .removeCommand(CommandType.INFO)
                                .removeCommand(CommandType.TIME));
        RedisURI guest = RedisURI.Builder.redis("127.0.0.1", REDIS.uri().getPort())
                .withAuthentication("guest", "secret")
                .build();

        Report report = report(guest, Clock.systemUTC());

        assertThat(report.warnings()).isEmpty();
        assertThat(report.details())
                .containsEntry("version", "unknown")
                .containsEntry("maxmemory-policy", "unknown")
                .containsEntry("persistence", "unknown")
                .containsEntry("clock-ahead", "unknown");
    }

    private static Report report(RedisURI uri, Clock clock) {
        try (RedisClient client = RedisClient.create(uri)) {
            RedisAudit audit = new RedisAudit(new RedisConnection(() -> client), TIMEOUT, 0, clock);
            return Objects.requireNonNull(audit.report().block());
        }
    }
}
