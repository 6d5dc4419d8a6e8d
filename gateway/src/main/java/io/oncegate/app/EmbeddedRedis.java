package io.oncegate.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;

/** A real Redis of this gateway's own, for trials: it keeps nothing when it stops. */
final class EmbeddedRedis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final String HOST = "127.0.0.1";

    private final RedisServer server;
    private final int port;

    /**
     * Starts it.
     *
     * @param port where it listens, on loopback only; 0 takes a free one
     */
    EmbeddedRedis(int port) {
        this.port = port == 0 ? freePort() : port;
        this.server = RedisServer.builder()
                .bind(HOST)
                .port(this.port)
                .setting("save \"\"")
                .setting("appendonly no")
                .setting("maxmemory-policy noeviction")
                .build();
        server.start();
        LOG.info("embedded Redis: redis-cli -p {} --scan", this.port);
    }

    String host() {
        return HOST;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
