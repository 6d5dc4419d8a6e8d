package io.oncegate.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.oncegate.core.ClaimToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
        return connection.commands().flatMap(commands -> {
            Call<T> call = new Call<>(commands, script, type, keys, arguments);
            return call.byName()
                    // one look at a failure for both reasons to go on: nearly every call has none
                    .onErrorResume(failure -> isUnknownToServer(failure)
                            ? repetition.of(call.bySource())
                            : repetition.after(failure, call.byNameOrSource()));
        });
    }

    /**
     * Writes a value, and runs a script on it and other keys of its slot: handed over together, so that it is one round trip, and in
     * this order where both go to one node. Nothing is repeated, and that the value did not come is for the script to find out.
     */
    Mono<Long> runAfter(CommandArgs<byte[], byte[]> set, LuaScript script, byte[][] keys, byte[]... arguments) {
        return connection.connection().flatMap(it -> {
            Mono<Long> byName = Mono.fromFuture(
                    () -> {
                        AsyncCommand<byte[], byte[], Long> named = number(script, false, keys, arguments);
                        it.dispatch(List.of(
                                new AsyncCommand<>(new Command<>(
                                        CommandType.SET, new StatusOutput<>(ByteArrayCodec.INSTANCE), set)),
                                named));
                        return named.toCompletableFuture();
                    },
                    true);
            return byName.onErrorResume(
                    RedisScripts::isUnknownToServer,
                    failure -> Mono.fromFuture(
                            () -> {
                                AsyncCommand<byte[], byte[], Long> inFull = number(script, true, keys, arguments);
                                it.dispatch(inFull);
                                return inFull.toCompletableFuture();
                            },
                            true));
        });
    }

    private static AsyncCommand<byte[], byte[], Long> number(
            LuaScript script, boolean inFull, byte[][] keys, byte[][] arguments) {
        CommandArgs<byte[], byte[]> all = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        if (inFull) {
            all.add(script.body());
        } else {
            all.add(script.sha1());
        }
        all.add(keys.length).addKeys(keys).addValues(arguments);
        CommandType type = inFull ? CommandType.EVAL : CommandType.EVALSHA;
        return new AsyncCommand<>(new Command<>(type, new IntegerOutput<>(ByteArrayCodec.INSTANCE), all));
    }

    /**
     * What is read from the value of a key, as patiently as scripts run; empty where there is no such key.
     *
     * @param reading reads it where the driver has it, before it is gone: nothing of a long value is copied but what stays
     */
    <T> Mono<T> get(byte[] key, Function<ByteBuffer, T> reading) {
        return connection
                .commands()
                .flatMap(commands -> repetition.of(Mono.fromFuture(
                        () -> commands.dispatch(
                                        CommandType.GET,
                                        new ReadOutput<>(reading),
                                        new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key))
                                .toCompletableFuture(),
                        true)));
    }

    private static final class ReadOutput<T> extends CommandOutput<byte[], byte[], @Nullable T> {

        private final Function<ByteBuffer, T> reading;

        ReadOutput(Function<ByteBuffer, T> reading) {
            super(ByteArrayCodec.INSTANCE, null);
            this.reading = reading;
        }

        @Override
        public void set(@Nullable ByteBuffer bytes) {
            output = bytes == null ? null : reading.apply(bytes.slice());
        }
    }

    /** One call of a script, made each time that what it gives is subscribed to. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Call<T>(
            RedisScriptingAsyncCommands<byte[], byte[]> commands,
            LuaScript script,
            ScriptOutputType type,
            byte[][] keys,
            byte[][] arguments) {

        Mono<T> byName() {
            return Mono.fromFuture(
                    () -> commands.<T>evalsha(script.sha1(), type, keys, arguments)
                            .toCompletableFuture(),
                    true);
        }

        Mono<T> bySource() {
            return Mono.fromFuture(
                    () -> commands.<T>eval(script.body(), type, keys, arguments).toCompletableFuture(), true);
        }

        Mono<T> byNameOrSource() {
            return byName().onErrorResume(RedisScripts::isUnknownToServer, failure -> bySource());
        }
    }

    static boolean isUnknownToServer(Throwable failure) {
        return Repetition.cause(failure) instanceof RedisNoScriptException;
    }

    /** A claim's token as scripts are sent it. */
    static byte[] token(ClaimToken token) {
        return ByteBuffer.allocate(Long.BYTES).putLong(token.value()).array();
    }

    /** A time as scripts are sent it. */
    static byte[] millis(Duration duration) {
        return Long.toString(duration.toMillis()).getBytes(StandardCharsets.US_ASCII);
    }
}
