package io.oncegate.systemtest;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Six nodes: three primaries with a third of the slots each, and a replica of each. */
final class RedisCluster implements ReplicatedRedis {

    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;

    private final RedisClient client = RedisClient.create();
    private final List<Node> nodes = IntStream.range(0, 2 * PRIMARIES)
            .mapToObj(i -> new Node(OwnPorts.any(), client))
            .toList();

    private static final class Node {

        private final int bus;
        private final RedisProcess process;
        private final RedisCommands<String, String> commands;

        Node(int bus, RedisClient client) {
            this.bus = bus;
            this.process =
                    RedisProcess.start("--cluster-enabled yes", "--cluster-node-timeout 1000", "--cluster-port " + bus);
            this.commands =
                    client.connect(RedisURI.create("127.0.0.1", process.port())).sync();
        }

        String address() {
            return "127.0.0.1:" + process.port();
        }

        boolean isComplete() {
            return commands.clusterInfo().contains("cluster_state:ok");
        }

        boolean isPrimary() {
            return commands.role().get(0).equals("master");
        }
    }

    RedisCluster() {
        for (int i = 0; i < PRIMARIES; i++) {
            nodes.get(i)
                    .commands
                    .clusterAddSlots(IntStream.range(SLOTS * i / PRIMARIES, SLOTS * (i + 1) / PRIMARIES)
                            .toArray());
        }
        for (Node node : nodes.subList(1, nodes.size())) {
            nodes.get(0).process.command("CLUSTER MEET 127.0.0.1 " + node.process.port() + " " + node.bus);
        }
        Eventually.happens("the nodes knew each other", () -> nodes.stream()
                .allMatch(node -> node.commands.clusterInfo().contains("cluster_known_nodes:" + nodes.size())));
        for (int i = 0; i < PRIMARIES; i++) {
            nodes.get(PRIMARIES + i)
                    .commands
                    .clusterReplicate(nodes.get(i).commands.clusterMyId());
        }
        Eventually.happens(
                "the cluster was complete",
                () -> nodes.stream().allMatch(Node::isComplete)
                        && nodes.stream().filter(node -> !node.isPrimary()).count() == PRIMARIES);
    }

    @Override
    public List<String> arguments() {
        return List.of("--spring.data.redis.cluster.nodes="
                + nodes.stream().map(Node::address).collect(Collectors.joining(",")));
    }

    @Override
    public void failOver() {
        Node replica = nodes.get(PRIMARIES);
        nodes.get(0).process.kill();
        Eventually.happens("a replica took its primary's place", () -> replica.isPrimary() && replica.isComplete());
    }

    @Override
    public void close() {
        client.shutdown();
        Closing.all(nodes.stream().map(node -> node.process).toArray(AutoCloseable[]::new));
    }
}
