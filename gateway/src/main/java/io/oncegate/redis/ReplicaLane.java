package io.oncegate.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Writes on one primary's connection that replicas are waited for. Redis holds a connection up while it waits, so at
 * most one {@code WAIT} is out: what comes meanwhile goes with the next, all of it with one.
 */
final class ReplicaLane {

    /** Well below the driver's own queue, which turns away what is over it. */
    private static final int LONGEST_ROUND = 4096;

    private record Held(ReplicaWrite write, CompletableFuture<Long> result) {}

    private record Sent(Held held, AsyncCommand<byte[], byte[], Long> command) {}

    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final int replicas;
    private final Duration timeout;
    private final LongAdder rounds;
    private final Queue<Held> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean out = new AtomicBoolean();
    private final AtomicLong disconnections = new AtomicLong();

    /**
     * @param connection used for nothing else
     * @param replicas how many have to have a write
     * @param timeout how long they are waited for
     * @param rounds counts what was sent
     */
    ReplicaLane(StatefulRedisConnection<byte[], byte[]> connection, int replicas, Duration timeout, LongAdder rounds) {
        this.connection = connection;
        this.replicas = replicas;
        this.timeout = timeout;
        this.rounds = rounds;
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
                disconnections.incrementAndGet();
            }
        });
    }

    boolean isOver(StatefulRedisConnection<byte[], byte[]> other) {
        return connection == other;
    }

    /**
     * The script's answer, once as many replicas have what it wrote; an error if they had not in time. What is cancelled
     * before its turn is not sent.
     */
    Mono<Long> write(ReplicaWrite write) {
        return Mono.defer(() -> {
            Held held = new Held(write, new CompletableFuture<>());
            queue.add(held);
            work();
            return Mono.fromFuture(held.result());
        });
    }

    private void work() {
        while (!queue.isEmpty() && out.compareAndSet(false, true)) {
            List<Sent> round = nextRound();
            if (round.isEmpty()) {
                out.set(false);
            } else {
                send(round);
            }
        }
    }

    private List<Sent> nextRound() {
        List<Sent> round = new ArrayList<>();
        while (round.size() < LONGEST_ROUND) {
            Held held = queue.poll();
            if (held == null) {
                break;
            }
            if (!held.result().isDone()) {
                round.add(new Sent(held, held.write().command()));
            }
        }
        return round;
    }

    private void send(List<Sent> round) {
        rounds.increment();
        long before = disconnections.get();
        AsyncCommand<byte[], byte[], Long> wait = ReplicaWrite.await(replicas, timeout);
        wait.onComplete((acknowledged, failure) -> {
            boolean cutOff = disconnections.get() != before;
            // the next round first: what hangs on these results goes on in this thread
            out.set(false);
            work();
            for (Sent sent : round) {
                end(
                        sent,
                        failure == null && cutOff
                                ? new RedisException("cut off while replicas were waited for")
                                : failure,
                        acknowledged);
            }
        });
        List<RedisCommand<byte[], byte[], ?>> commands = new ArrayList<>();
        for (Sent sent : round) {
            if (sent.held().write().asking()) {
                commands.add(ReplicaWrite.ask());
            }
            commands.add(sent.command());
        }
        commands.add(wait);
        // All at once, to one connection: Redis counts only what was written on the connection that waits. A WAIT that
        // the driver put on the next connection would find nothing to wait for, and be content with replicas that have
        // none of it. Where the connection changed all the same, nothing that it said counts.
        connection.dispatch(commands);
    }

    private void end(Sent sent, @Nullable Throwable failure, @Nullable Long acknowledged) {
        CompletableFuture<Long> result = sent.held().result();
        sent.command().onComplete((answer, refusal) -> {
            if (refusal != null) {
                result.completeExceptionally(refusal);
            } else if (failure != null) {
                result.completeExceptionally(failure);
            } else if (acknowledged == null || acknowledged < replicas) {
                result.completeExceptionally(
                        new TooFewReplicasException(acknowledged == null ? 0 : acknowledged, replicas, timeout));
            } else {
                result.complete(answer);
            }
        });
    }
}
