package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import redis.embedded.RedisServer;

/** A Spring Cloud Gateway with the jar on its class path, its own Redis and {@link Upstream}, and a client. */
final class Gateway implements AutoCloseable {

    /** Names the caller, as an application's own security would. */
    static final String USER = "X-Test-User";

    static final String JSON = "application/json";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RedisServer redis;
    private final int redisPort = freePort();
    private final RedisClient onlookers;
    private final StatefulRedisConnection<byte[], byte[]> onlooker;
    private final Upstream upstream = new Upstream();
    private final ConfigurableApplicationContext application;
    private final int port;

    /**
     * @param properties the routes and whatever else, each {@code name=value}; {@code UPSTREAM} stands for its address
     */
    Gateway(String... properties) {
        this(List.of(), properties);
    }

    /**
     * @param more configuration classes of one test's own
     * @param properties as above
     */
    Gateway(List<Class<?>> more, String... properties) {
        redis = RedisServer.builder()
                .port(redisPort)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("maxmemory-policy noeviction")
                .build();
        redis.start();
        onlookers = RedisClient.create(RedisURI.create("127.0.0.1", redisPort));
        onlooker = onlookers.connect(ByteArrayCodec.INSTANCE);
        application = start(more, redisPort, "http://127.0.0.1:" + upstream.port(), properties);
        port = port(application);
    }

    /** Where an application listens. */
    static int port(ConfigurableApplicationContext application) {
        return Objects.requireNonNull(((WebServerApplicationContext) application).getWebServer())
                .getPort();
    }

    static ConfigurableApplicationContext start(int redisPort, String upstream, String... properties) {
        return start(List.of(), redisPort, upstream, properties);
    }

    private static ConfigurableApplicationContext start(
            List<Class<?>> more, int redisPort, String upstream, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                // what is tested is not how fast a busy machine is
                "--oncegate.store-timeout=10s",
                "--spring.data.redis.port=" + redisPort));
        for (String property : properties) {
            String name = "--" + property.substring(0, property.indexOf('=') + 1);
            arguments.removeIf(it -> it.startsWith(name)); // twice would be a list
            arguments.add("--" + property.replace("UPSTREAM", upstream));
        }
        return new SpringApplicationBuilder(SomebodysGateway.class)
                .sources(more.toArray(Class<?>[]::new))
                .run(arguments.toArray(String[]::new));
    }

    /** One route with that path and those arguments, {@code name=value} each. */
    static String[] route(int index, String id, String path, String... arguments) {
        String route = "spring.cloud.gateway.server.webflux.routes[" + index + "].";
        List<String> properties = new ArrayList<>(List.of(
                route + "id=" + id,
                route + "uri=UPSTREAM",
                route + "predicates[0]=Path=" + path,
                route + "filters[0].name=IdempotencyKey"));
        for (String argument : arguments) {
            properties.add(route + "filters[0].args." + argument);
        }
        return properties.toArray(String[]::new);
    }

    static String[] all(String[]... parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).toArray(String[]::new);
    }

    Upstream upstream() {
        return upstream;
    }

    RedisServer redis() {
        return redis;
    }

    int redisPort() {
        return redisPort;
    }

    int port() {
        return port;
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** A request by alice. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .header(USER, "alice");
    }

    /** A covered POST by alice. */
    HttpRequest.Builder post(String path, String key, String body) {
        return request(path)
                .header("Idempotency-Key", key)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString(body));
    }

    /** Sends a covered POST by alice and leaves, with a reset, as soon as {@code until} holds. */
    void leave(String path, String key, Callable<Boolean> until) throws IOException {
        try (Socket client = open(path, key)) {
            assertThat(client.isConnected()).isTrue();
            Awaitility.await().until(until);
        }
    }

    /** Sends a covered POST by alice; to close what is returned is to leave with a reset. */
    Socket open(String path, String key) throws IOException {
        String request = "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + USER + ": alice\r\nContent-Type: " + JSON
                + "\r\nIdempotency-Key: " + key + "\r\nContent-Length: 2\r\n\r\n{}";
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoLinger(true, 0);
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** The record of alice's key from its state on, a character a byte; empty where there is none. */
    String record(String namespace, String key) {
        byte[] name = ("oncegate:v1:" + namespace + ":alice:" + key).getBytes(StandardCharsets.US_ASCII);
        return Optional.ofNullable(commands().get(name))
                .map(record -> new String(record, 1, record.length - 1, StandardCharsets.ISO_8859_1))
                .orElse("");
    }

    /** How many scripts Redis has run. */
    long scripts() {
        Matcher calls = Pattern.compile("cmdstat_evalsha:calls=(\\d+)")
                .matcher(commands().info("commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    private RedisCommands<byte[], byte[]> commands() {
        return onlooker.sync();
    }

    /** Ends the application as SIGTERM does; Redis and the upstream stay. */
    void stop() {
        application.close();
    }

    boolean isListening() {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return client.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        return sendAsync(request).join();
    }

    CompletableFuture<HttpResponse<byte[]>> sendAsync(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    /** Answers as soon as the head is here. */
    HttpResponse<InputStream> open(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofInputStream()).join();
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        application.close();
        upstream.close();
        onlookers.shutdown();
        redis.stop();
    }
}
