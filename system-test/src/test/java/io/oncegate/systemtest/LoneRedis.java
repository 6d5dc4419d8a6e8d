package io.oncegate.systemtest;

import java.util.List;

/** One Redis, with nobody to take its place. */
final class LoneRedis implements RedisTopology {

    private final RedisProcess process = RedisProcess.start();

    @Override
    public List<String> arguments() {
        return List.of("--spring.data.redis.host=" + process.host(), "--spring.data.redis.port=" + process.port());
    }

    @Override
    public List<Shard> shards() {
        return List.of(Shard.ofAll(List.of(process)));
    }

    @Override
    public List<Site> sites() {
        return List.of(process.site());
    }

    @Override
    public List<String> failovers() {
        return List.of();
    }

    @Override
    public void failOver(Shard shard, String way) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWhole() {
        return shards().get(0).isWhole();
    }

    @Override
    public void close() {
        process.close();
    }
}
