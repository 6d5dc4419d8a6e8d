package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.oncegate.core.EntryId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import redis.embedded.RedisServer;

/** A real primary with real replicas, and a gateway's client to the primary. */
final class LocalReplicas implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Node primary = new Node();
    private final List<Node> replicas;
    private final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", primary.port));

    LocalReplicas(int replicas) {
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        this.replicas = IntStream.range(0, replicas)
                .mapToObj(i -> new Node("replicaof 127.0.0.1 " + primary.port))
                .toList();
        awaitReplicas();
    }

    /** One Redis, and a connection to it. */
    static final class Node {

        private final int port = freePort();
        private final RedisServer server;
        private final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        private final RedisCommands<byte[], byte[]> commands;
        private final long pid;

        Node(String... settings) {
            try {
                var builder = RedisServer.builder()
                        .port(port)
                        .bind("127.0.0.1")
                        .setting("dir " + Files.createTempDirectory("oncegate-replicas"))
                        .setting("save \"\"")
                        // by itself a primary waits five seconds for more replicas to come
                        .setting("repl-diskless-sync-delay 0");
                List.of(settings).forEach(builder::setting);
                server = builder.build();
                server.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            commands = client.connect(ByteArrayCodec.INSTANCE).sync();
            pid = Processes.pid(commands);
        }

        RedisCommands<byte[], byte[]> commands() {
            return commands;
        }

        void pause() {
            Processes.pause(pid);
        }

        void resume() {
            Processes.resume(pid);
        }

        void kill() {
            Processes.kill(pid);
        }

        Optional<byte[]> record(EntryId id) {
            return Optional.ofNullable(commands.get(RedisKeys.bytes(id)));
        }

        /** How often each command was called, inside scripts too. */
        long calls(String command) {
            Map<String, Long> calls = new HashMap<>();
            commands.info("commandstats")
                    .lines()
                    .filter(line -> line.startsWith("cmdstat_"))
                    .forEach(line -> calls.put(
                            line.substring("cmdstat_".length(), line.indexOf(':')),
                            Long.valueOf(line.replaceAll(".*:calls=(\\d+),.*", "$1"))));
            return calls.getOrDefault(command, 0L);
        }

        void close() {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            server.stop();
        }
    }

    void awaitReplicas() {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(primary.commands.info("replication"))
                .contains("connected_slaves:" + replicas.size())
                .doesNotContain("state=wait", "state=send"));
    }

    /** Waits until so many clients are held up by a WAIT. */
    void awaitHeldUp(int clients) {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(primary.commands.info("clients"))
                .contains("blocked_clients:" + clients + "\r"));
    }

    Node primary() {
        return primary;
    }

    Node replica(int i) {
        return replicas.get(i);
    }

    RedisConnection connection() {
        return new RedisConnection(() -> client);
    }

    RedisIdempotencyStore store() {
        return new RedisIdempotencyStore(connection());
    }

    RedisIdempotencyStore waitingFor(int replicas, Duration timeout) {
        return new RedisIdempotencyStore(
                connection(), AnswerSeal.plain(), new ReplicaWait(connection(), replicas, timeout));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        replicas.forEach(Node::resume);
        replicas.forEach(Node::close);
        primary.close();
    }
}
