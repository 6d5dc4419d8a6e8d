package io.oncegate.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.List;

/**
 * A script that replicas are waited for after it, as commands of the driver's: those that belong together have to be
 * handed over together.
 *
 * @param script what to run; its answer is a number
 * @param key the one that it touches
 * @param arguments the rest
 * @param inFull whether with its source, for a server that has not seen it
 * @param asking whether to a node that the key's slot is still on its way to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReplicaWrite(LuaScript script, byte[] key, List<byte[]> arguments, boolean inFull, boolean asking) {

    ReplicaWrite(LuaScript script, byte[] key, byte[]... arguments) {
        this(script, key, List.of(arguments), false, false);
    }

    ReplicaWrite inFullAgain() {
        return new ReplicaWrite(script, key, arguments, true, asking);
    }

    ReplicaWrite redirected(boolean nowAsking) {
        return new ReplicaWrite(script, key, arguments, inFull, nowAsking);
    }

    AsyncCommand<byte[], byte[], Long> command() {
        CommandArgs<byte[], byte[]> all = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        if (inFull) {
            all.add(script.body());
        } else {
            all.add(script.sha1());
        }
        all.add(1).addKey(key).addValues(arguments);
        return number(inFull ? CommandType.EVAL : CommandType.EVALSHA, all);
    }

    /** Holds for the next command on the same connection and for no other. */
    static RedisCommand<byte[], byte[], ?> ask() {
        return new AsyncCommand<>(new Command<>(CommandType.ASKING, new StatusOutput<>(ByteArrayCodec.INSTANCE)));
    }

    static AsyncCommand<byte[], byte[], Long> await(int replicas, Duration timeout) {
        return number(
                CommandType.WAIT,
                new CommandArgs<>(ByteArrayCodec.INSTANCE).add(replicas).add(timeout.toMillis()));
    }

    private static AsyncCommand<byte[], byte[], Long> number(CommandType type, CommandArgs<byte[], byte[]> arguments) {
        return new AsyncCommand<>(new Command<>(type, new IntegerOutput<>(ByteArrayCodec.INSTANCE), arguments));
    }
}
