package io.oncegate.redis;

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
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** One real Redis of several, and a connection to it. */
final class RedisNode implements AutoCloseable {

    /** A node of a cluster talks to the others at a port that is so much higher. */
    private static final int BUS = 10_000;

    private final int port;
    private final RedisServer server;
    private final RedisClient client;
    private final RedisCommands<byte[], byte[]> commands;
    private final long pid;

    private RedisNode(int port, RedisServer server) {
        this.port = port;
        this.server = server;
        this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        this.commands = client.connect(ByteArrayCodec.INSTANCE).sync();
        this.pid = Processes.pid(commands);
    }

    /**
     * Starts one.
     *
     * @param settings lines of its configuration
     */
    static RedisNode start(String... settings) {
        int port = freePort();
        try {
            var builder = RedisServer.builder()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("dir " + Files.createTempDirectory("oncegate-node"))
                    .setting("save \"\"")
                    // by itself a primary waits five seconds for more replicas to come
                    .setting("repl-diskless-sync-delay 0");
            List.of(settings).forEach(builder::setting);
            RedisServer server = builder.build();
            server.start();
            return new RedisNode(port, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
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

    /** How often a command was called, inside scripts too. */
    long calls(String command) {
        return count("commandstats", "cmdstat_" + command + ":calls=");
    }

    /** How often it answered with an error that begins so. */
    long errors(String word) {
        return count("errorstats", "errorstat_" + word + ":count=");
    }

    private long count(String section, String line) {
        Matcher count = Pattern.compile(line + "(\\d+)").matcher(commands.info(section));
        return count.find() ? Long.parseLong(count.group(1)) : 0;
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

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        server.stop();
    }
}
