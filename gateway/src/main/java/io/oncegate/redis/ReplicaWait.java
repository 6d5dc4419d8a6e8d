package io.oncegate.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/**
 * Makes a claim count only once as many replicas have it, by Redis's {@code WAIT}.
 *
 * <p>{@code WAIT} holds up the connection that it is sent on, and counts only what that connection wrote. Were claims made
 * there, every replay would wait behind a replica that is slow. So a claim is made where all calls are made, and only one
 * that was granted is written once more on a connection that has nothing else to do: its lease is renewed, which also
 * shows that this primary still has it, and not only one from before a failover. Replication is one stream: a replica
 * that has the renewal has the claim.
 */
public final class ReplicaWait {

    /** As the driver's own. */
    private static final int MOST_REDIRECTS = 5;

    private final RedisConnection connection;
    private final int replicas;
    private final Duration timeout;
    private final Map<String, ReplicaLane> lanes = new ConcurrentHashMap<>();
    private final LongAdder rounds = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * @param connection for nothing else
     * @param replicas how many have to have a claim, at least one
     * @param timeout how long they are waited for once it is a claim's turn; one that has to let others finish first may
     *     take twice as long
     */
    public ReplicaWait(RedisConnection connection, int replicas, Duration timeout) {
        this.connection = connection;
        this.replicas = replicas;
        this.timeout = timeout;
    }

    /** How many times replicas were waited for: for all claims together that had come meanwhile. */
    public long rounds() {
        return rounds.sum();
    }

    /** How many claims enough replicas had in time. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** How many claims did not count, whether replicas were too few or Redis failed. */
    public long refused() {
        return refused.sum();
    }

    /** Opens the connection ahead of the first claim; an error means that it is tried again then. */
    public Mono<Void> open() {
        return connection.open();
    }

    /**
     * The script's answer once the replicas have what it wrote; an error if not, or if that cannot be known. What a dropped
     * connection cut off is written and waited for again.
     */
    Mono<Long> written(LuaScript script, byte[] key, byte[]... arguments) {
        ReplicaWrite write = new ReplicaWrite(script, key, arguments);
        return Repetition.USUAL
                .of(connection.primary(key).flatMap(primary -> at(primary, write, MOST_REDIRECTS)))
                .doOnSuccess(answer -> acknowledged.increment())
                .doOnError(failure -> refused.increment());
    }

    private Mono<Long> at(RedisNodes.Primary primary, ReplicaWrite write, int redirects) {
        ReplicaLane lane = lane(primary);
        return lane.write(write)
                .onErrorResume(RedisScripts::isUnknownToServer, failure -> lane.write(write.inFullAgain()))
                .onErrorResume(
                        failure -> redirects > 0 && Redirect.of(failure).isPresent(),
                        failure -> elsewhere(Redirect.of(failure).orElseThrow(), write, redirects - 1));
    }

    private Mono<Long> elsewhere(Redirect redirect, ReplicaWrite write, int redirects) {
        return connection
                .primary(redirect)
                .flatMap(primary -> at(primary, write.redirected(redirect.asking()), redirects));
    }

    /** A node that was away for long has another connection. */
    private ReplicaLane lane(RedisNodes.Primary primary) {
        return lanes.compute(
                primary.name(),
                (name, lane) -> lane != null && lane.isOver(primary.connection())
                        ? lane
                        : new ReplicaLane(primary.connection(), replicas, timeout, rounds));
    }
}
