package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A real primary with real replicas, and a gateway's client to the primary. */
final class LocalReplicas implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final RedisNode primary = RedisNode.start();
    private final List<RedisNode> replicas;
    private final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", primary.port()));

    LocalReplicas(int replicas) {
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        this.replicas = IntStream.range(0, replicas)
                .mapToObj(i -> RedisNode.start("replicaof 127.0.0.1 " + primary.port()))
                .toList();
        awaitReplicas();
    }

    void awaitReplicas() {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(primary.commands().info("replication"))
                        .contains("connected_slaves:" + replicas.size())
                        .doesNotContain("state=wait", "state=send"));
    }

    /** Waits until so many clients are held up by a WAIT. */
    void awaitHeldUp(int clients) {
        await().atMost(DEADLINE)
                .untilAsserted(() ->
                        assertThat(primary.commands().info("clients")).contains("blocked_clients:" + clients + "\r"));
    }

    RedisNode primary() {
        return primary;
    }

    RedisNode replica(int i) {
        return replicas.get(i);
    }

    RedisConnection connection() {
        return new RedisConnection(() -> client);
    }

    RedisIdempotencyStore store() {
        return new RedisIdempotencyStore(connection());
    }

    RedisIdempotencyStore waitingFor(int replicas, Duration timeout) {
        return new RedisIdempotencyStore(
                connection(), AnswerSeal.plain(), new ReplicaWait(connection(), replicas, timeout));
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        replicas.forEach(RedisNode::resume);
        replicas.forEach(RedisNode::close);
        primary.close();
    }
}
