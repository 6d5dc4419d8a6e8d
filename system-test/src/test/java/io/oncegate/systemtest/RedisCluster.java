package io.oncegate.systemtest;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Six nodes: three primaries with a third of the slots each, and a replica of each. */
final class RedisCluster implements RedisTopology {

    private static final int PRIMARIES = 3;
    private static final int SLOTS = SlotHash.SLOT_COUNT;

    private final List<Shard> shards;

    /**
     * A node.
     *
     * @param process itself
     * @param bus the port where others of the cluster reach it
     */
    private record Node(RedisProcess process, int bus) {

        static Node start(Ground ground) {
            int bus = OwnPorts.any();
            return new Node(
                    RedisProcess.start(
                            ground.site(),
                            "--cluster-enabled yes",
                            "--cluster-node-timeout 1000",
                            "--cluster-allow-replica-migration no",
                            "--cluster-port " + bus),
                    bus);
        }
    }

    RedisCluster(Ground ground) {
        List<Node> nodes = IntStream.range(0, 2 * PRIMARIES)
                .mapToObj(i -> Node.start(ground))
                .toList();
        List<RedisProcess> processes = nodes.stream().map(Node::process).toList();
        this.shards = IntStream.range(0, PRIMARIES)
                .mapToObj(i -> new Shard(
                        List.of(processes.get(i), processes.get(PRIMARIES + i)),
                        SLOTS * i / PRIMARIES,
                        SLOTS * (i + 1) / PRIMARIES - 1))
                .toList();
        for (Shard shard : shards) {
            shard.nodes().get(0).command("CLUSTER ADDSLOTSRANGE " + shard.first() + " " + shard.last());
        }
        for (Node node : nodes.subList(1, nodes.size())) {
            processes
                    .get(0)
                    .command("CLUSTER MEET " + node.process.host() + " " + node.process.port() + " " + node.bus);
        }
        Eventually.happens("the nodes knew each other", () -> processes.stream()
                .allMatch(node -> node.ask("CLUSTER INFO").contains("cluster_known_nodes:" + nodes.size())));
        for (Shard shard : shards) {
            String primary = shard.nodes().get(0).ask("CLUSTER MYID").split("\r\n", -1)[1];
            Eventually.happens("a replica knew its primary", () -> shard.nodes()
                    .get(1)
                    .command("CLUSTER REPLICATE " + primary)
                    .equals("+OK"));
        }
        awaitWhole();
    }

    @Override
    public List<String> arguments() {
        return List.of("--spring.data.redis.cluster.nodes="
                + nodes().map(RedisProcess::toString).collect(Collectors.joining(",")));
    }

    @Override
    public List<Shard> shards() {
        return shards;
    }

    @Override
    public List<Site> sites() {
        return nodes().map(RedisProcess::site).toList();
    }

    @Override
    public List<String> failovers() {
        return List.of("", "FORCE", "TAKEOVER");
    }

    @Override
    public void failOver(Shard shard, String way) {
        shard.replicas().get(0).command(("CLUSTER FAILOVER " + way).strip());
    }

    @Override
    public boolean isWhole() {
        return shards.stream().allMatch(Shard::isWhole) && nodes().allMatch(RedisCluster::isContent);
    }

    private static boolean isContent(RedisProcess node) {
        String view = node.ask("CLUSTER NODES");
        return node.ask("CLUSTER INFO").contains("cluster_state:ok")
                && !view.contains("fail")
                && !view.contains("handshake")
                && !view.contains("disconnected")
                && view.lines().filter(line -> line.contains("master")).count() == PRIMARIES
                && view.lines().filter(line -> line.contains("slave")).count() == PRIMARIES;
    }

    private Stream<RedisProcess> nodes() {
        return shards.stream().flatMap(shard -> shard.nodes().stream());
    }

    @Override
    public void close() {
        Closing.all(nodes().toArray(AutoCloseable[]::new));
    }
}
