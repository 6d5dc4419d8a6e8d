package io.oncegate.systemtest;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A primary with two replicas, and three Sentinels that watch over it. */
final class RedisSentinels implements ReplicatedRedis {

    private static final String NAME = "oncegate";

    private final RedisProcess primary = RedisProcess.start();
    private final List<RedisProcess> replicas = IntStream.range(0, 2)
            .mapToObj(i -> RedisProcess.start("--replicaof 127.0.0.1 " + primary.port()))
            .toList();
    private final List<RedisProcess> sentinels = IntStream.range(0, 3)
            .mapToObj(i -> RedisProcess.sentinel(NAME, primary.port()))
            .toList();
    private final RedisClient client = RedisClient.create();
    private final StatefulRedisSentinelConnection<String, String> sentinel =
            client.connectSentinel(RedisURI.create("127.0.0.1", sentinels.get(0).port()));

    RedisSentinels() {
        Eventually.happens("the Sentinels knew the replicas and each other", () -> {
            String known = sentinel.sync().master(NAME).toString();
            return known.contains("num-slaves=2") && known.contains("num-other-sentinels=2");
        });
    }

    @Override
    public List<String> arguments() {
        String nodes =
                sentinels.stream().map(process -> "127.0.0.1:" + process.port()).collect(Collectors.joining(","));
        return List.of("--spring.data.redis.sentinel.master=" + NAME, "--spring.data.redis.sentinel.nodes=" + nodes);
    }

    @Override
    public void failOver() {
        primary.kill();
        Eventually.happens("a replica became the primary", () -> port() != primary.port());
    }

    private int port() {
        return ((InetSocketAddress) sentinel.sync().getMasterAddrByName(NAME)).getPort();
    }

    @Override
    public void close() {
        client.shutdown();
        Closing.all(Stream.of(sentinels.stream(), replicas.stream(), Stream.of(primary))
                .flatMap(it -> it)
                .toArray(AutoCloseable[]::new));
    }
}
