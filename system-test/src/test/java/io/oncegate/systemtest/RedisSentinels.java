package io.oncegate.systemtest;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A primary with two replicas, and three Sentinels that watch over it. */
final class RedisSentinels implements RedisTopology {

    private static final String NAME = "oncegate";
    private static final int REPLICAS = 2;
    private static final int SENTINELS = 3;

    private final Shard shard;
    private final List<RedisProcess> sentinels;

    RedisSentinels(Ground ground) {
        RedisProcess primary = RedisProcess.start(ground.site());
        Stream<RedisProcess> replicas = IntStream.range(0, REPLICAS)
                .mapToObj(
                        i -> RedisProcess.start(ground.site(), "--replicaof " + primary.host() + " " + primary.port()));
        this.shard = Shard.ofAll(Stream.concat(Stream.of(primary), replicas).toList());
        this.sentinels = IntStream.range(0, SENTINELS)
                .mapToObj(i -> RedisProcess.sentinel(ground.site(), NAME, primary))
                .toList();
        awaitWhole();
    }

    @Override
    public List<String> arguments() {
        String nodes = sentinels.stream().map(RedisProcess::toString).collect(Collectors.joining(","));
        return List.of("--spring.data.redis.sentinel.master=" + NAME, "--spring.data.redis.sentinel.nodes=" + nodes);
    }

    @Override
    public List<Shard> shards() {
        return List.of(shard);
    }

    @Override
    public List<Site> sites() {
        return Stream.concat(shard.nodes().stream(), sentinels.stream())
                .map(RedisProcess::site)
                .toList();
    }

    @Override
    public List<String> failovers() {
        return List.of("");
    }

    @Override
    public void failOver(Shard all, String way) {
        Eventually.happens(
                "a Sentinel would do it",
                () -> sentinels.get(0).ask("SENTINEL FAILOVER " + NAME).startsWith("+OK"));
    }

    @Override
    public void revive(Shard all, RedisProcess node) {
        RedisProcess primary = all.primary();
        node.restart("--replicaof " + primary.host() + " " + primary.port());
    }

    @Override
    public boolean isWhole() {
        return shard.isWhole() && sentinels.stream().allMatch(this::isContent);
    }

    private boolean isContent(RedisProcess sentinel) {
        String primary = sentinel.ask("SENTINEL MASTER " + NAME);
        String replicas = sentinel.ask("SENTINEL REPLICAS " + NAME);
        RedisProcess named = shard.primary();
        return primary.contains("\r\n" + named.host() + "\r\n")
                && primary.contains("\r\n" + named.port() + "\r\n")
                && says(primary, "num-slaves", REPLICAS)
                && says(primary, "num-other-sentinels", SENTINELS - 1)
                && Stream.of(primary, replicas)
                        .noneMatch(view -> view.contains("s_down")
                                || view.contains("o_down")
                                || view.contains("disconnected")
                                || view.contains("failover_in_progress"));
    }

    private static boolean says(String view, String field, int value) {
        return view.contains("\r\n" + field + "\r\n$1\r\n" + value + "\r\n");
    }

    @Override
    public void close() {
        Closing.all(Stream.concat(sentinels.stream(), shard.nodes().stream()).toArray(AutoCloseable[]::new));
    }
}
