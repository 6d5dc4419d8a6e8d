package io.oncegate.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import io.oncegate.core.StoreAudit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Looks at a Redis; of a cluster, at one of its nodes. A managed one, or one that restricts its users, may refuse
 * {@code CONFIG} or even {@code INFO}: what it does not tell is unknown, and no failure.
 */
public final class RedisAudit implements StoreAudit {

    private final RedisConnection connection;
    private final Duration timeout;
    private final int replicasToWait;
    private final Clock clock;

    /**
     * @param connection how to reach Redis; may be shared
     * @param timeout the deadline of every question
     * @param replicasToWait how many replicas a claim waits for
     * @param clock the gateway's
     */
    public RedisAudit(RedisConnection connection, Duration timeout, int replicasToWait, Clock clock) {
        this.connection = connection;
        this.timeout = timeout;
        this.replicasToWait = replicasToWait;
        this.clock = clock;
    }

    @Override
    public Mono<Report> report() {
        return connection.server().flatMap(this::ask).timeout(timeout.multipliedBy(2));
    }

    private Mono<Report> ask(RedisServerAsyncCommands<byte[], byte[]> server) {
        Mono<Map<String, String>> info = allowed(Mono.fromCompletionStage(server::info))
                .map(told -> told.map(RedisFacts::parse).orElseGet(Map::of));
        Mono<Optional<String>> save = allowed(
                Mono.fromCompletionStage(() -> server.configGet("save")).map(told -> told.getOrDefault("save", "")));
        Mono<Optional<Duration>> ahead =
                allowed(Mono.fromCompletionStage(server::time)).map(told -> told.map(this::ahead));
        return Mono.zip(info, save, ahead, replicas())
                .map(told -> new RedisFacts(told.getT1(), told.getT2(), told.getT3(), told.getT4()).report());
    }

    /** Of a cluster, asks all primaries: claims of some keys are refused where one of them has too few. */
    private Mono<RedisFacts.Replicas> replicas() {
        if (replicasToWait == 0) {
            return Mono.just(RedisFacts.Replicas.NOT_WAITED_FOR);
        }
        return connection
                .nodes()
                .flatMapIterable(NavigableMap::values)
                .flatMap(node ->
                        allowed(Mono.fromCompletionStage(() -> node.async().info("replication"))))
                .flatMap(Mono::justOrEmpty)
                .map(RedisFacts::parse)
                .flatMap(lines -> Mono.justOrEmpty(lines.get("connected_slaves")))
                .map(Integer::valueOf)
                .reduce(Math::min)
                .map(fewest -> new RedisFacts.Replicas(replicasToWait, Optional.of(fewest)))
                .defaultIfEmpty(new RedisFacts.Replicas(replicasToWait, Optional.empty()));
    }

    private Duration ahead(List<byte[]> time) {
        Instant redis = Instant.ofEpochSecond(number(time.get(0))).plusNanos(number(time.get(1)) * 1_000);
        return Duration.between(clock.instant(), redis);
    }

    private static long number(byte[] digits) {
        return Long.parseLong(
                StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(digits)).toString());
    }

    /** Empty where Redis answered that it does not tell; an error only where it did not answer. */
    private <T> Mono<Optional<T>> allowed(Mono<T> question) {
        return question.map(Optional::of)
                .timeout(timeout)
                .onErrorResume(RedisCommandExecutionException.class, refused -> Mono.just(Optional.empty()))
                .defaultIfEmpty(Optional.empty());
    }
}
