package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.oncegate.core.CallerUsage;
import io.oncegate.core.CallerUsageContract;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisCallerUsageTest implements CallerUsageContract {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final RedisClient CLIENT = RedisClient.create(REDIS.uri());
    private static final byte[] KEY = "oncegate:usage:v1:orders:alice".getBytes(US_ASCII);

    private final RedisCallerUsage usage = new RedisCallerUsage(new RedisConnection(() -> CLIENT));

    @AfterAll
    static void shutdown() {
        CLIENT.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    @Override
    public CallerUsage usage() {
        return usage;
    }

    /** Puts back the steps of an hour each, which is what waiting would come to. */
    @Override
    public void advanceHours(int hours) {
        Duration left = timeToLive().minus(Duration.ofHours(hours));
        Map<byte[], byte[]> steps = Objects.requireNonNull(REDIS.commands().hgetall(KEY));
        REDIS.commands().hdel(KEY, steps.keySet().toArray(byte[][]::new));
        REDIS.commands()
                .hset(
                        KEY,
                        steps.entrySet().stream()
                                .collect(toMap(step -> earlier(step.getKey(), hours), Map.Entry::getValue)));
        REDIS.commands().pexpire(KEY, left);
    }

    @Test
    void isNoEntryAndIsGoneSoonAfterItsWindow() {
        usage.take(ALICE, TWO_KEYS, WINDOW).block();

        assertThat(REDIS.commands().exists(KEY)).isEqualTo(1);
        assertThat(timeToLive()).isBetween(Duration.ofHours(25), Duration.ofHours(26));
        assertThat(RedisKeys.parse(new String(KEY, US_ASCII))).isEmpty();
        assertThat(new String(KEY, US_ASCII)).doesNotStartWith(RedisKeys.PREFIX);
    }

    @Test
    void leavesNothingOfStepsThatAreOver() {
        usage.take(ALICE, TWO_KEYS, WINDOW).block();
        advanceHours(25);
        usage.add(ALICE, WINDOW, 0, 7).block();

        assertThat(REDIS.commands().hlen(KEY)).isEqualTo(1);
    }

    private static Duration timeToLive() {
        return Duration.ofMillis(Objects.requireNonNull(REDIS.commands().pttl(KEY)));
    }

    private static byte[] earlier(byte[] field, int hours) {
        String name = new String(field, US_ASCII);
        return (name.substring(0, 1) + (Long.parseLong(name.substring(1)) - hours)).getBytes(US_ASCII);
    }
}
