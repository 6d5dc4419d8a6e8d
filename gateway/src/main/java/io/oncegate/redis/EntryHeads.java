package io.oncegate.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
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
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the heads of entries on one node, many commands at a time; an answer's headers and body stay where they are. */
final class EntryHeads {

    /** Head, the longest history, and a status or how an attempt ended. */
    private static final int MOST = RecordCodec.HEAD + History.MOST_EARLIER * HistoryCodec.ATTEMPT + 4;

    private static final int AT_A_TIME = 1000;

    /** What {@code PTTL} says of a key that is not there. */
    private static final long GONE = -2;

    private final RedisAsyncCommands<byte[], byte[]> redis;
    private final EntryFilter filter;

    EntryHeads(RedisAsyncCommands<byte[], byte[]> redis, EntryFilter filter) {
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
        return asked(() -> redis.scan(ScanCursor.of(cursor), args));
    }

    /** The heads of those that the filter admits. */
    Mono<List<Head>> matching(List<byte[]> keys) {
        List<Head> unread = new ArrayList<>();
        for (byte[] key : keys) {
            RedisKeys.parse(new String(key, StandardCharsets.US_ASCII))
                    .filter(filter::admits)
                    .ifPresent(id -> unread.add(new Head(key, id, Optional.empty(), Instant.EPOCH)));
        }
        if (unread.isEmpty()) {
            return Mono.just(List.of());
        }
        return asked(redis::time).map(EntryHeads::instant).flatMap(now -> Flux.fromIterable(unread)
                .flatMap(head -> start(head, now), AT_A_TIME)
                .filter(head -> filter.admits(head.summary(new EntryVersion(""), 0, Optional.empty())))
                .collectList());
    }

    /** All that is shown of them. What is gone meanwhile is left out. */
    Mono<List<EntrySummary>> summaries(List<Head> heads) {
        return Flux.fromIterable(heads).flatMap(this::summary, AT_A_TIME).collectList();
    }

    private Mono<Head> start(Head head, Instant now) {
        return asked(() -> redis.getrange(head.key(), 0, MOST - 1))
                .map(start -> new Head(head.key(), head.id(), Optional.of(start), now))
                .onErrorResume(
                        EntryHeads::isOfAnotherType,
                        failure -> Mono.just(new Head(head.key(), head.id(), Optional.empty(), now)));
    }

    private Mono<EntrySummary> summary(Head head) {
        Mono<Long> millis = asked(() -> redis.pttl(head.key())).filter(left -> left != GONE);
        if (head.start().isEmpty()) {
            return millis.flatMap(left -> asked(() -> redis.type(head.key()))
                    .zipWith(asked(() -> redis.memoryUsage(head.key())))
                    .map(it -> head.summary(SeenVersion.ofType(it.getT1()), it.getT2(), Sight.timeLeft(left))));
        }
        byte[] start = head.start().get();
        return millis.zipWith(asked(() -> redis.strlen(head.key())))
                .map(it -> head.summary(SeenVersion.of(start, it.getT2()), it.getT2(), Sight.timeLeft(it.getT1())));
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
