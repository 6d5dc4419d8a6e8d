package io.oncegate.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.EntryVersion;
import io.oncegate.core.History;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the heads of entries on one node, many commands at a time; an answer's headers and body stay where they are. */
final class EntryHeads {

    /** Head, the longest history, and a status or how an attempt ended. */
    private static final int MOST = RecordCodec.HEAD + History.MOST_EARLIER * HistoryCodec.ATTEMPT + 4;

    /** What {@code PTTL} says of a key that is not there. */
    private static final long GONE = -2;

    private final StatefulRedisConnection<byte[], byte[]> redis;
    private final EntryFilter filter;

    EntryHeads(StatefulRedisConnection<byte[], byte[]> redis, EntryFilter filter) {
        this.redis = redis;
        this.filter = filter;
    }

    /**
     * What is known of an entry from its first bytes.
     *
     * @param key its key
     * @param id what the key is spelled for
     * @param start its first bytes; empty where the key is of another type
     * @param now Redis's clock
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Head(byte[] key, EntryId id, Optional<byte[]> start, Instant now) {

        EntrySummary summary(EntryVersion version, long size, Optional<Duration> timeLeft) {
            Optional<Entry> entry = start.flatMap(RecordCodec::begins);
            return EntrySummary.of(id, version, entry, size, timeLeft, now);
        }
    }

    /** Takes one step over the keys. */
    Mono<KeyScanCursor<byte[]>> scan(String cursor, int count) {
        ScanArgs args = ScanArgs.Builder.limit(count).match(RedisKeys.pattern(filter));
        return asked(() -> redis.async().scan(ScanCursor.of(cursor), args));
    }

    /** The heads of those that the filter admits. */
    Mono<List<Head>> matching(List<byte[]> keys) {
        List<EntryId> ids = new ArrayList<>();
        List<byte[]> read = new ArrayList<>();
        for (byte[] key : keys) {
            RedisKeys.parse(new String(key, StandardCharsets.US_ASCII))
                    .filter(filter::admits)
                    .ifPresent(id -> {
                        ids.add(id);
                        read.add(key);
                    });
        }
        if (read.isEmpty()) {
            return Mono.just(List.of());
        }
        return asked(redis.async()::time).map(EntryHeads::instant).flatMap(now -> together(
                        read, CommandType.GETRANGE, ByteArrayOutput::new, 0, MOST - 1)
                .map(starts -> IntStream.range(0, ids.size())
                        .mapToObj(i -> new Head(read.get(i), ids.get(i), starts.get(i), now))
                        .filter(head -> filter.admits(head.summary(new EntryVersion(""), 0, Optional.empty())))
                        .toList()));
    }

    /** All that is shown of them. What is gone meanwhile is left out. */
    Mono<List<EntrySummary>> summaries(List<Head> heads) {
        if (heads.isEmpty()) {
            return Mono.just(List.of());
        }
        List<byte[]> keys = heads.stream().map(Head::key).toList();
        return Mono.zip(
                        together(keys, CommandType.PTTL, IntegerOutput::new),
                        together(keys, CommandType.STRLEN, IntegerOutput::new))
                .flatMapMany(read -> Flux.range(0, heads.size())
                        .concatMap(i -> summary(
                                heads.get(i),
                                read.getT1().get(i).orElse(GONE),
                                read.getT2().get(i))))
                .collectList();
    }

    private Mono<EntrySummary> summary(Head head, long left, Optional<Long> size) {
        if (left == GONE) {
            return Mono.empty();
        }
        if (head.start().isPresent() && size.isPresent()) {
            return Mono.just(
                    head.summary(SeenVersion.of(head.start().get(), size.get()), size.get(), Sight.timeLeft(left)));
        }
        return Mono.zip(asked(() -> redis.async().type(head.key())), asked(() -> redis.async()
                        .memoryUsage(head.key())))
                .map(it -> head.summary(SeenVersion.ofType(it.getT1()), it.getT2(), Sight.timeLeft(left)));
    }

    /** One command for each key, all sent at once: flushed one by one they take many times as long. */
    private <T> Mono<List<Optional<T>>> together(
            List<byte[]> keys,
            CommandType type,
            Function<RedisCodec<byte[], byte[]>, CommandOutput<byte[], byte[], T>> output,
            int... arguments) {
        return Mono.defer(() -> {
            List<AsyncCommand<byte[], byte[], T>> commands = new ArrayList<>(keys.size());
            for (byte[] key : keys) {
                CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key);
                for (int argument : arguments) {
                    args.add(argument);
                }
                commands.add(new AsyncCommand<>(new Command<>(type, output.apply(ByteArrayCodec.INSTANCE), args)));
            }
            redis.dispatch(commands);
            return Flux.fromIterable(commands)
                    .concatMap(command -> Mono.fromCompletionStage(command)
                            .map(Optional::of)
                            .onErrorResume(EntryHeads::isOfAnotherType, failure -> Mono.just(Optional.empty())))
                    .collectList();
        });
    }

    private static Instant instant(List<byte[]> time) {
        long seconds = Long.parseLong(new String(time.get(0), StandardCharsets.US_ASCII));
        long micros = Long.parseLong(new String(time.get(1), StandardCharsets.US_ASCII));
        return Instant.ofEpochMilli(seconds * 1000 + micros / 1000);
    }

    private static boolean isOfAnotherType(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RedisCommandExecutionException
                && String.valueOf(cause.getMessage()).startsWith("WRONGTYPE");
    }

    private static <T> Mono<T> asked(Supplier<? extends CompletionStage<T>> call) {
        return Mono.fromCompletionStage(call);
    }
}
