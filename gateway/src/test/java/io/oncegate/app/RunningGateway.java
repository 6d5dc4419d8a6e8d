package io.oncegate.app;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The shipped gateway with one plain route to an upstream that remembers the headers it was sent. */
final class RunningGateway implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<HttpHeaders> seen = new CopyOnWriteArrayList<>();
    private final DisposableServer upstream;
    private final ConfigurableApplicationContext application;

    /**
     * @param properties besides the route or in the place of its settings, each {@code name=value}; {@code UPSTREAM} stands for its address
     */
    RunningGateway(String... properties) {
        upstream = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    seen.add(request.requestHeaders().copy());
                    return request.uri().startsWith("/status/")
                            ? response.status(Integer.parseInt(request.uri().substring(8)))
                                    .send()
                            : response.sendString(Mono.just("hello"));
                })
                .bindNow(Duration.ofSeconds(10));
        String route = "spring.cloud.gateway.server.webflux.routes[0].";
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server.port", "0");
        settings.put("management.server.port", Integer.toString(freePort()));
        settings.put(route + "id", "any");
        settings.put(route + "uri", "http://127.0.0.1:" + upstream.port());
        settings.put(route + "predicates[0]", "Path=/**");
        for (String property : properties) {
            String[] nameAndValue = property.split("=", 2);
            settings.put(nameAndValue[0], nameAndValue[1].replace("UPSTREAM", "http://127.0.0.1:" + upstream.port()));
        }
        List<String> arguments = new ArrayList<>();
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        application = start(arguments);
    }

    /** Not 0: Spring Cloud Gateway keeps its routes off the management port only where it is told which that is. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConfigurableApplicationContext start(List<String> arguments) {
        try {
            return GatewayApplication.application().run(arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            upstream.disposeNow(Duration.ofSeconds(5));
            throw e;
        }
    }

    ConfigurableApplicationContext application() {
        return application;
    }

    String setting(String name) {
        return application.getEnvironment().getRequiredProperty(name);
    }

    static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** A GET with headers, name and value in turn. */
    HttpResponse<String> get(String... headers) throws IOException, InterruptedException {
        return get("/hello", headers);
    }

    /** A GET of a path on the public port. */
    HttpResponse<String> get(String path, String[] headers) throws IOException, InterruptedException {
        return send("GET", port(), path, headers);
    }

    /** The public one. */
    int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) application).getWebServer())
                .getPort();
    }

    /** A request without a body to the management port. */
    HttpResponse<String> manage(String method, String path, String... headers)
            throws IOException, InterruptedException {
        return send(method, managementPort(), path, headers);
    }

    int managementPort() {
        return Integer.parseInt(setting("local.management.port"));
    }

    /** A POST of JSON to the management port. */
    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        return send("POST", BodyPublishers.ofString(json), managementPort(), path, headers);
    }

    private HttpResponse<String> send(String method, int port, String path, String... headers)
            throws IOException, InterruptedException {
        return send(method, BodyPublishers.noBody(), port, path, headers);
    }

    private HttpResponse<String> send(String method, BodyPublisher body, int port, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body)
                .timeout(Duration.ofSeconds(20));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** What the upstream was sent last. */
    HttpHeaders lastSeen() {
        return seen.get(seen.size() - 1);
    }

    int timesSeen() {
        return seen.size();
    }

    @Override
    public void close() {
        application.close();
        upstream.disposeNow(Duration.ofSeconds(5));
    }
}
