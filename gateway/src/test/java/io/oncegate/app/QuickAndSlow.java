package io.oncegate.app;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.stream.Stream;

/** A gateway as it is, and one that has all requests go the whole way, each with its Redis. */
final class QuickAndSlow implements AutoCloseable {

    private final Operations quick;
    private final Operations slow;
    private final RedisClient onlookers;
    private final StatefulRedisConnection<String, String> onlooker;

    /**
     * @param properties of both, each {@code name=value}
     */
    QuickAndSlow(String... properties) {
        quick = new Operations(properties);
        slow = new Operations(Stream.concat(Stream.of(properties), Stream.of("oncegate.fast-path=false"))
                .toArray(String[]::new));
        EmbeddedRedis redis = quick.gateway().application().getBean(EmbeddedRedis.class);
        onlookers = RedisClient.create(RedisURI.create(redis.host(), redis.port()));
        onlooker = onlookers.connect();
    }

    Operations quick() {
        return quick;
    }

    Operations slow() {
        return slow;
    }

    /** The quick one's. */
    RedisCommands<String, String> redis() {
        return onlooker.sync();
    }

    @Override
    public void close() {
        onlookers.shutdown();
        quick.close();
        slow.close();
    }
}
