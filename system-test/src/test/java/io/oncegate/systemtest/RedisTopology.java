package io.oncegate.systemtest;

import java.util.List;

/** The Redis behind some gateways: alone, or several of which one may take another's place. */
interface RedisTopology extends AutoCloseable {

    /** What a gateway has to be told to use it. */
    List<String> arguments();

    /** What it is made of. */
    List<Shard> shards();

    /** Where its parts are, with those that watch over it. */
    List<Site> sites();

    /** The ways in which somebody can order a failover; the first has no name. */
    List<String> failovers();

    /**
     * Orders a failover, and waits until it is accepted.
     *
     * @param way one of {@link #failovers}
     */
    void failOver(Shard shard, String way);

    /** Starts a node again that was killed, as a replica of whoever is primary now. */
    default void revive(Shard shard, RedisProcess node) {
        node.restart();
    }

    /** Whether all know who is primary and who is not, and every replica has what its primary has. */
    boolean isWhole();

    /** Waits until it is, and stays it for a moment: whoever suspects somebody has acted on it by then, or never does. */
    default void awaitWhole() {
        Eventually.happens("Redis was whole again", () -> {
            boolean whole = isWhole();
            Eventually.pause(400);
            return whole && isWhole();
        });
    }

    /** Lets it forget everything. */
    default void flush() {
        shards().forEach(shard -> shard.primary().command("FLUSHALL"));
    }

    @Override
    void close();
}
