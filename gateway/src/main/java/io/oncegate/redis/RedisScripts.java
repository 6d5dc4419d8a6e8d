package io.oncegate.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.util.concurrent.CompletionException;
import reactor.core.publisher.Mono;

/**
 * Runs scripts: by name, and with their source where the server has not seen them (a restart, a flush, another node).
 */
final class RedisScripts {

    private final RedisConnection connection;

    RedisScripts(RedisConnection connection) {
        this.connection = connection;
    }

    /** One round trip. Cancelling the result does not recall the command: whether it ran would be unknown. */
    <T> Mono<T> run(LuaScript script, ScriptOutputType type, byte[] key, byte[]... arguments) {
        byte[][] keys = {key};
        return connection.commands().flatMap(commands -> byName(commands, script, type, keys, arguments));
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
        return failure instanceof RedisNoScriptException
                || (failure instanceof CompletionException && failure.getCause() instanceof RedisNoScriptException);
    }
}
