package io.oncegate.systemtest;

import io.oncegate.run.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A gateway with the routes of {@code config/gateway.yml}, or of whatever configuration its arguments name. It looks
 * for leaks of its buffers as hard as it can, and a test that ends one which found any fails.
 */
final class GatewayProcess implements AutoCloseable {

    private static final String WATCHED = "-Dio.netty.leakDetection.level=paranoid";
    private static final int EVENT_LOOPS = Math.max(4, Runtime.getRuntime().availableProcessors());

    private final Application application;

    private GatewayProcess(Application application) {
        this.application = application;
    }

    /**
     * Starts one with the demonstration's accounts.
     *
     * @param redis the port of its Redis
     * @param upstream the service behind every route
     * @param arguments further ones; they win
     */
    static GatewayProcess start(int redis, URI upstream, String... arguments) {
        return start(List.of(), redis, upstream, arguments);
    }

    /**
     * Starts one in a Java machine of its own kind.
     *
     * @param jvm arguments of the Java machine
     */
    static GatewayProcess start(List<String> jvm, int redis, URI upstream, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.profiles.active=demo",
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redis));
        all.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "GATEWAY_TOKEN",
                OrderServiceProcess.TOKEN,
                "ORDER_BACKEND_URI",
                upstream.toString(),
                "FEEDBACK_URI",
                upstream.toString());
        List<String> machine = Stream.concat(Stream.of(WATCHED), jvm.stream()).toList();
        return new GatewayProcess(Application.start("gateway", environment, machine, all));
    }

    URI uri() {
        return application.uri();
    }

    /** Where its operators look. */
    URI management() {
        return application.management();
    }

    /** A client of this gateway. */
    Http http() {
        return new Http(uri());
    }

    ChildProcess process() {
        return application.process();
    }

    /**
     * Waits until it has taken note of everything that happened to its connections so far: connections go to its event
     * loops in turn, and an event loop handles things in the order in which they happened.
     */
    void takeNote() {
        for (int i = 0; i < 2 * EVENT_LOOPS; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri().getPort())) {
                socket.getOutputStream()
                        .write("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends it as SIGKILL does: with nothing settled. */
    void kill() {
        application.process().kill();
        failIfLeaky();
    }

    @Override
    public void close() {
        application.close();
        failIfLeaky();
    }

    private void failIfLeaky() {
        try {
            String said = new String(Files.readAllBytes(process().log()), StandardCharsets.UTF_8);
            if (said.contains("LEAK:")) {
                throw new AssertionError("buffers leaked, see " + process().log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
