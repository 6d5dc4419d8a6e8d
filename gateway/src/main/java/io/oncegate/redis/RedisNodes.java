package io.oncegate.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.models.role.RedisNodeDescription;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The nodes that have keys, for what has to be asked of each of them. */
final class RedisNodes {

    /** What the only node is called. */
    private static final String SINGLE = "-";

    private RedisNodes() {}

    static Mono<NavigableMap<String, StatefulRedisConnection<byte[], byte[]>>> of(
            AbstractRedisClient client, StatefulConnection<byte[], byte[]> connection) {
        if (connection instanceof StatefulRedisConnection<byte[], byte[]> single) {
            NavigableMap<String, StatefulRedisConnection<byte[], byte[]>> only = new TreeMap<>();
            only.put(SINGLE, single);
            return Mono.just(only);
        }
        if (client instanceof RedisClusterClient cluster
                && connection instanceof StatefulRedisClusterConnection<byte[], byte[]> clustered) {
            return Mono.fromCompletionStage(cluster::refreshPartitionsAsync)
                    .thenMany(Flux.defer(() -> Flux.fromIterable(clustered.getPartitions())))
                    .filter(RedisNodes::hasKeys)
                    .flatMap(node -> Mono.fromCompletionStage(() -> clustered.getConnectionAsync(node.getNodeId()))
                            .map(it -> new Node(node.getNodeId(), it)))
                    .collect(TreeMap::new, (nodes, node) -> nodes.put(node.name(), node.connection()));
        }
        return Mono.error(new IllegalStateException("cannot ask the nodes of a " + connection.getClass()));
    }

    /**
     * The node that takes writes of a key, as far as the driver knows.
     *
     * @param name the same for as long as it is that node
     * @param connection to it alone: it does not follow redirects
     */
    record Primary(String name, StatefulRedisConnection<byte[], byte[]> connection) {}

    static Mono<Primary> primary(StatefulConnection<byte[], byte[]> connection, byte[] key) {
        if (connection instanceof StatefulRedisClusterConnection<byte[], byte[]> clustered) {
            return primary(clustered, clustered.getPartitions().getPartitionBySlot(SlotHash.getSlot(key)));
        }
        return Mono.just(new Primary(SINGLE, (StatefulRedisConnection<byte[], byte[]>) connection));
    }

    /** Where a node of a cluster said that a key's slot has gone. */
    static Mono<Primary> primary(StatefulConnection<byte[], byte[]> connection, Redirect redirect) {
        if (connection instanceof StatefulRedisClusterConnection<byte[], byte[]> clustered) {
            return primary(clustered, clustered.getPartitions().getPartition(redirect.host(), redirect.port()));
        }
        return Mono.error(new IllegalStateException("a Redis that is no cluster said " + redirect));
    }

    private static Mono<Primary> primary(
            StatefulRedisClusterConnection<byte[], byte[]> clustered, @Nullable RedisClusterNode node) {
        if (node == null) {
            return Mono.error(new RedisException("the driver knows no node that has this slot"));
        }
        String name = node.getNodeId();
        return Mono.fromCompletionStage(() -> clustered.getConnectionAsync(name))
                .map(connection -> new Primary(name, connection));
    }

    private record Node(String name, StatefulRedisConnection<byte[], byte[]> connection) {}

    private static boolean hasKeys(RedisClusterNode node) {
        return node.getRole() == RedisNodeDescription.Role.UPSTREAM
                && !node.getSlots().isEmpty();
    }
}
