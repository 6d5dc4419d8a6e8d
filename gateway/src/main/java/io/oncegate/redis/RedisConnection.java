package io.oncegate.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
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
    private final Link link;
    private final List<Link> onLoops;
    /** For each thread its own connection, or else the one for all. */
    private final FastThreadLocal<Link> here;

    /**
     * @param client gives the client, whose commands while disconnected are to be rejected rather than queued: a queued
     *     reservation would be executed long after its request was answered. Whoever made it shuts it down
     */
    public RedisConnection(Supplier<AbstractRedisClient> client) {
        this(client, EventLoopClients.none());
    }

    /**
     * A connection on each event loop besides the one for everybody.
     *
     * @param client the same as for one connection
     * @param loops the clients on the loops
     */
    public RedisConnection(Supplier<AbstractRedisClient> client, EventLoopClients loops) {
        this.client = client;
        this.link = new Link(client);
        this.onLoops = IntStream.range(0, loops.size())
                .mapToObj(i -> new Link(() -> loops.client(i)))
                .toList();
        this.here = new FastThreadLocal<>() {
            @Override
            protected Link initialValue() {
                return loops.current().map(onLoops::get).orElse(link);
            }
        };
    }

    /** One connection, from the first attempt to open it on. */
    private static final class Link {

        private final Mono<Opened> opened;
        /** Set once there is a connection, which is for good: what every request asks for is not put together anew. */
        private volatile @Nullable Mono<RedisClusterAsyncCommands<byte[], byte[]>> ready;

        Link(Supplier<AbstractRedisClient> client) {
            // connecting blocks, so it leaves the event loop; everybody who asks meanwhile waits for the same attempt
            this.opened = Mono.fromCallable(() -> open(client.get()))
                    .doOnNext(it -> ready = Mono.just(it.commands()))
                    .subscribeOn(Schedulers.boundedElastic())
                    .cacheInvalidateIf(it -> false);
        }

        Mono<RedisClusterAsyncCommands<byte[], byte[]>> commands() {
            @Nullable Mono<RedisClusterAsyncCommands<byte[], byte[]>> known = ready;
            return known == null ? opened.map(Opened::commands) : known;
        }
    }

    /** The client, for a connection of another kind. */
    AbstractRedisClient client() {
        return client.get();
    }

    Mono<RedisClusterAsyncCommands<byte[], byte[]>> commands() {
        return here.get().commands();
    }

    /** What commands that belong together are handed to. */
    Mono<StatefulConnection<byte[], byte[]>> connection() {
        return here.get().opened.map(Opened::connection);
    }

    /** The commands that ask Redis of itself. */
    Mono<RedisServerAsyncCommands<byte[], byte[]>> server() {
        return link.opened.map(Opened::commands);
    }

    /** The nodes that have keys, by name. */
    Mono<NavigableMap<String, StatefulRedisConnection<byte[], byte[]>>> nodes() {
        return link.opened.flatMap(it -> RedisNodes.of(client.get(), it.connection()));
    }

    /** The node that takes writes of a key. */
    Mono<RedisNodes.Primary> primary(byte[] key) {
        return link.opened.flatMap(it -> RedisNodes.primary(it.connection(), key));
    }

    /** The node that another one pointed to. */
    Mono<RedisNodes.Primary> primary(Redirect redirect) {
        return link.opened.flatMap(it -> RedisNodes.primary(it.connection(), redirect));
    }

    /** Opens the connection ahead of the first request; an error means that it is tried again then. */
    public Mono<Void> open() {
        Mono<Void> others = Flux.fromIterable(onLoops)
                .flatMap(it -> it.opened.onErrorComplete())
                .then();
        return link.opened.then(others);
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
