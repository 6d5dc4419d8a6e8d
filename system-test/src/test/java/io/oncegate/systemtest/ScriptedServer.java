package io.oncegate.systemtest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server with a page that can use {@code idempotent-fetch}, under the policy of a page that allows nothing unsafe,
 * and with {@code /api/things}, where it answers as it was told to.
 */
final class ScriptedServer implements AutoCloseable {

    private static final Path ROOT = Installation.find().root();
    private static final Path MODULE = ROOT.resolve("order-backend/src/main/resources/static");
    private static final Path HARNESS = ROOT.resolve("system-test/src/test/resources/idempotent-fetch");
    private static final String PAGE =
            "<!doctype html><html lang=en><title>A page</title><script type=module src=/harness.js></script></html>";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<ScriptedAnswer> script = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /** A request that came. */
    record Received(String key, String contentType, String authorization, String cookie, String body) {}

    ScriptedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", ScriptedServer::file);
        server.createContext("/api/things", this::thing);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** What comes next is answered so, one after the other. */
    void script(ScriptedAnswer... answers) {
        script.addAll(List.of(answers));
    }

    void script(String... answers) {
        for (String answer : answers) {
            script.add(ScriptedAnswer.of(answer));
        }
    }

    /** Every request to {@code /api/things}, in the order of their coming. */
    List<Received> received() {
        return received;
    }

    /** The key of a request, without its quotes. */
    static String key(HttpExchange exchange) {
        return header(exchange, "Idempotency-Key").replace("\"", "");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void thing(HttpExchange exchange) throws IOException {
        // a browser repeats by itself what got no answer on a connection that had been used before
        exchange.getResponseHeaders().set("Connection", "close");
        received.add(new Received(
                header(exchange, "Idempotency-Key"),
                header(exchange, "Content-Type"),
                header(exchange, "Authorization"),
                header(exchange, "Cookie"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        ScriptedAnswer answer = script.poll();
        (answer == null ? ScriptedAnswer.of("418") : answer).to(exchange);
    }

    private static void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if ("/".equals(path)) {
            answer(exchange, "text/html", PAGE);
        } else {
            Path file = ("/harness.js".equals(path) ? HARNESS : MODULE).resolve(path.substring(1));
            if (Files.isRegularFile(file)) {
                answer(exchange, "text/javascript", Files.readString(file));
            } else {
                ScriptedAnswer.of("404").to(exchange);
            }
        }
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        Map<String, String> headers = Map.of(
                "Content-Type",
                type + ";charset=utf-8",
                "Content-Security-Policy",
                "default-src 'self'",
                "Connection",
                "close");
        ScriptedAnswer.of(200, headers, text).to(exchange);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
