package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Three real primaries, each with a third of the slots, and with a replica each where they are six. */
final class LocalCluster implements AutoCloseable {

    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<RedisNode> nodes = new ArrayList<>();
    private final List<LettuceConnectionFactory> gateways = new ArrayList<>();
    private final RedisClusterClient client;

    /** Primaries alone. */
    LocalCluster() {
        this(0);
    }

    private LocalCluster(int replicas) {
        for (int i = 0; i < PRIMARIES + replicas; i++) {
            nodes.add(start());
        }
        for (int i = 0; i < PRIMARIES; i++) {
            commands(i)
                    .clusterAddSlots(IntStream.range(SLOTS * i / PRIMARIES, SLOTS * (i + 1) / PRIMARIES)
                            .toArray());
        }
        for (RedisNode node : nodes) {
            node.commands().clusterMeet("127.0.0.1", nodes.get(0).port());
        }
        awaitComplete();
        for (int i = 0; i < replicas; i++) {
            commands(PRIMARIES + i).clusterReplicate(commands(i).clusterMyId());
        }
        for (int i = 0; i < replicas; i++) {
            awaitReplica(i);
        }
        client = gateway();
    }

    static LocalCluster ofSix() {
        return new LocalCluster(PRIMARIES);
    }

    private static RedisNode start() {
        return RedisNode.start("cluster-enabled yes", "cluster-node-timeout 2000");
    }

    /** Another node, without slots. */
    RedisNode join() {
        RedisNode node = start();
        nodes.add(node);
        node.commands().clusterMeet("127.0.0.1", nodes.get(0).port());
        awaitComplete();
        return node;
    }

    private void awaitComplete() {
        for (RedisNode node : nodes) {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(node.commands().clusterInfo())
                            .contains("cluster_state:ok", "cluster_known_nodes:" + nodes.size()));
        }
    }

    /** Waits until a primary has a replica to pass on to. */
    void awaitReplica(int primary) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(commands(primary).info("replication"))
                        .contains("connected_slaves:1", "state=online"));
    }

    /** Makes a replica the primary of its slots, while both are there; asked again where the others did not vote in time. */
    void takeOver(int replica) {
        RedisCommands<byte[], byte[]> node = commands(replica);
        await().atMost(DEADLINE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    if (node.info("replication").contains("role:master")) {
                        return true;
                    }
                    node.clusterFailover(false);
                    return false;
                });
    }

    RedisClusterClient client() {
        return client;
    }

    /** A client as another gateway has it. */
    RedisClusterClient gateway() {
        return gateway(configuration());
    }

    /** One that is somebody. */
    RedisClusterClient gateway(String user, String password) {
        RedisClusterConfiguration configuration = configuration();
        configuration.setUsername(user);
        configuration.setPassword(password);
        return gateway(configuration);
    }

    private RedisClusterConfiguration configuration() {
        return new RedisClusterConfiguration(List.of("127.0.0.1:" + nodes.get(0).port()));
    }

    private RedisClusterClient gateway(RedisClusterConfiguration configuration) {
        LettuceConnectionFactory factory = DedicatedClient.like(new LettuceConnectionFactory(configuration));
        factory.afterPropertiesSet();
        factory.start();
        gateways.add(factory);
        return (RedisClusterClient) factory.getRequiredNativeClient();
    }

    /** How many keys a node has. */
    long keys(int node) {
        return commands(node).dbsize();
    }

    static int nodes() {
        return PRIMARIES;
    }

    /** The primaries first, each's replica as many places after it. */
    RedisNode node(int i) {
        return nodes.get(i);
    }

    List<RedisNode> all() {
        return nodes;
    }

    RedisCommands<byte[], byte[]> commands(int node) {
        return nodes.get(node).commands();
    }

    static int slot(EntryId id) {
        return SlotHash.getSlot(RedisKeys.bytes(id));
    }

    /** An entry whose slot was that primary's at the start. */
    static EntryId idAt(int primary, String prefix) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> Sample.id(prefix + "-" + i))
                .filter(id -> slot(id) * PRIMARIES / SLOTS == primary)
                .findFirst()
                .orElseThrow();
    }

    /** A slot begins to move: keys that are not at the one node any more are asked for at the other. */
    void beginMove(int slot, RedisNode from, RedisNode to) {
        to.commands().clusterSetSlotImporting(slot, from.commands().clusterMyId());
        from.commands().clusterSetSlotMigrating(slot, to.commands().clusterMyId());
    }

    void moveKeys(int slot, RedisNode from, RedisNode to) {
        for (byte[] key : from.commands().clusterGetKeysInSlot(slot, 1000)) {
            from.commands().migrate("127.0.0.1", to.port(), key, 0, DEADLINE.toMillis());
        }
    }

    void endMove(int slot, RedisNode from, RedisNode to) {
        String id = to.commands().clusterMyId();
        to.commands().clusterSetSlotNode(slot, id);
        from.commands().clusterSetSlotNode(slot, id);
    }

    @Override
    public void close() {
        gateways.forEach(LettuceConnectionFactory::destroy);
        nodes.forEach(RedisNode::close);
    }
}
