package io.oncegate.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.oncegate.core.EntryId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Hears which entries were settled that somebody had found busy. The scripts publish only those, so that a key nobody
 * contends for costs nothing here.
 *
 * <p>One plain channel for all keys: in a cluster every node passes it on, a driver takes it up again after a reconnect,
 * and no key has to be subscribed to before it can be heard of.
 */
final class SettledChannel {

    /** The scripts name it too. */
    static final String NAME = "oncegate:v1:settled";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Supplier<AbstractRedisClient> client;

    SettledChannel(Supplier<AbstractRedisClient> client) {
        this.client = client;
    }

    /** Connects when subscribed to, and again as often as it must. Never ends. */
    Flux<EntryId> messages() {
        // connecting and subscribing block
        return Flux.create(this::connect)
                .subscribeOn(Schedulers.boundedElastic())
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE));
    }

    private void connect(FluxSink<EntryId> heard) {
        StatefulRedisPubSubConnection<byte[], byte[]> connection = open(client.get());
        heard.onDispose(() -> {
            var unused = connection.closeAsync();
        });
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(byte[] channel, byte[] key) {
                RedisKeys.parse(new String(key, StandardCharsets.US_ASCII)).ifPresent(heard::next);
            }
        });
        connection.sync().subscribe(NAME.getBytes(StandardCharsets.US_ASCII));
    }

    private static StatefulRedisPubSubConnection<byte[], byte[]> open(AbstractRedisClient client) {
        if (client instanceof RedisClusterClient cluster) {
            return cluster.connectPubSub(ByteArrayCodec.INSTANCE);
        }
        if (client instanceof RedisClient single) {
            return single.connectPubSub(ByteArrayCodec.INSTANCE);
        }
        throw new IllegalStateException("cannot listen through a " + client.getClass());
    }
}
