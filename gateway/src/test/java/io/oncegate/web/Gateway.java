package io.oncegate.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
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
    private final Upstream upstream = new Upstream();
    private final ConfigurableApplicationContext application;

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
        application = start(more, redisPort, "http://127.0.0.1:" + upstream.port(), properties);
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
            arguments.add("--" + property.replace("UPSTREAM", upstream));
        }
        return new SpringApplicationBuilder(Application.class)
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
        return Objects.requireNonNull(((WebServerApplicationContext) application).getWebServer())
                .getPort();
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
        redis.stop();
    }

    /** A gateway that somebody else wrote: no bean of ours but what the jar brings. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        SecurityWebFilterChain open(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                    .csrf(ServerHttpSecurity.CsrfSpec::disable)
                    .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                    .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                    .build();
        }

        @Bean
        WebFilter principal() {
            return (exchange, chain) -> {
                String user = exchange.getRequest().getHeaders().getFirst(USER);
                return user == null
                        ? chain.filter(exchange)
                        : chain.filter(exchange.mutate()
                                .principal(Mono.just(() -> user))
                                .build());
            };
        }

        /** Names the caller by path: for routes that ask for it only. */
        @Bean(defaultCandidate = false)
        CallerResolver callerOfQuery() {
            return exchange ->
                    Mono.justOrEmpty(exchange.getRequest().getQueryParams().getFirst("caller"));
        }

        /** A filter of somebody else's that reads the form on its way upstream. */
        @Bean
        GlobalFilter formReader() {
            return (exchange, chain) -> exchange.getRequest().getPath().value().startsWith("/read-form/")
                    ? exchange.getFormData()
                            .flatMap(form -> chain.filter(exchange.mutate()
                                    .request(request ->
                                            request.header("X-Form", Objects.requireNonNull(form.getFirst("field"))))
                                    .build()))
                    : chain.filter(exchange);
        }
    }
}
