package io.oncegate.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import reactor.core.publisher.Mono;

/**
 * Runs scripts: by name, and with their source where the server has not seen them (a restart, a flush, another node).
 */
final class RedisScripts {

    private final RedisConnection connection;
    private final Repetition repetition;

    RedisScripts(RedisConnection connection) {
        this(connection, Repetition.USUAL);
    }

    /** Repeats other than usual. */
    RedisScripts(RedisConnection connection, Repetition repetition) {
        this.connection = connection;
        this.repetition = repetition;
    }

    /**
     * One round trip; what a dropped connection cut off is repeated. Whether it ran is unknown then, and each script
     * recognises its own token. An answer of the server is final, and so is silence: the deadline is the caller's.
     * Cancelling the result does not recall the command.
     */
    <T> Mono<T> run(LuaScript script, ScriptOutputType type, byte[] key, byte[]... arguments) {
        byte[][] keys = {key};
        return connection.commands().flatMap(commands -> RedisScripts.<T>evalsha(
                        commands, script, type, keys, arguments)
                // one look at a failure for both reasons to go on: nearly every call has none
                .onErrorResume(failure -> isUnknownToServer(failure)
                        ? repetition.of(RedisScripts.<T>bySource(commands, script, type, keys, arguments))
                        : repetition.after(failure, RedisScripts.<T>byName(commands, script, type, keys, arguments))));
    }

    /** The bytes of a key, read as patiently as scripts run; empty where there is none. */
    Mono<byte[]> get(byte[] key) {
        return connection
                .commands()
                .flatMap(commands ->
                        repetition.of(Mono.fromFuture(() -> commands.get(key).toCompletableFuture(), true)));
    }

    private static <T> Mono<T> byName(
            RedisScriptingAsyncCommands<byte[], byte[]> commands,
            LuaScript script,
            ScriptOutputType type,
            byte[][] keys,
            byte[][] arguments) {
        return RedisScripts.<T>evalsha(commands, script, type, keys, arguments)
                .onErrorResume(
                        RedisScripts::isUnknownToServer, failure -> bySource(commands, script, type, keys, arguments));
    }

    private static <T> Mono<T> evalsha(
            RedisScriptingAsyncCommands<byte[], byte[]> commands,
            LuaScript script,
            ScriptOutputType type,
            byte[][] keys,
            byte[][] arguments) {
        return Mono.fromFuture(
                () -> commands.<T>evalsha(script.sha1(), type, keys, arguments).toCompletableFuture(), true);
    }

    private static <T> Mono<T> bySource(
            RedisScriptingAsyncCommands<byte[], byte[]> commands,
            LuaScript script,
            ScriptOutputType type,
            byte[][] keys,
            byte[][] arguments) {
        return Mono.fromFuture(
                () -> commands.<T>eval(script.body(), type, keys, arguments).toCompletableFuture(), true);
    }

    static boolean isUnknownToServer(Throwable failure) {
        return Repetition.cause(failure) instanceof RedisNoScriptException;
    }
}
