package io.oncegate.web;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection of the test's own to Redis, to trouble it by. */
final class RedisControl implements AutoCloseable {

    private static final Pattern PID = Pattern.compile("process_id:(\\d+)");

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    RedisControl(int port) {
        client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        // a Redis that is loading answers a ping with an error
        client.setOptions(
                ClientOptions.builder().pingBeforeActivateConnection(false).build());
        connection = client.connect(new StringCodec(StandardCharsets.ISO_8859_1));
    }

    /** What the entry of alice's is called, and a character of a value is a byte. */
    static String entry(String route, String key) {
        return "oncegate:v1:" + route + ":alice:" + key;
    }

    RedisCommands<String, String> commands() {
        return connection.sync();
    }

    boolean isLoading() {
        return commands().info("persistence").contains("\nloading:1");
    }

    /** Stops the process where it stands: connections stay open, and nothing is answered. */
    void whileFrozen(Runnable action) {
        Matcher pid = PID.matcher(commands().info("server"));
        if (!pid.find()) {
            throw new IllegalStateException("Redis does not say which process it is");
        }
        signal("-STOP", pid.group(1));
        try {
            action.run();
        } finally {
            signal("-CONT", pid.group(1));
        }
    }

    private static void signal(String signal, String pid) {
        try {
            Process kill = new ProcessBuilder("kill", signal, pid).start();
            await().atMost(Duration.ofSeconds(10)).until(() -> !kill.isAlive());
            if (kill.exitValue() != 0) {
                throw new IllegalStateException("kill " + signal + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
