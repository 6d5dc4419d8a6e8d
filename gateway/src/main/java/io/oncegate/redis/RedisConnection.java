package io.oncegate.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import io.lettuce.core.api.async.RedisStringAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.NavigableMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The one connection, opened when first needed: a gateway starts while Redis is away, and finds it when it is back.
 * Once open, the driver reconnects by itself.
 */
public final class RedisConnection {

    private record Opened(
            StatefulConnection<byte[], byte[]> connection, RedisClusterAsyncCommands<byte[], byte[]> commands) {}

    private final Supplier<AbstractRedisClient> client;
    private final Mono<Opened> opened;

    /**
     * @param client gives the client, whose commands while disconnected are to be rejected rather than queued: a queued
     *     reservation would be executed long after its request was answered. Whoever made it shuts it down
     */
    public RedisConnection(Supplier<AbstractRedisClient> client) {
        this.client = client;
        // connecting blocks, so it leaves the event loop; everybody who asks meanwhile waits for the same attempt
        this.opened = Mono.fromCallable(() -> open(client.get()))
                .subscribeOn(Schedulers.boundedElastic())
                .cacheInvalidateIf(it -> false);
    }

    /** The client, for a connection of another kind. */
    AbstractRedisClient client() {
        return client.get();
    }

    Mono<RedisScriptingAsyncCommands<byte[], byte[]>> commands() {
        return opened.map(Opened::commands);
    }

    /** The commands that read and write keys as they are. */
    Mono<RedisStringAsyncCommands<byte[], byte[]>> strings() {
        return opened.map(Opened::commands);
    }

    /** The commands that ask Redis of itself. */
    Mono<RedisServerAsyncCommands<byte[], byte[]>> server() {
        return opened.map(Opened::commands);
    }

    /** The nodes that have keys, by name. */
    Mono<NavigableMap<String, StatefulRedisConnection<byte[], byte[]>>> nodes() {
        return opened.flatMap(it -> RedisNodes.of(client.get(), it.connection()));
    }

    /** Opens the connection ahead of the first request; an error means that it is tried again then. */
    public Mono<Void> open() {
        return opened.then();
    }

    private static Opened open(AbstractRedisClient client) {
        if (client instanceof RedisClusterClient cluster) {
            StatefulRedisClusterConnection<byte[], byte[]> connection = cluster.connect(ByteArrayCodec.INSTANCE);
            return new Opened(connection, connection.async());
        }
        if (client instanceof RedisClient single) {
            StatefulRedisConnection<byte[], byte[]> connection = single.connect(ByteArrayCodec.INSTANCE);
            return new Opened(connection, connection.async());
        }
        throw new IllegalStateException(
                "the Redis client is neither a RedisClient nor a RedisClusterClient: " + client.getClass());
    }
}
