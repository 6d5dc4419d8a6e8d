package io.oncegate.systemtest;

import java.util.List;
import java.util.Random;

/**
 * Whom a fault is to hit.
 *
 * @param fleet whose parts
 * @param member which gateway
 * @param shard which part of Redis
 * @param primary who is its primary before
 * @param random decides what is left to decide
 */
record Aim(Fleet fleet, Fleet.Member member, Shard shard, RedisProcess primary, Random random) {

    RedisProcess replica() {
        List<RedisProcess> replicas =
                shard.nodes().stream().filter(node -> node != primary).toList();
        return replicas.get(random.nextInt(replicas.size()));
    }

    /** All that replicate or watch, but for the primary. */
    List<Site> peers() {
        return fleet.redis().sites().stream()
                .filter(site -> !site.equals(primary.site()))
                .toList();
    }

    /** Waits until another is the primary. */
    void awaitReplacement() {
        Eventually.happens("another took the primary's place", () -> shard.isReplaced(primary));
    }
}
