package io.oncegate.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import reactor.core.publisher.Mono;

/**
 * Runs scripts: by name, and with their source where the server has not seen them (a restart, a flush, another node).
 */
final class RedisScripts {

    /** Together they reach beyond the driver's first attempt to reconnect, whose timer ticks every 100 ms. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(80));

    private final RedisConnection connection;
    private final List<Duration> pauses;

    RedisScripts(RedisConnection connection) {
        this(connection, PAUSES);
    }

    /**
     * Repeats other than usual.
     *
     * @param pauses how long to wait before each repetition
     */
    RedisScripts(RedisConnection connection, List<Duration> pauses) {
        this.connection = connection;
        this.pauses = pauses;
    }

    /**
     * One round trip; what a dropped connection cut off is repeated. Whether it ran is unknown then, and each script
     * recognises its own token. An answer of the server is final, and so is silence: the deadline is the caller's.
     * Cancelling the result does not recall the command.
     */
    <T> Mono<T> run(LuaScript script, ScriptOutputType type, byte[] key, byte[]... arguments) {
        byte[][] keys = {key};
        return connection
                .commands()
                .flatMap(commands -> repeated(RedisScripts.<T>byName(commands, script, type, keys, arguments), 0));
    }

    /** The bytes of a key, read as patiently as scripts run; empty where there is none. */
    Mono<byte[]> get(byte[] key) {
        return connection
                .strings()
                .flatMap(commands ->
                        repeated(Mono.fromFuture(() -> commands.get(key).toCompletableFuture(), true), 0));
    }

    private <T> Mono<T> repeated(Mono<T> call, int times) {
        return call.onErrorResume(
                failure -> times < pauses.size() && isDroppedConnection(failure),
                failure -> Mono.delay(pauses.get(times)).then(repeated(call, times + 1)));
    }

    private static <T> Mono<T> byName(
            RedisScriptingAsyncCommands<byte[], byte[]> commands,
            LuaScript script,
            ScriptOutputType type,
            byte[][] keys,
            byte[][] arguments) {
        return Mono.fromFuture(
                        () -> commands.<T>evalsha(script.sha1(), type, keys, arguments)
                                .toCompletableFuture(),
                        true)
                .onErrorResume(
                        RedisScripts::isUnknownToServer,
                        failure -> Mono.fromFuture(
                                () -> commands.<T>eval(script.body(), type, keys, arguments)
                                        .toCompletableFuture(),
                                true));
    }

    private static boolean isUnknownToServer(Throwable failure) {
        return cause(failure) instanceof RedisNoScriptException;
    }

    private static boolean isDroppedConnection(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof IOException
                || (cause instanceof RedisException
                        && !(cause instanceof RedisCommandExecutionException)
                        && !(cause instanceof RedisCommandTimeoutException));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
