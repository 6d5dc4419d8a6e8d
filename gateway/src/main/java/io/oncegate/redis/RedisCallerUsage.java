package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.CallerLimits;
import io.oncegate.core.CallerUsage;
import io.oncegate.core.Scope;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Counts in Redis, for all gateways together: one hash for each caller that has limits, of at most a few dozen numbers. */
public final class RedisCallerUsage implements CallerUsage {

    private static final byte[] UNLIMITED = new byte[0];

    private final RedisScripts scripts;

    /**
     * @param connection how to reach Redis; may be shared
     */
    public RedisCallerUsage(RedisConnection connection) {
        this.scripts = new RedisScripts(connection);
    }

    @Override
    public Mono<Optional<Duration>> take(Scope scope, CallerLimits limits, Duration window) {
        return count(scope, window, 1, 0, number(limits.keys()), number(limits.keptBytes()))
                .map(wait -> wait == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(wait)));
    }

    @Override
    public Mono<Void> add(Scope scope, Duration window, long keys, long bytes) {
        return count(scope, window, keys, bytes, UNLIMITED, UNLIMITED).then();
    }

    private Mono<Long> count(Scope scope, Duration window, long keys, long bytes, byte[] mostKeys, byte[] mostBytes) {
        return scripts.run(
                LuaScript.USAGE,
                ScriptOutputType.INTEGER,
                RedisKeys.usage(scope).getBytes(US_ASCII),
                number(Math.max(1, window.toMillis() / STEPS)),
                number(STEPS),
                number(keys),
                number(bytes),
                mostKeys,
                mostBytes);
    }

    private static byte[] number(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }
}
