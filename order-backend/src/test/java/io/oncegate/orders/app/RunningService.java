package io.oncegate.orders.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real application on a random port, seen through HTTP. */
final class RunningService implements AutoCloseable {

    static final String TOKEN = "token-of-the-tests";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final TestClock clock = new TestClock();
    private final ConfigurableApplicationContext context;

    private RunningService(String... arguments) {
        SpringApplication application = OrderBackendApplication.application();
        application.addInitializers(
                context -> ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock));
        context = application.run(arguments);
    }

    /** The service on a new database. */
    static RunningService on(Database database, String... arguments) {
        return with(Stream.concat(
                Stream.of(
                        "--spring.datasource.url=" + database.create(),
                        "--spring.datasource.username=" + database.user(),
                        "--orders.gateway-token=" + TOKEN),
                Stream.of(arguments)));
    }

    /** The service with a configuration of its own. */
    static RunningService with(Stream<String> arguments) {
        return new RunningService(Stream.concat(Stream.of("--server.port=0", "--management.server.port=0"), arguments)
                .toArray(String[]::new));
    }

    void advance(Duration step) {
        clock.advance(step);
    }

    DataSource dataSource() {
        return context.getBean(DataSource.class);
    }

    /** A look into the database, past the service. */
    JdbcClient sql() {
        return context.getBean(JdbcClient.class);
    }

    long count(String query, Object... parameters) {
        return sql().sql(query).params(List.of(parameters)).query(Long.class).single();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port("local.server.port") + path))
                .timeout(Duration.ofSeconds(60));
    }

    HttpRequest.Builder requestBy(String user, String path) {
        return request(path).header("X-Gateway-Token", TOKEN).header("X-User-Id", user);
    }

    Reply get(String user, String path) {
        return send(requestBy(user, path));
    }

    Reply post(String user, String path, String body) {
        return send(
                requestBy(user, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    Reply order(String user, String key, String body) {
        return send(requestBy(user, "/api/orders")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            return new Reply(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends {@code count} requests at the same moment; {@code meanwhile} runs while they are under way. */
    List<Reply> together(int count, IntFunction<Reply> request, Runnable meanwhile) {
        ExecutorService senders = Executors.newFixedThreadPool(count);
        try {
            CountDownLatch ready = new CountDownLatch(count);
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                replies.add(senders.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return request.apply(number);
                }));
            }
            meanwhile.run();
            List<Reply> results = new ArrayList<>();
            for (Future<Reply> reply : replies) {
                results.add(reply.get(60, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            senders.shutdownNow();
        }
    }

    List<Reply> together(int count, IntFunction<Reply> request) {
        return together(count, request, () -> {});
    }

    int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
