package io.oncegate.systemtest;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.Optional;

/**
 * Those who hold one part of the keys, one as the primary and the others as its replicas.
 *
 * @param nodes who
 * @param first slot of the part
 * @param last slot of the part
 */
record Shard(List<RedisProcess> nodes, int first, int last) {

    /** One that holds all keys. */
    static Shard ofAll(List<RedisProcess> nodes) {
        return new Shard(nodes, 0, SlotHash.SLOT_COUNT - 1);
    }

    /** Who says so of itself, once one does; the first of them where two do. */
    RedisProcess primary() {
        Eventually.happens(
                "one of " + nodes + " was a primary", () -> nodes.stream().anyMatch(RedisProcess::isPrimary));
        return findPrimary(nodes).orElseGet(this::primary);
    }

    /** Who is not the primary. */
    List<RedisProcess> replicas() {
        RedisProcess primary = primary();
        return nodes.stream().filter(node -> node != primary).toList();
    }

    /** Whether another than that one is a primary. */
    boolean isReplaced(RedisProcess primary) {
        return findPrimary(nodes.stream().filter(node -> node != primary).toList())
                .isPresent();
    }

    private static Optional<RedisProcess> findPrimary(List<RedisProcess> among) {
        return among.stream().filter(RedisProcess::isPrimary).findFirst();
    }

    /** Whether there is one primary, and all others have what it has. */
    boolean isWhole() {
        List<String> states = nodes.stream().map(RedisProcess::replication).toList();
        Optional<RedisProcess> primary = findPrimary(nodes);
        return primary.isPresent()
                && states.stream()
                                .filter(state -> state.contains("role:master"))
                                .count()
                        == 1
                && states.stream()
                                .filter(state -> isReplicaOf(primary.get(), state))
                                .count()
                        == nodes.size() - 1;
    }

    private static boolean isReplicaOf(RedisProcess primary, String state) {
        return state.contains("master_host:" + primary.host() + "\r")
                && state.contains("master_port:" + primary.port() + "\r")
                && state.contains("master_link_status:up")
                && state.contains("master_sync_in_progress:0");
    }
}
