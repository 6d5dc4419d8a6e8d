package io.oncegate.systemtest;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** How Redis is set up. */
enum Topology {
    /** Cut off from gateways at gates. */
    STANDALONE(Ground::loopback, ground -> new LoneRedis()),
    SENTINEL(Ground::divisible, RedisSentinels::new),
    CLUSTER(Ground::divisible, RedisCluster::new);

    @SuppressWarnings("ImmutableEnumChecker") // a constructor
    private final Supplier<Ground> ground;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor
    private final Function<Ground, RedisTopology> redis;

    Topology(Supplier<Ground> ground, Function<Ground, RedisTopology> redis) {
        this.ground = ground;
        this.redis = redis;
    }

    /** What a fleet with it stands on. */
    Ground ground() {
        return ground.get();
    }

    /** Starts it. */
    RedisTopology start(Ground on) {
        return redis.apply(on);
    }

    @Override
    public String toString() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
