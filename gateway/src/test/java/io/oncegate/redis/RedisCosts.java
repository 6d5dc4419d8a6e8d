package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What Redis spends on commands: its own processor time, which a busy machine does not add to, and its memory. */
final class RedisCosts {

    private static final int TOGETHER = 16;
    private static final int RUNS = 5;

    private final StatefulRedisConnection<byte[], byte[]> redis;
    private final int calls;

    /** @param calls how many commands of a kind a run has */
    RedisCosts(StatefulRedisConnection<byte[], byte[]> redis, int calls) {
        this.redis = redis;
        this.calls = calls;
    }

    int calls() {
        return calls;
    }

    /** A command with its arguments. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(CommandType type, byte[]... arguments) {}

    /**
     * Microseconds of Redis's processor for one: the least of five runs, over one connection and sixteen at a time.
     *
     * @param before what is to be in Redis before each run
     * @param call the command for each number
     */
    double micros(Runnable before, IntFunction<Call> call) {
        double least = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            before.run();
            double start = cpuSeconds();
            for (int from = 0; from < calls; from += TOGETHER) {
                sent(from, Math.min(from + TOGETHER, calls), call);
            }
            least = Math.min(least, (cpuSeconds() - start) * 1e6 / calls);
        }
        return least;
    }

    /** Sends commands for all of the numbers. */
    void all(IntFunction<Call> call) {
        for (int from = 0; from < calls; from += TOGETHER) {
            sent(from, Math.min(from + TOGETHER, calls), call);
        }
    }

    /** What came back, each reply as a list. */
    List<List<Object>> sent(int from, int to, IntFunction<Call> call) {
        List<AsyncCommand<byte[], byte[], List<Object>>> commands = IntStream.range(from, to)
                .mapToObj(call)
                .map(it -> {
                    CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
                    for (byte[] argument : it.arguments()) {
                        arguments.add(argument);
                    }
                    return new AsyncCommand<>(
                            new Command<>(it.type(), new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), arguments));
                })
                .collect(Collectors.toCollection(ArrayList::new));
        redis.dispatch(commands);
        return commands.stream()
                .map(command -> command.toCompletableFuture().join())
                .toList();
    }

    /** The memory that Redis has in use, in bytes. */
    long memory() {
        return Long.parseLong(Objects.requireNonNull(info("memory").get("used_memory")));
    }

    /** What a server says of itself. */
    Map<String, String> info(String section) {
        return redis.sync()
                .info(section)
                .lines()
                .filter(line -> line.contains(":"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).trim()));
    }

    private double cpuSeconds() {
        Map<String, String> cpu = info("cpu");
        return Double.parseDouble(Objects.requireNonNull(cpu.get("used_cpu_user_main_thread")))
                + Double.parseDouble(Objects.requireNonNull(cpu.get("used_cpu_sys_main_thread")));
    }

    static byte[] text(Object text) {
        return text.toString().getBytes(US_ASCII);
    }
}
