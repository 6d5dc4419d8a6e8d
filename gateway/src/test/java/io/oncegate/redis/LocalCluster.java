package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import redis.embedded.RedisServer;

/** Three real nodes without replicas, each with a third of the slots. */
final class LocalCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final int SLOTS = 16_384;

    /** The nodes talk to each other at a port that is so much higher. */
    private static final int BUS = 10_000;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<Integer> ports = new ArrayList<>();
    private final List<RedisServer> servers = new ArrayList<>();
    private final RedisClient plain = RedisClient.create();
    private final RedisClusterClient client;

    LocalCluster() {
        for (int i = 0; i < NODES; i++) {
            int port = freePort();
            ports.add(port);
            servers.add(started(port));
        }
        for (int i = 0; i < NODES; i++) {
            RedisCommands<String, String> node = node(i);
            int[] slots =
                    IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES).toArray();
            node.clusterAddSlots(slots);
            node.clusterMeet("127.0.0.1", ports.get(0));
        }
        for (int i = 0; i < NODES; i++) {
            RedisCommands<String, String> node = node(i);
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(node.clusterInfo())
                    .contains("cluster_state:ok", "cluster_known_nodes:" + NODES));
        }
        client = RedisClusterClient.create(RedisURI.create("127.0.0.1", ports.get(0)));
    }

    RedisClusterClient client() {
        return client;
    }

    /** How many keys a node has. */
    long keys(int node) {
        return node(node).dbsize();
    }

    static int nodes() {
        return NODES;
    }

    private RedisCommands<String, String> node(int i) {
        return plain.connect(RedisURI.create("127.0.0.1", ports.get(i))).sync();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        plain.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        servers.forEach(RedisServer::stop);
    }

    private static RedisServer started(int port) {
        try {
            Path directory = Files.createTempDirectory("oncegate-cluster");
            RedisServer server = RedisServer.builder()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("dir " + directory)
                    .setting("save \"\"")
                    .setting("cluster-enabled yes")
                    .build();
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose other port is free too. */
    private static int freePort() {
        for (int tries = 0; tries < 100; tries++) {
            int port = bound(0);
            if (port + BUS <= 0xffff && bound(port + BUS) > 0) {
                return port;
            }
        }
        throw new IllegalStateException("no two ports are free");
    }

    /** The port, which is free again; nothing where it is taken. */
    private static int bound(int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }
}
