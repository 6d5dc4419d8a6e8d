package io.oncegate.systemtest;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Everything at once, each a process of its own: Redis, PostgreSQL, the order service and two gateways. */
final class Product implements AutoCloseable {

    /** What is tested is not how fast a busy machine is. */
    static final String PATIENT = "--oncegate.store-timeout=20s";

    private final RedisProcess redis = RedisProcess.start();
    private final PostgresProcess postgres = PostgresProcess.start();
    private final Path accessLog = accessLog();
    private final OrderServiceProcess orders = OrderServiceProcess.start(
            postgres,
            "--server.tomcat.accesslog.enabled=true",
            "--server.tomcat.accesslog.buffered=false",
            "--server.tomcat.accesslog.directory=" + accessLog,
            "--server.tomcat.accesslog.pattern=%m %U %{Idempotency-Key}i %{Idempotency-Attempt}i");
    private final GatewayProcess one = GatewayProcess.start(redis.port(), orders.uri(), PATIENT);
    private final GatewayProcess other = GatewayProcess.start(redis.port(), orders.uri(), PATIENT);

    Http one() {
        return one.http();
    }

    Http other() {
        return other.http();
    }

    URI orders() {
        return orders.uri();
    }

    RedisProcess redis() {
        return redis;
    }

    RedisClient redisClient() {
        return RedisClient.create("redis://127.0.0.1:" + redis.port());
    }

    /** How many orders the database holds under a key. */
    int ordersWith(String key) {
        return new Tables(postgres.dataSource()).ordersWith(key);
    }

    int feedbackWith(String text) {
        return new Tables(postgres.dataSource()).feedbackWith(text);
    }

    /** The requests that reached the service with a key, as "method path key attempt". */
    List<String> executions(String key) {
        try (Stream<Path> logs = Files.list(accessLog)) {
            return logs.flatMap(Product::lines)
                    .filter(line -> line.contains(" " + key + " "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path log) {
        try {
            return Files.readAllLines(log).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path accessLog() {
        try {
            Files.createDirectories(Application.logs());
            return Files.createTempDirectory(Application.logs(), "access-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Closing.all(other, one, orders, postgres, redis);
    }
}
